import AccessModel
import LogInput

/// Finds the lines of anonymous visits by reading their inputs again: a store keeps whose they are, not where.
struct VisitSearch {
    private let evidence: Evidence
    private let folders: [String]

    init(_ evidence: Evidence, folders: [String]) {
        self.evidence = evidence
        self.folders = folders
    }

    /// What tells the lines of one visit.
    private struct Key: Hashable {
        var server, site, client: ExactText
        var outcome: Outcome
        var day: Day
    }

    /// Gives the traces their places where the inputs are still there.
    func find(_ visits: [AnonymousVisit], in traces: inout [[InputTrace]]) {
        var wanted: [TracedInput: [Key: Int]] = [:]
        for (index, visit) in visits.enumerated() {
            let key = Key(
                server: text(visit.server), site: text(visit.site), client: text(visit.clientAddress),
                outcome: visit.outcome, day: visit.day)
            for trace in traces[index] { wanted[trace.input, default: [:]][key] = index }
        }
        let inputs = wanted.keys.sorted(by: TracedInput.isOrdered)
        let read = OriginalInputs(inputs: inputs, folders: folders).read { input, reader throws(InputError) in
            try lines(of: wanted[input] ?? [:], in: input, reader)
        }
        for input in inputs {
            guard case .success(let read) = read[input] else { continue }
            for (index, places) in read.value {
                for place in traces[index].indices where traces[index][place].input == input {
                    traces[index][place].places = places
                }
            }
        }
    }

    private func text(_ id: TextID) -> ExactText { evidence.texts[Int(id)] }

    private func lines(
        of keys: [Key: Int], in input: TracedInput, _ reader: InputReader
    ) throws(InputError) -> [Int: ClosedRange<RecordPlace>] {
        let reading = AccessReading(input, settings: evidence.settings)
        var found: [Int: ClosedRange<RecordPlace>] = [:]
        try reading.forEach(reader, forget: { found = [:] }) { access, batch in
            guard access.isAnonymousVisit, access.channel.standing != .no else { return }
            let key = Key(
                server: reading.server(of: access, in: batch), site: ExactText(batch.text(access.site)),
                client: reading.client(of: access, in: batch), outcome: access.outcome, day: Day(access.time))
            guard let index = keys[key] else { return }
            let place = RecordPlace(time: access.time, offset: access.offset)
            found[index] = found[index].map { min($0.lowerBound, place)...max($0.upperBound, place) } ?? place...place
        }
        return found
    }
}
