import Synchronization

/// Counters a running scan keeps for whoever watches it, and the switch that ends it early.
public final class ScanMonitor: Sendable {
    /// Where a scan stands.
    public struct Progress: Sendable {
        public var inputs: Int
        public var inputsDone: Int
        /// Decompressed bytes read.
        public var bytes: Int
        public var records: Int
        public var rejected: Int
    }

    private let inputs = Atomic<Int>(0)
    private let inputsDone = Atomic<Int>(0)
    private let bytes = Atomic<Int>(0)
    private let records = Atomic<Int>(0)
    private let rejected = Atomic<Int>(0)
    private let stopped = Atomic<Bool>(false)

    public init() {}

    /// Asks the scan to end: inputs being read are given up, closed ones stay.
    public func stop() { stopped.store(true, ordering: .relaxed) }
    public var isStopped: Bool { stopped.load(ordering: .relaxed) }

    public var progress: Progress {
        Progress(
            inputs: inputs.load(ordering: .relaxed), inputsDone: inputsDone.load(ordering: .relaxed),
            bytes: bytes.load(ordering: .relaxed), records: records.load(ordering: .relaxed),
            rejected: rejected.load(ordering: .relaxed))
    }

    func begin(inputs count: Int) { inputs.store(count, ordering: .relaxed) }

    func add(bytes byteCount: Int, records recordCount: UInt64, rejected rejectedCount: UInt64) {
        bytes.wrappingAdd(byteCount, ordering: .relaxed)
        records.wrappingAdd(Int(recordCount), ordering: .relaxed)
        rejected.wrappingAdd(Int(rejectedCount), ordering: .relaxed)
    }

    func finishInput() { inputsDone.wrappingAdd(1, ordering: .relaxed) }
}
