import AccessModel
import Foundation
import Testing

@testable import LogParsing

/// The small files under `samples/events`, each named by its exporter or its defect.
@Suite struct WindowsEventSampleTests {
    struct Expectation: Sendable {
        var file: String
        /// `accepted/ignored/rejected`.
        var counts: String
        /// Account, address and workstation of the rows, in order.
        var rows: [String]
        var rejected: [RejectionReason: UInt64] = [:]
    }

    static let expectations: [Expectation] = [
        Expectation(
            file: "event-viewer-one-line.xml", counts: "2/1/0",
            rows: ["corp\\alice 192.0.2.10 pc-alice", "corp\\bob 192.0.2.11 pc-bob"]),
        Expectation(
            file: "event-viewer-rendered-in-spanish.xml", counts: "1/0/0", rows: ["corp\\alice 192.0.2.10 pc-alice"]),
        Expectation(
            file: "wevtutil-without-root.xml", counts: "2/1/0",
            rows: ["corp\\alice 192.0.2.10 pc-alice", "corp\\bob 192.0.2.11 pc-bob"]),
        Expectation(
            file: "evtx_dump-record-lines.xml", counts: "2/0/0",
            rows: ["corp\\o'hara 192.0.2.10 ", "corp\\bob  "]),
        Expectation(
            file: "python-evtx-xml-1.1.xml", counts: "1/0/0", rows: ["corp\\alice 192.0.2.10 pc-alice"]),
        Expectation(
            file: "libevtx-preamble.xml", counts: "2/1/0", rows: ["corp\\alice 192.0.2.10 ", "corp\\bob  "]),
        Expectation(
            file: "viewer-copy-collapse-markers.xml", counts: "1/0/0", rows: ["corp\\alice 192.0.2.10 pc-alice"]),
        Expectation(
            file: "flattened-field-elements.xml", counts: "1/0/0", rows: ["corp\\alice 192.0.2.10 "]),
        Expectation(
            file: "text-between-events.xml", counts: "2/0/1",
            rows: ["corp\\alice 192.0.2.10 pc-alice", "corp\\bob 192.0.2.11 pc-bob"],
            rejected: [.textBetweenRecords: 1]),
        Expectation(
            file: "control-characters.xml", counts: "1/1/0",
            rows: ["corp\\al\u{FFFD}ice\u{FFFD} 192.0.2.10 pc-alice"]),
        Expectation(
            file: "forbidden-references.xml", counts: "1/0/0",
            rows: ["corp\\al\u{FFFD}i\u{FFFD}c\u{FFFD}e 192.0.2.10 pc\u{FFFD}\u{FFFD}"]),
        Expectation(
            file: "nested-empty-event.xml", counts: "1/1/0", rows: ["corp\\alice 192.0.2.10 pc-alice"]),
        Expectation(
            file: "cut-by-next-event.xml", counts: "2/0/2",
            rows: ["corp\\bob 192.0.2.11 pc-bob", "corp\\bob 192.0.2.11 pc-bob"], rejected: [.truncatedRecord: 2]),
        Expectation(
            file: "cut-without-namespace.xml", counts: "1/0/1", rows: ["corp\\alice 192.0.2.10 pc-alice"],
            rejected: [.truncatedRecord: 1]),
        Expectation(
            file: "cut-at-end.xml", counts: "1/0/1", rows: ["corp\\alice 192.0.2.10 pc-alice"],
            rejected: [.truncatedRecord: 1]),
        Expectation(
            file: "ansi-bytes-in-utf-8.xml", counts: "2/0/0",
            rows: ["corp\\müller 192.0.2.10 büro-€", "corp\\müller 192.0.2.10 pc-alice"]),
        Expectation(
            file: "undeclared-entity.xml", counts: "1/0/2", rows: ["corp\\r&d 192.0.2.10 pc-alice"],
            rejected: [.malformedRecord: 2]),
        Expectation(
            file: "field-named-twice.xml", counts: "1/0/0", rows: ["corp\\alice 192.0.2.10 pc-alice"]),
        Expectation(
            file: "exports-joined-with-byte-order-mark.xml", counts: "2/0/1",
            rows: ["corp\\alice 192.0.2.10 pc-alice", "corp\\bob 192.0.2.11 pc-bob"],
            rejected: [.textBetweenRecords: 1]),
        Expectation(
            file: "no-time-or-computer.xml", counts: "0/0/6", rows: [],
            rejected: [.noUsableTime: 3, .noComputer: 1, .malformedRecord: 1, .unreadableValue: 1]),
        Expectation(
            file: "event-tags-in-sections-and-values.xml", counts: "1/0/1",
            rows: ["corp\\al</event>ice 192.0.2.10 pc-alice"], rejected: [.malformedRecord: 1]),
        Expectation(file: "log-cleared.xml", counts: "0/3/0", rows: []),
    ]

    static func bytes(of file: String) throws -> [UInt8] {
        Array(try Data(contentsOf: TestFiles.eventSamples.appending(path: file)))
    }

    @Test(arguments: expectations) func sampleReads(expected: Expectation) throws {
        let bytes = try Self.bytes(of: expected.file)
        let batch = readEvents(bytes)
        #expect(batch.counts == expected.counts)
        #expect(batch.tally.rejected == expected.rejected)
        #expect(
            batch.accesses.map {
                let domain = batch.text($0.accountDomain)
                return "\(domain)\\\(batch.text($0.accountName)) \(batch.text($0.address)) \(batch.text($0.clientName))"
            } == expected.rows)
        for access in batch.accesses {
            #expect(bytes[Int(access.offset)...].starts(with: "<Event".utf8))
        }
    }

    @Test func everySampleIsExpected() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: TestFiles.eventSamples.path)
        #expect(files.filter { $0.hasSuffix(".xml") }.sorted() == Self.expectations.map(\.file).sorted())
    }

    @Test(arguments: expectations) func sampleReadsTheSameInAnyChunks(expected: Expectation) throws {
        let bytes = try Self.bytes(of: expected.file)
        let whole = readEvents(bytes).lines
        #expect(readEvents(bytes, borders: Array(bytes.indices)).lines == whole)
        // Every border of the smaller ones, every seventh of the others.
        for border in stride(from: 0, through: bytes.count, by: bytes.count < 1200 ? 1 : 7)
        where readEvents(bytes, borders: [border]).lines != whole {
            Issue.record("\(expected.file) split at \(border)")
            break
        }
    }

    @Test func clearedLogIsTheOneTheRecordNames() throws {
        let batch = readEvents(try Self.bytes(of: "log-cleared.xml"))
        #expect(
            batch.sightings.map { "\(batch.text($0.logChannel)) \($0.logEvent)" } == [
                "Security cleared", "System none",
                "Microsoft-Windows-TerminalServices-LocalSessionManager/Operational cleared",
                "Microsoft-Windows-TerminalServices-RDPClient/Operational none",
            ])
        #expect(batch.tally.ignored == ["life-cycle": 2, "client-side": 1])
    }
}
