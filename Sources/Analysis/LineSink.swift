import AccessModel
import Contributions
import EvidenceStore
import Synchronization

/// Writes what inputs contribute as lines, one input after the other, so that the lines have one order.
final class LineSink: ContributionSink {
    let mostWorkers = 1

    private struct State: ~Copyable, Sendable {
        var lines: ContributionLines
        var open: [Int64: ContributionLines.Open] = [:]
        var next: Int64 = 1
        var summaries: [InputSummary] = []
    }

    private let state: Mutex<State>
    /// Where the lines go, for messages.
    private let path: String

    init(path: String, write: @escaping @Sendable ([UInt8]) throws(ContributionWriteError) -> Void) {
        self.path = path
        state = Mutex(State(lines: ContributionLines(write: write)))
    }

    /// The inputs that closed, in the order they did.
    var summaries: [InputSummary] { state.withLock { $0.summaries } }

    func begin(path: String) throws(StoreError) -> OpenInput {
        state.withLock { state in
            let id = state.next
            state.next += 1
            state.open[id] = state.lines.begin()
            return OpenInput(id: id, path: path)
        }
    }

    func append(_ snapshot: EvidenceSnapshot, to input: OpenInput) throws(StoreError) {
        try change { state throws(ContributionWriteError) in
            guard var open = state.open[input.id] else { return }
            try state.lines.append(snapshot, to: &open)
            state.open[input.id] = open
        }
    }

    func restart(_ input: OpenInput) throws(StoreError) {
        try change { state throws(ContributionWriteError) in
            guard var open = state.open[input.id] else { return }
            try state.lines.restart(&open)
            state.open[input.id] = open
        }
    }

    func abandon(_ input: OpenInput) throws(StoreError) {
        try change { state throws(ContributionWriteError) in
            guard let open = state.open.removeValue(forKey: input.id) else { return }
            try state.lines.abandon(open)
        }
    }

    func close(_ input: OpenInput, reading: InputReading) throws(StoreError) -> CloseResult {
        try change { state throws(ContributionWriteError) in
            guard let open = state.open.removeValue(forKey: input.id) else { return }
            try state.lines.close(open, reading: reading)
            state.summaries.append(InputSummary(reading))
        }
        return .added
    }

    func finish(unread: [UnreadInput], finished: [String]) throws(StoreError) {
        try change { state throws(ContributionWriteError) in
            try state.lines.finish(unread: unread, finished: finished)
        }
    }

    private func change(
        _ body: (inout State) throws(ContributionWriteError) -> Void
    ) throws(StoreError) {
        let result = state.withLock { state in
            Result { () throws(ContributionWriteError) in try body(&state) }
        }
        if case .failure(let error) = result { throw StoreError(.failed, path, error.reason, error.remedy) }
    }
}

extension InputSummary {
    /// An input by itself: whether other inputs have its records is not known.
    init(_ reading: InputReading) {
        let tally = reading.tally
        func sorted(_ counts: [(name: String, count: UInt64)]) -> [NamedCount] {
            counts.filter { $0.count > 0 }.map { NamedCount(name: $0.name, count: $0.count) }
                .sorted { $0.name.isByteOrdered(before: $1.name) }
        }
        self.init(
            location: reading.location, content: reading.content, format: reading.format, records: tally.records,
            accepted: tally.accepted, ignored: tally.ignoredTotal, rejected: tally.rejectedTotal, duplicates: 0,
            ignoredByRule: sorted(tally.ignored.map { ($0.key, $0.value) }),
            rejectedByReason: sorted(tally.rejected.map { ($0.key.rawValue, $0.value) }), damage: reading.damage,
            firstSeen: reading.firstSeen, lastSeen: reading.lastSeen, copies: [],
            firstRejection: tally.accepted == 0 ? tally.rejections.first : nil)
    }
}
