import AccessModel
import Analysis
import EvidenceStore
import Foundation
import Testing

/// DHCP logs from the file to the evidence.
@Suite struct LeaseScanTests {
    private static let samples = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("samples/dhcp").path

    @Test func inspectSaysWhatALogHolds() throws {
        let found = Inspection.run(paths: [Self.samples + "/clean-v4.log"])
        let input = try #require(found.inputs.first)
        #expect(found.unread.isEmpty && input.format == "dhcp" && input.records == 18 && input.accepted == 0)
        #expect(input.leases == 5 && input.fields == ["lease hardware", "lease name"])
        #expect(input.firstSeen == "2026-10-05T08:00:01" && input.lastSeen == "2026-10-05T17:30:00")
        let question = try #require(found.questions.first { $0.question.contains("behind an address") })
        #expect(question.answer == .yes && question.why.contains("time_zones"))
    }

    @Test func inspectReadsUTF16() throws {
        let input = try #require(Inspection.run(paths: [Self.samples + "/utf16.log"]).inputs.first)
        #expect(input.format == "dhcp" && input.encoding == "utf-16le" && input.leases == 2)
    }

    @Test func aScanKeepsLeasesAndTiesOut() async throws {
        let workspace = try Workspace()
        let log = try [UInt8](Data(contentsOf: URL(fileURLWithPath: Self.samples + "/clean-v4.log")))
        try workspace.write(log, to: "logs/dhcp01/DhcpSrvLog-Mon.log")
        try workspace.write(log, to: "logs/copy/DhcpSrvLog-Mon.log")
        try workspace.write(logonEvent(record: 1, user: "anna"), to: "logs/security.xml")
        let store = try EvidenceStore.open(path: workspace.file("store"), mode: .create)
        let summary = try await Scan.run(paths: [workspace.file("logs")], into: store, options: ScanOptions(jobs: 2))
        #expect(summary.unread.isEmpty)
        for input in try store.inputs() {
            #expect(input.records == input.accepted + input.ignored + input.rejected + input.duplicates)
        }
        var settings = OrganisationSettings()
        settings.logZones = [.init(pattern: "copy", zone: "Europe/Berlin")]
        try store.set(settings)
        let evidence = try store.evidence()
        let shown = evidence.leases.map { lease in
            [
                evidence.text(lease.address), evidence.text(lease.name), evidence.text(lease.hardware), lease.day.text,
                evidence.zones[lease.zone], "\(lease.count)",
            ].joined(separator: "|")
        }
        // Equal content is one input, found at its byte-smallest place.
        #expect(
            shown == [
                "10.20.1.15|pc-0015.corp.example.com|00155d01020a|2026-10-05|Europe/Berlin|3",
                "10.20.1.77||0017c8aabbcc|2026-10-05|Europe/Berlin|1",
                "10.20.1.90|prn-90|0017c8aabbcd|2026-10-05|Europe/Berlin|1",
            ])
        #expect(evidence.rows.count == 1)
    }

    /// More clients than the memory holds: they are written out in parts, and nothing shows it.
    @Test func manyClientsAreWrittenInParts() async throws {
        let workspace = try Workspace()
        let count = 6_000
        var log = "ID,Date,Time,Description,IP Address,Host Name,MAC Address,User Name, TransactionID\r\n"
        for index in 0..<2 * count {
            let client = index % count
            let digits = String(client, radix: 16, uppercase: true)
            log +=
                "10,10/05/26,08:00:00,Assign,10.9.\(client >> 8).\(client & 255),pc\(client).corp.example.com,"
                + "00155D" + String(repeating: "0", count: 6 - digits.utf8.count) + digits + ",,1\r\n"
        }
        let path = try workspace.write(log, to: "logs/DhcpSrvLog-Mon.log")
        var answers: [(texts: [ExactText], leases: [EvidenceLease])] = []
        for (name, budget) in [("small", 1 << 20), ("large", 256 << 20)] {
            let store = try EvidenceStore.open(path: workspace.file(name), mode: .create)
            let options = ScanOptions(jobs: 1, memoryBudget: budget)
            let summary = try await Scan.run(paths: [path], into: store, options: options)
            #expect(summary.totals.ignored == UInt64(2 * count) && summary.totals.rejected == 0)
            let evidence = try store.evidence()
            #expect(evidence.leases.count == count && evidence.leases.allSatisfy { $0.count == 2 })
            answers.append((evidence.texts, evidence.leases))
        }
        #expect(answers[0].texts == answers[1].texts && answers[0].leases == answers[1].leases)
    }

    /// Whoever saves a log as UTF-16 with the other byte order, or with the line ends of another system, has the same leases.
    @Test func encodingsAndLineEndsDoNotMatter() throws {
        let workspace = try Workspace()
        let plain = try String(contentsOfFile: Self.samples + "/clean-v4.log", encoding: .utf8)
        let lines = plain.replacing("\r\n", with: "\n")
        let carriage = lines.replacing("\n", with: "\r")
        var big: [UInt8] = [0xFE, 0xFF]
        for unit in lines.utf16 where unit != 0xFEFF { big += [UInt8(unit >> 8), UInt8(unit & 0xFF)] }
        let files = [
            try workspace.write(lines, to: "a.log"), try workspace.write(carriage, to: "b.log"),
            try workspace.write(big, to: "c.log"),
        ]
        for input in Inspection.run(paths: files).inputs {
            #expect(input.format == "dhcp" && input.records == 18 && input.leases == 5, "\(input.path)")
        }
    }

    @Test(.enabled(if: SharedData.folder != nil, SharedData.whySkipped))
    func theRealSample() throws {
        let path = (SharedData.folder ?? "") + "/other/DHCPSample.log"
        let input = try #require(Inspection.run(paths: [path]).inputs.first)
        // Three records, all of the nightly cleanup.
        #expect(input.format == "dhcp" && input.records == 3 && input.leases == 0 && input.rejected.isEmpty)
        #expect(input.ignored.map(\.name) == ["dhcp-service"])
    }
}
