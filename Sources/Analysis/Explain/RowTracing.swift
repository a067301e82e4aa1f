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

    /// A record of a row, where it is, and what the row claims of it.
    private struct End {
        var input: TracedInput
        var place: RecordPlace
        var claim: RecordFacts

        /// By time; of one time by content, then by offset.
        static func isOrdered(_ a: End, before b: End) -> Bool {
            if a.place.time != b.place.time { return a.place.time < b.place.time }
            return a.input.content == b.input.content
                ? a.place.offset < b.place.offset : a.input.content < b.input.content
        }
    }

    /// A row of the evidence or an anonymous visit, with where it is from.
    private struct Traced {
        var row: ExplainedRow
        var traces: [InputTrace]
        /// The first and the last record of all inputs.
        var first: End?
        var last: End?

        init(row: ExplainedRow, traces: [InputTrace], claim: (Instant) -> RecordFacts) {
            self.row = row
            self.traces = traces
            func ends(_ place: (ClosedRange<RecordPlace>) -> RecordPlace) -> [End] {
                traces.compactMap { trace in
                    trace.places.map { places in
                        End(input: trace.input, place: place(places), claim: claim(place(places).time))
                    }
                }
            }
            first = ends(\.lowerBound).min(by: End.isOrdered)
            last = ends(\.upperBound).max(by: End.isOrdered)
        }
    }

    func trace(into explanation: inout Explanation) throws(StoreError) {
        var traced = try rows() + visits()
        explanation.rowCount = traced.count
        explanation.inputs = inputs(of: traced)
        explanation.records = traced.reduce(0) { Int(clamping: UInt64($0).addedClamped(UInt64($1.row.count))) }
        explanation.counted = counted(traced)
        let first = traced.compactMap(\.first).min(by: End.isOrdered)
        let last = traced.compactMap(\.last).max(by: End.isOrdered)
        traced.removeLast(traced.count - min(traced.count, query.limit ?? traced.count))

        var texts = OriginalTexts(folders: query.folders, settings: evidence.settings)
        if query.texts != .none {
            for end in [first, last].compactMap({ $0 }) { texts.want(end.place, of: end.input) }
        }
        if query.texts == .all {
            for end in traced.flatMap({ [$0.first, $0.last] }).compactMap({ $0 }) {
                texts.want(end.place, of: end.input)
            }
        }
        texts.read()
        func record(_ end: End) -> ExplainedRecord { texts.record(at: end.place, of: end.input, claim: end.claim) }
        explanation.rows = traced.map { traced in
            var row = traced.row
            row.first = traced.first.map(record)
            row.last = traced.last.map(record)
            return row
        }
        explanation.first = first.map(record)
        explanation.last = last.map(record)
    }

    /// What the rows count as, in the order of `RowCounting`.
    private func counted(_ traced: [Traced]) -> [CountedRows] {
        var sums: [ExactText: CountedRows] = [:]
        for row in traced.map(\.row) {
            var sum = sums[ExactText(row.countsAs)] ?? CountedRows(countsAs: row.countsAs, rows: 0, records: 0)
            sum.rows += 1
            sum.records = Int(clamping: UInt64(sum.records).addedClamped(UInt64(row.count)))
            sums[ExactText(row.countsAs)] = sum
        }
        return RowCounting.names.compactMap { sums[ExactText($0)] }
    }

    // MARK: Rows and visits

    private func rows() throws(StoreError) -> [Traced] {
        let positions = evidence.rows.indices.filter { position in
            isWanted(evidence.rows[position].outcome) && selection.holds(row: position)
                && query.figure.map { selection.membership.key(ofRow: position, in: $0) != nil } ?? true
        }
        let traces = try store.traces(of: positions.map { evidence.rows[$0] }, in: evidence)
        return zip(positions, traces).map { position, traces in
            Traced(row: explained(row: position, traces), traces: traces) { time in
                RecordFacts(evidence.rows[position], at: time, in: evidence)
            }
        }
    }

    /// Failures are rows only where they are asked for: their names may be what somebody typed into the wrong box.
    private func isWanted(_ outcome: Outcome) -> Bool { outcome == .success || query.includesFailures }

    private func visits() throws(StoreError) -> [Traced] {
        let positions = evidence.visits.indices.filter { position in
            isWanted(evidence.visits[position].outcome) && selection.holds(visit: position)
                && query.figure.map { selection.membership.key(ofVisit: position, in: $0) != nil } ?? true
        }
        var traces = try store.traces(of: positions.map { evidence.visits[$0] }, in: evidence)
        if query.texts != .none {
            VisitSearch(evidence, folders: query.folders).find(positions.map { evidence.visits[$0] }, in: &traces)
        }
        return zip(positions, traces).map { position, traces in
            Traced(row: explained(visit: position, traces), traces: traces) { time in
                RecordFacts(evidence.visits[position], at: time, in: evidence)
            }
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
        let counting = identities.counting(ofRow: position, in: evidence)
        return switch counting {
        case .access where identities.isAmbiguous(identities.rows[position]):
            (counting.name, JoinRules.ambiguousName.id)
        case .access, .machine, .visit: (counting.name, identities.rows[position].clientRule)
        case .lead, .attempt: (counting.name, "")
        case .nothing(let rule): (counting.name, rule)
        }
    }

    private func explained(visit position: Int, _ traces: [InputTrace]) -> ExplainedRow {
        let visit = evidence.visits[position]
        var explained = ExplainedRow(
            server: evidence.text(visit.server), source: EvidenceSource.web.name, eventId: 0,
            channel: Channel.web.name(logonType: 0), logonType: 0, accountDomain: "", accountName: "", accountSid: "",
            clientAddress: evidence.text(visit.clientAddress), clientName: "", site: evidence.text(visit.site),
            outcome: visit.outcome.name, day: visit.day.text, count: Int(clamping: visit.count),
            countsAs: selection.membership.counting(ofVisit: position).name, rule: "")
        explained.inputs = traces.map(\.input.location.display)
        return explained
    }

    private func inputs(of traced: [Traced]) -> [ExplainedInput] {
        var records: [TracedInput: UInt64] = [:]
        for trace in traced.flatMap(\.traces) {
            records[trace.input] = (records[trace.input] ?? 0).addedClamped(trace.records)
        }
        let inputs = records.keys.sorted(by: TracedInput.isOrdered)
        return inputs.map { input in
            ExplainedInput(
                path: input.location.path, member: input.location.member, sha256: input.location.sha256,
                content: input.content.hex, format: input.format.rawValue, bytes: input.location.bytes,
                records: Int(clamping: records[input] ?? 0), copies: input.copies.map(\.display))
        }
    }
}
