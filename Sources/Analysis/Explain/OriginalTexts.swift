import AccessModel
import LogInput
import PositionModel

/// Gives records their texts, reading every input once, where the record at a place is the one the evidence claims.
struct OriginalTexts {
    private let folders: [String]
    private let settings: OrganisationSettings
    private var wanted: [TracedInput: Set<UInt64>] = [:]
    private var found: [TracedInput: Found] = [:]
    private var unavailable: [TracedInput: String] = [:]

    private struct Found {
        var texts: [UInt64: RecordTexts.Found]
        /// What the records at the offsets asked for say.
        var facts: [UInt64: Set<RecordFacts>]
        var note = ""
    }

    init(folders: [String], settings: OrganisationSettings) {
        self.folders = folders
        self.settings = settings
    }

    mutating func want(_ place: RecordPlace, of input: TracedInput) {
        wanted[input, default: []].insert(place.offset)
    }

    mutating func read() {
        let inputs = wanted.keys.sorted(by: TracedInput.isOrdered)
        let originals = OriginalInputs(inputs: inputs, folders: folders)
        let read = originals.read { input, reader throws(InputError) -> Found in
            try self.read(reader, input, wanted[input] ?? [])
        }
        var files = FoundFiles()
        for input in inputs {
            switch read[input] {
            case .success(let read):
                found[input] = read.value
                found[input]?.note = files.note(of: read.path, scannedAs: read.place)
            case .failure(let error): unavailable[input] = error.reason
            case nil: continue
            }
        }
    }

    private func read(
        _ reader: InputReader, _ input: TracedInput, _ offsets: Set<UInt64>
    ) throws(InputError) -> Found {
        var texts = RecordTexts(
            offsets: offsets, encoding: reader.encoding, start: reader.byteOrderMarkLength,
            isEventLog: reader.format == .eventXML)
        let reading = AccessReading(input, settings: settings)
        var facts: [UInt64: Set<RecordFacts>] = [:]
        try reading.forEach(reader, chunk: { texts.consume($0) }, forget: { facts = [:] }) { access, batch in
            guard offsets.contains(access.offset) else { return }
            facts[access.offset, default: []].insert(reading.facts(of: access, in: batch))
        }
        return Found(texts: texts.found, facts: facts)
    }

    /// - Parameter claim: what the evidence says the record is.
    func record(at place: RecordPlace, of input: TracedInput, claim: RecordFacts) -> ExplainedRecord {
        var record = ExplainedRecord(
            path: input.location.path, member: input.location.member, sha256: input.location.sha256,
            offset: place.offset, time: place.time.text)
        record.computer = place.event?.computer
        record.log = place.event?.logChannel
        record.recordId = place.event.map { String($0.recordID) }
        guard let found = found[input] else {
            record.note = unavailable[input] ?? ""
            return record
        }
        guard wanted[input]?.contains(place.offset) == true else { return record }
        guard found.facts[place.offset]?.contains(claim) == true, let text = found.texts[place.offset] else {
            record.note =
                "no such record is at this byte, though the file is the one that was scanned: the store has been changed, "
                + "or was made by a version that reads it otherwise. `headcount verify` tells; scan the logs again."
            return record
        }
        record.text = text.text
        if input.format != .eventXML { record.line = text.line }
        let cut = text.isCut ? "cut after \(RecordTexts.longest) bytes" : ""
        record.note = [found.note, cut].filter { !$0.isEmpty }.joined(separator: "; ")
        return record
    }
}
