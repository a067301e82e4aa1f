import AccessModel
import Testing

@testable import EvidenceStore

/// From rows of the evidence back to the records, over random inputs: whatever the order and the parts they came in.
struct TracesTests {
    /// The record a place names, in the input that was read there.
    private func original(at place: RecordPlace, of input: TracedInput, in estate: RandomEstate) -> TestRecord? {
        estate.inputs.first { $0.content == input.content && $0.location == input.location }?.records.first {
            $0.offset == place.offset && $0.time == place.time
        }
    }

    /// True where one of the record's rows is the row of the evidence; web rows by what the settings leave as it is.
    private func gives(_ record: TestRecord, _ row: EvidenceRow, _ evidence: Evidence) -> Bool {
        func text(_ id: TextID) -> ExactText { evidence.texts[Int(id)] }
        return record.rows.contains { own in
            let isAccount = own.account == text(row.accountName) && own.domain == text(row.accountDomain)
            let isPlace = own.eventID == row.eventID && own.channel == row.channel && own.outcome == row.outcome
            let isClient =
                own.source == .web
                || own.server == text(row.server) && own.address == text(row.clientAddress)
                    && own.clientName == text(row.clientName)
            return isAccount && isPlace && isClient && record.day == row.day
        }
    }

    @Test(arguments: UInt64(1)...60) func everyRowLeadsToItsRecords(seed: UInt64) throws {
        let estate = RandomEstate(seed: seed)
        let folder = try TestFolder()
        let store = try folder.create()
        try estate.write(to: StoreWriter(store: store), seed: seed)
        let evidence = try store.evidence()
        let traces = try store.traces(of: Array(evidence.rows), in: evidence)
        #expect(traces.count == evidence.rows.count)
        for (row, inputs) in zip(evidence.rows, traces) {
            #expect(inputs.reduce(0) { $0 + $1.records } == row.count)
            #expect(inputs.compactMap { $0.places?.lowerBound.time }.min() == row.firstSeen)
            #expect(inputs.compactMap { $0.places?.upperBound.time }.max() == row.lastSeen)
            for trace in inputs {
                let places = try #require(trace.places)
                for place in [places.lowerBound, places.upperBound] {
                    let record = try #require(original(at: place, of: trace.input, in: estate), "\(row) \(place)")
                    #expect(gives(record, row, evidence))
                    #expect(record.identity?.recordID == place.event?.recordID)
                    #expect(record.identity?.computer.string == place.event?.computer)
                }
            }
        }
    }

    @Test(arguments: UInt64(1)...40) func everyVisitLeadsToItsInputs(seed: UInt64) throws {
        let estate = RandomEstate(seed: seed)
        let folder = try TestFolder()
        let store = try folder.create()
        try estate.write(to: StoreWriter(store: store), seed: seed)
        let evidence = try store.evidence()
        for (visit, inputs) in zip(evidence.visits, try store.traces(of: evidence.visits, in: evidence)) {
            #expect(inputs.reduce(0) { $0 + $1.records } == visit.count)
            #expect(Set(inputs.map(\.input)).count == inputs.count)
        }
    }

    /// A copy that says less lost its event to another row: it is no record of its own row any more.
    @Test func aCopyThatLostIsNotShown() throws {
        let folder = try TestFolder()
        let store = try folder.create()
        let bare = TestRecord.event(id: 1, at: "2026-10-01T08:00:00", offset: 0, .event(clientName: ""))
        let later = TestRecord.event(id: 2, at: "2026-10-01T08:00:00", offset: 500, .event(clientName: ""))
        let fuller = TestRecord.event(id: 1, at: "2026-10-01T08:00:00", offset: 40, .event(clientName: "pc1"))
        try store.add(TestInput(1, path: "a.xml", [bare, later]))
        try store.add(TestInput(2, path: "b.xml", [fuller]))
        try store.settle()
        let evidence = try store.evidence()
        let index = try #require(evidence.rows.firstIndex { $0.clientName == 0 })
        let traces = try store.traces(of: [evidence.rows[index]], in: evidence)
        #expect(traces[0].map(\.records) == [1])
        #expect(traces[0][0].places?.lowerBound.offset == 500)
    }
}
