/// How a scan is run. None of it changes a byte of what the store shows.
public struct ScanOptions: Sendable {
    /// Inputs read at the same time, at least 1.
    public var jobs: Int
    /// Whether each file's SHA-256 is taken (its custody hash).
    public var takesDigest: Bool
    /// Memory for accumulated evidence over all workers, in bytes; beyond it a contribution is written out in parts.
    public var memoryBudget: Int

    /// Whether event logs are read by both readers and compared: several times slower.
    public var comparesReaders: Bool

    /// While a contribution is written out it is there several times: in the accumulator, as a canonical snapshot, and on
    /// its way into the store. The budget is for all of them.
    static let copiesInFlight = 3

    /// 160 MiB: `--memory`'s default.
    public static let defaultMemoryBudget = 160 << 20

    public init(
        jobs: Int = 1, takesDigest: Bool = true, memoryBudget: Int = ScanOptions.defaultMemoryBudget,
        comparesReaders: Bool = false
    ) {
        self.jobs = max(1, jobs)
        self.takesDigest = takesDigest
        self.memoryBudget = max(1 << 20, memoryBudget)
        self.comparesReaders = comparesReaders
    }
}
