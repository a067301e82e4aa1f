import AccessModel
import Foundation

@testable import LogParsing

/// Reads `bytes` in chunks that end at `borders` (and at the end), as one batch.
func readEvents(
    _ bytes: [UInt8], borders: [Int] = [], context: ParserContext = ParserContext(), isDamaged: Bool = false
) -> AccessBatch {
    var parser = EventXMLParser(context: context)
    var batch = AccessBatch()
    var start = 0
    for end in borders + [bytes.count] {
        bytes[start..<end].withUnsafeBytes { parser.consume($0, into: &batch) }
        start = end
    }
    parser.finish(isDamaged: isDamaged, into: &batch)
    return batch
}

func readEvents(_ text: String, isDamaged: Bool = false) -> AccessBatch {
    readEvents(Array(text.utf8), isDamaged: isDamaged)
}

extension AccessBatch {
    /// `event_id|channel|logon_type|server|domain|name|sid|address|client|outcome`, a row of the contract.
    func row(_ access: Access) -> String {
        [
            "\(access.eventID)", access.channel.name(logonType: access.logonType), "\(access.logonType)",
            text(access.server), text(access.accountDomain), text(access.accountName), text(access.accountSID),
            text(access.address), text(access.clientName), access.outcome.name,
        ].joined(separator: "|")
    }

    var rows: [String] { accesses.map(row) }

    var renameRows: [String] {
        renames.map { rename in
            let texts = [rename.domain, rename.oldName, rename.newName, rename.sid, rename.computer].map(text)
            return "renamed " + (texts + [rename.time.text]).joined(separator: "|")
        }
    }

    /// Everything the batch says, for comparing two batches whose arenas differ.
    var lines: [String] {
        let accessLines = accesses.map { access in
            let key = access.record.map { "\(text($0.computer)),\(text($0.logChannel)),\($0.recordID)" } ?? "no record"
            return "\(row(access)) \(access.time.text) \(key) @\(access.offset) \(access.continuesRecord)"
        }
        let renameLines = zip(renames, renameRows).map { "\($1) @\($0.offset)" }
        let sightingLines = sightings.map {
            "\(text($0.computer)) \(text($0.logChannel)) \($0.time.text) \($0.logEvent)"
        }
        let rejectionLines = tally.rejections.map { "\($0.reason.rawValue) @\($0.offset) #\($0.record) \($0.detail)" }
        let ignored = tally.ignored.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return accessLines + renameLines + sightingLines + rejectionLines + ignored + ["accepted=\(tally.accepted)"]
    }

    /// `accepted/ignored/rejected`.
    var counts: String { "\(tally.accepted)/\(tally.ignoredTotal)/\(tally.rejectedTotal)" }
}

/// An event as a test writes it.
struct EventSample {
    var id = "4624"
    var provider: String? = "Microsoft-Windows-Security-Auditing"
    var logChannel: String? = "Security"
    var computer = "FS01.Corp.Example"
    var time = "2026-03-02T08:15:30.9876543Z"
    var recordID: String? = "42"
    var keywords = "0x8020000000000000"
    var data: KeyValuePairs<String, String> = [:]
    /// Content of `UserData`, instead of `EventData`.
    var userData: String?

    var xml: String {
        let fields = data.map { "<Data Name='\($0.key)'>\($0.value)</Data>" }.joined()
        let body = userData.map { "<UserData>\($0)</UserData>" } ?? "<EventData>\(fields)</EventData>"
        return "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>"
            + (provider.map { "<Provider Name='\($0)'/>" } ?? "") + "<EventID>\(id)</EventID>"
            + "<Keywords>\(keywords)</Keywords><TimeCreated SystemTime='\(time)'/>"
            + (recordID.map { "<EventRecordID>\($0)</EventRecordID>" } ?? "")
            + (logChannel.map { "<Channel>\($0)</Channel>" } ?? "")
            + "<Computer>\(computer)</Computer></System>\(body)</Event>"
    }

    func read() -> AccessBatch { readEvents(xml) }
}

/// Places tests find files in.
enum TestFiles {
    static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let eventSamples = package.appending(path: "samples/events", directoryHint: .isDirectory)
    /// Real logs, which are never part of the project: `HEADCOUNT_SHARED_DATA` or `../shared/data`.
    static let sharedData =
        ProcessInfo.processInfo.environment["HEADCOUNT_SHARED_DATA"].map { URL(fileURLWithPath: $0) }
        ?? package.deletingLastPathComponent().appending(path: "shared/data", directoryHint: .isDirectory)
}

/// A small generator with a fixed seed (SplitMix64), so that every run tests the same.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
