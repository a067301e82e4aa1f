import AccessModel
import EvidenceStore
import Identity
import PositionModel

/// The rows behind a selection, with the inputs and the records behind each.
struct RowTracing {
    private let selection: ExplainSelection
    private let query: ExplainQuery
    private let store: EvidenceStore
    private var evidence: Evidence { selection.evidence }
    private var identities: Identities { selection.identities }

    init(_ selection: ExplainSelection, _ query: ExplainQuery, store: EvidenceStore) {
        self.selection = selection
        self.query = query
        self.store = store
    }

    /// A row of the evidence or an anonymous visit, with where it is from.
    private struct Traced {
        var row: ExplainedRow
        var traces: [InputTrace]
        /// The first and the last record of all inputs, each with its input.
        var first: (input: TracedInput, place: RecordPlace)?
        var last: (input: TracedInput, place: RecordPlace)?
    }

    func trace(into explanation: inout Explanation) throws(StoreError) {
        var traced = try rows() + visits()
        explanation.rowCount = traced.count
        explanation.inputs = inputs(of: traced)
        explanation.records = traced.reduce(0) { Int(clamping: UInt64($0).addedClamped(UInt64($1.row.count))) }
        for index in traced.indices { findEnds(of: &traced[index]) }
        let firsts = traced.indices.compactMap { traced[$0].first }
        let lasts = traced.indices.compactMap { traced[$0].last }
        let first = firsts.min { RowTracing.isBefore($0, $1) }
        let last = lasts.max { RowTracing.isBefore($0, $1) }
        traced.removeLast(traced.count - min(traced.count, query.limit ?? traced.count))

        var texts = OriginalTexts(folders: query.folders)
        if query.texts != .none {
            for end in [first, last].compactMap({ $0 }) { texts.want(end.place, of: end.input) }
        }
        if query.texts == .all {
            for end in traced.flatMap({ [$0.first, $0.last] }).compactMap({ $0 }) {
                texts.want(end.place, of: end.input)
            }
        }
        texts.read()
        explanation.rows = traced.map { traced in
            var row = traced.row
            row.first = traced.first.map { texts.record(at: $0.place, of: $0.input) }
            row.last = traced.last.map { texts.record(at: $0.place, of: $0.input) }
            return row
        }
        explanation.first = first.map { texts.record(at: $0.place, of: $0.input) }
        explanation.last = last.map { texts.record(at: $0.place, of: $0.input) }
    }

    private func findEnds(of traced: inout Traced) {
        let ends = traced.traces.compactMap { trace in trace.places.map { (trace.input, $0) } }
        traced.first = ends.map { ($0.0, $0.1.lowerBound) }.min { RowTracing.isBefore($0, $1) }
        traced.last = ends.map { ($0.0, $0.1.upperBound) }.max { RowTracing.isBefore($0, $1) }
    }

    /// By time; of one time by content, then by offset.
    private static func isBefore(
        _ a: (input: TracedInput, place: RecordPlace), _ b: (input: TracedInput, place: RecordPlace)
    ) -> Bool {
        if a.place.time != b.place.time { return a.place.time < b.place.time }
        return a.input.content == b.input.content
            ? a.place.offset < b.place.offset : a.input.content < b.input.content
    }

    // MARK: Rows and visits

    private func rows() throws(StoreError) -> [Traced] {
        let positions = evidence.rows.indices.filter { position in
            selection.holds(row: position)
                && (query.includesFailures || evidence.rows[position].outcome == .success)
        }
        let traces = try store.traces(of: positions.map { evidence.rows[$0] }, in: evidence)
        return zip(positions, traces).map { position, traces in
            Traced(row: explained(row: position, traces), traces: traces)
        }
    }

    private func visits() throws(StoreError) -> [Traced] {
        let positions = evidence.visits.indices.filter { position in
            selection.holds(visit: position)
                && (query.includesFailures || evidence.visits[position].outcome == .success)
        }
        var traces = try store.traces(of: positions.map { evidence.visits[$0] }, in: evidence)
        if query.texts != .none {
            VisitSearch(evidence, folders: query.folders).find(positions.map { evidence.visits[$0] }, in: &traces)
        }
        return zip(positions, traces).map { position, traces in
            Traced(row: explained(visit: position, traces), traces: traces)
        }
    }

    private func explained(row position: Int, _ traces: [InputTrace]) -> ExplainedRow {
        let row = evidence.rows[position]
        func text(_ id: TextID) -> String { evidence.text(id) }
        let (countsAs, rule) = counting(ofRow: position)
        var explained = ExplainedRow(
            server: text(row.server), source: row.source.name, eventId: Int(row.eventID),
            channel: row.channel.name(logonType: row.logonType), logonType: Int(row.logonType),
            accountDomain: text(row.accountDomain), accountName: text(row.accountName),
            accountSid: text(row.accountSID), clientAddress: text(row.clientAddress),
            clientName: text(row.clientName), site: text(row.site), outcome: row.outcome.name, day: row.day.text,
            count: Int(clamping: row.count), countsAs: countsAs, rule: rule)
        explained.inputs = traces.map(\.input.location.display)
        return explained
    }

    private func counting(ofRow position: Int) -> (countsAs: String, rule: String) {
        let clientRule = identities.rows[position].clientRule
        return switch identities.counting(ofRow: position, in: evidence) {
        case .access: ("access", clientRule)
        case .machine: ("machine", clientRule)
        case .visit: ("visit", clientRule)
        case .lead: ("lead", "")
        case .attempt: ("attempt", "")
        case .nothing(let rule): ("nothing", rule)
        }
    }

    private func explained(visit position: Int, _ traces: [InputTrace]) -> ExplainedRow {
        let visit = evidence.visits[position]
        var explained = ExplainedRow(
            server: evidence.text(visit.server), source: EvidenceSource.web.name, eventId: 0,
            channel: Channel.web.name(logonType: 0), logonType: 0, accountDomain: "", accountName: "", accountSid: "",
            clientAddress: evidence.text(visit.clientAddress), clientName: "", site: evidence.text(visit.site),
            outcome: visit.outcome.name, day: visit.day.text, count: Int(clamping: visit.count),
            countsAs: visit.outcome == .success ? "visit" : "attempt", rule: "")
        explained.inputs = traces.map(\.input.location.display)
        return explained
    }

    private func inputs(of traced: [Traced]) -> [ExplainedInput] {
        var records: [TracedInput: UInt64] = [:]
        for trace in traced.flatMap(\.traces) {
            records[trace.input] = (records[trace.input] ?? 0).addedClamped(trace.records)
        }
        let inputs = records.keys.sorted { a, b in
            a.location == b.location ? a.content < b.content : a.location < b.location
        }
        return inputs.map { input in
            ExplainedInput(
                path: input.location.path, member: input.location.member, sha256: input.location.sha256,
                content: input.content.hex, format: input.format.rawValue, bytes: input.location.bytes,
                records: Int(clamping: records[input] ?? 0), copies: input.copies.map(\.display))
        }
    }
}
