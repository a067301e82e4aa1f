import Synchronization

/// Counters a running scan keeps for whoever watches it, and the switch that ends it early.
public final class ScanMonitor: Sendable {
    /// Where a scan stands.
    public struct Progress: Sendable, Hashable {
        public var inputs = 0
        public var inputsDone = 0
        /// Decompressed bytes read.
        public var bytes = 0
        public var records = 0
        public var rejected = 0
        /// Bytes of the inputs as they lie on disk, and how many of them are read. A pipe has none.
        public var onDisk: UInt64 = 0
        public var readOnDisk: UInt64 = 0
        /// True where an input's size is not known before its end.
        public var isEndless = false

        public init() {}

        /// Seconds that what is left will take at the pace so far; nil where nobody can tell yet.
        public func secondsLeft(after seconds: Double) -> Double? {
            guard !isEndless, readOnDisk > 0, seconds >= 1, onDisk >= readOnDisk else { return nil }
            return Double(onDisk - readOnDisk) / (Double(readOnDisk) / seconds)
        }
    }

    /// An input that a scan is through with.
    public struct Finished: Sendable {
        /// As in the store.
        public var path: String
        /// In words.
        public var outcome: String
    }

    private let inputs = Atomic<Int>(0)
    private let inputsDone = Atomic<Int>(0)
    private let bytes = Atomic<Int>(0)
    private let records = Atomic<Int>(0)
    private let rejected = Atomic<Int>(0)
    private let onDisk = Atomic<UInt64>(0)
    private let readOnDisk = Atomic<UInt64>(0)
    private let isEndless = Atomic<Bool>(false)
    private let stopped = Atomic<Bool>(false)
    private let announce: (@Sendable (Finished) -> Void)?

    /// - Parameter announce: called for each input that is done, on whichever thread read it.
    public init(announce: (@Sendable (Finished) -> Void)? = nil) { self.announce = announce }

    /// Asks the scan to end: inputs being read are given up, closed ones stay.
    public func stop() { stopped.store(true, ordering: .relaxed) }
    public var isStopped: Bool { stopped.load(ordering: .relaxed) }

    public var progress: Progress {
        var progress = Progress()
        progress.inputs = inputs.load(ordering: .relaxed)
        progress.inputsDone = inputsDone.load(ordering: .relaxed)
        progress.bytes = bytes.load(ordering: .relaxed)
        progress.records = records.load(ordering: .relaxed)
        progress.rejected = rejected.load(ordering: .relaxed)
        progress.onDisk = onDisk.load(ordering: .relaxed)
        progress.readOnDisk = readOnDisk.load(ordering: .relaxed)
        progress.isEndless = isEndless.load(ordering: .relaxed)
        return progress
    }

    /// - Parameter sizes: of the inputs as they lie on disk, nil for a pipe.
    func begin(sizes: [UInt64?]) {
        inputs.store(sizes.count, ordering: .relaxed)
        onDisk.store(sizes.reduce(0) { $0 &+ ($1 ?? 0) }, ordering: .relaxed)
        isEndless.store(sizes.contains { $0 == nil }, ordering: .relaxed)
    }

    func add(bytes byteCount: Int, records recordCount: UInt64, rejected rejectedCount: UInt64) {
        bytes.wrappingAdd(byteCount, ordering: .relaxed)
        records.wrappingAdd(Int(recordCount), ordering: .relaxed)
        rejected.wrappingAdd(Int(rejectedCount), ordering: .relaxed)
    }

    func add(readOnDisk count: UInt64) { readOnDisk.wrappingAdd(count, ordering: .relaxed) }

    func finishInput() { inputsDone.wrappingAdd(1, ordering: .relaxed) }

    func tell(_ finished: Finished) { announce?(finished) }
}
