import AccessModel
import LogInput
import PositionModel

/// Gives records their texts, reading every input once.
struct OriginalTexts {
    let folders: [String]
    private var wanted: [TracedInput: Set<UInt64>] = [:]
    private var found: [TracedInput: [UInt64: RecordTexts.Found]] = [:]
    private var unavailable: [TracedInput: String] = [:]

    init(folders: [String]) { self.folders = folders }

    mutating func want(_ place: RecordPlace, of input: TracedInput) {
        wanted[input, default: []].insert(place.offset)
    }

    mutating func read() {
        for (input, offsets) in wanted {
            do throws(OriginalInput.Unavailable) {
                found[input] = try OriginalInput(input: input, folders: folders).read {
                    reader throws(InputError) in
                    try RecordTexts.read(reader, offsets: offsets)
                }
            } catch {
                unavailable[input] = error.reason
            }
        }
    }

    func record(at place: RecordPlace, of input: TracedInput) -> ExplainedRecord {
        var record = ExplainedRecord(
            path: input.location.path, member: input.location.member, sha256: input.location.sha256,
            offset: place.offset, time: place.time.text)
        record.computer = place.event?.computer
        record.log = place.event?.logChannel
        record.recordId = place.event.map { String($0.recordID) }
        if let text = found[input]?[place.offset] {
            record.text = text.text
            if input.format != .eventXML { record.line = text.line }
            if text.isCut { record.note = "cut after \(RecordTexts.longest) bytes" }
        } else if let reason = unavailable[input] {
            record.note = reason
        }
        return record
    }
}
