import AccessModel
import Analysis
import EvidenceStore
import Foundation
import PositionModel
import Reporting
import Testing

/// Web logs that other log analysers are known to have lost, misjudged or choked on: each case by the name of its report,
/// from the file to the store.
@Suite struct PeerWebCases {
    private let head = """
        #Software: Microsoft Internet Information Services 10.0\r
        #Version: 1.0\r
        #Date: 2026-03-01 00:00:00\r
        #Fields: date time s-ip cs-uri-stem cs-username c-ip sc-status\r

        """

    private func line(_ number: Int, time: String = "2026-03-01 08:00:00") -> String {
        "\(time) 192.0.2.10 /page CORP\\user\(number) 10.0.\(number >> 8 & 255).\(number & 255) 200\r\n"
    }

    private func scan(
        _ bytes: [UInt8], in workspace: Workspace
    ) async throws -> (store: EvidenceStore, input: InputSummary, summary: ScanSummary) {
        let path = try workspace.write(bytes, to: "logs/u_ex260301.log")
        let store = try EvidenceStore.open(path: workspace.file("a.store"), mode: .create)
        let summary = try await Scan.run(paths: [path], into: store)
        #expect(summary.unread.isEmpty && summary.totals.tiesOut)
        return (store, try #require(summary.inputs.first), summary)
    }

    @Test(
        "plaso#5029: one byte of Windows-1252, within and behind what is looked at first", arguments: [40_200, 80_101])
    func oneByteOfWindows1252(offset: Int) async throws {
        let workspace = try Workspace()
        var bytes = Array(head.utf8)
        var count = 1
        while bytes.count < offset - 200 {
            bytes += Array(line(count).utf8)
            count += 1
        }
        // A path long enough to bring the byte to the offset of the report.
        let (begin, user) = (Array("2026-03-01 08:00:00 192.0.2.10 /".utf8), Array(" CORP\\j".utf8))
        let path = [UInt8](repeating: UInt8(ascii: "p"), count: offset - bytes.count - begin.count - user.count)
        bytes += begin + path + user + [0xFC] + Array("rg 10.9.9.9 200\r\n".utf8)
        #expect(bytes.firstIndex(of: 0xFC) == offset)
        while bytes.count < 160_000 {
            bytes += Array(line(count).utf8)
            count += 1
        }

        let (store, input, _) = try await scan(bytes, in: workspace)
        #expect(input.format == .w3c && input.rejected == 0 && input.accepted == UInt64(count))
        let evidence = try store.evidence()
        let names = Set(evidence.rows.map { evidence.text($0.accountName) })
        #expect(names.count == count && names.contains("j\u{FC}rg"))
    }

    @Test("plaso#4101: more bad lines in a row than others put up with", arguments: [21, 5000])
    func badLinesInARow(bad: Int) async throws {
        let workspace = try Workspace()
        let rubbish = (0..<bad).map { "rubbish \($0)\r\n" }.joined()
        let good = (0..<300).map { line($0) }
        let log = head + good[..<100].joined() + rubbish + good[100...].joined()
        let (store, input, _) = try await scan(Array(log.utf8), in: workspace)
        #expect(input.accepted == 300 && input.rejected == UInt64(bad))
        #expect(input.rejectedByReason == [NamedCount(name: "wrong column count", count: UInt64(bad))])
        #expect(try store.evidence().rows.count == 300)
        #expect(try store.rejections().first?.rejection.record == 105)
    }

    @Test(
        "goaccess --num-tests: the first lines judge nothing, under #Fields or before it", arguments: [10, 100, 5000])
    func theFirstLinesAreBad(bad: Int) async throws {
        for isUnderFields in [true, false] {
            let workspace = try Workspace()
            let rubbish = (0..<bad).map { "2026-03-01 rubbish\($0)\r\n" }.joined()
            let good = (0..<50).map { line($0) }.joined()
            let log = (isUnderFields ? head : "#Version: 1.0\r\n") + rubbish + (isUnderFields ? "" : head) + good
            let (_, input, _) = try await scan(Array(log.utf8), in: workspace)
            #expect(input.format == .w3c && input.accepted == 50 && input.rejected == UInt64(bad), "\(isUnderFields)")
        }
    }

    @Test("goaccess 1.11: a list of errors without end", .timeLimit(.minutes(10)))
    func theListOfErrorsIsBounded() async throws {
        let workspace = try Workspace()
        let bad = 60_000
        // Three reasons, each far more often than is listed.
        let lines = (0..<bad).map {
            "x\($0)\r\n2026-13-01 08:00:00 192.0.2.10 /a ann\($0) 10.0.0.1 200\r\n"
        }
        let log =
            "#Version: 1.0\r\n2026-03-01 y\r\n" + String(repeating: "2026-03-01 y\r\n", count: bad) + head
            + lines.joined() + line(1)
        let (store, input, summary) = try await scan(Array(log.utf8), in: workspace)
        #expect(input.accepted == 1 && input.rejected == UInt64(3 * bad + 1))
        let listed = try store.rejections()
        #expect(listed.count == 3 * RecordTally.rejectionsKeptPerReason)
        let csv = InputsCSV.rejects(listed.map { ($0.location, $0.rejection) }, of: summary.inputs)
        #expect(csv.split(whereSeparator: \.isNewline).count == 1 + listed.count + 3)
        for more in [bad - 999, bad - 1000] { #expect(csv.contains("and \(more) more records, not listed")) }
    }

    @Test("EvtxECmd#233: time goes backwards, and back again")
    func timeGoesBackwards() async throws {
        let workspace = try Workspace()
        let times = [
            "2026-03-05 12:00:00", "2026-03-01 23:59:59", "2026-03-09 00:00:01", "2026-02-27 08:00:00",
            "2026-03-05 11:59:59",
        ]
        let log = head + times.map { line(1, time: $0) }.joined()
        let (store, input, _) = try await scan(Array(log.utf8), in: workspace)
        #expect(input.accepted == 5 && input.rejected == 0)
        #expect(input.firstSeen?.text == "2026-02-27T08:00:00.000Z")
        #expect(input.lastSeen?.text == "2026-03-09T00:00:01.000Z")
        let rows = try store.evidence().rows.sorted { $0.firstSeen < $1.firstSeen }
        #expect(rows.map(\.day.text) == ["2026-02-27", "2026-03-01", "2026-03-05", "2026-03-09"])
        #expect(rows.map(\.count) == [1, 1, 2, 1])
        #expect(rows[2].firstSeen.text == "2026-03-05T11:59:59.000Z")
        #expect(rows[2].lastSeen.text == "2026-03-05T12:00:00.000Z")
    }

    @Test("Flexera: evidence of IPv6 addresses alone is evidence of outsiders")
    func onlyIPv6() async throws {
        let workspace = try Workspace()
        func visit(_ user: String, _ client: String) -> String {
            "2026-03-01 08:00:00 fd00::10 / \(user) \(client) 200\r\n"
        }
        let log =
            head + visit("-", "2a02:8109:1:2::3") + visit("-", "2A02:8109:1:2:0:0:0:3") + visit("-", "2001:4860::8888")
            + visit("PARTNER\\pia", "2606:4700::1111%4") + visit("-", "fd00::77") + visit("-", "fe80::1%3")
        let (store, _, _) = try await scan(Array(log.utf8), in: workspace)
        let report = try ExternalRun.report(store: store, window: nil)
        let found = try #require(report.lines.first)
        #expect(report.lines.count == 1 && found.exposed == .yes && found.firstDay == "2026-03-01")
        #expect(found.anonymousVisitors.value == 2 && found.unknownRelation == 1 && found.internalAddresses == 2)
    }
}
