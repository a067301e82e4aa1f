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

    @Test(.enabled(if: SharedData.folder != nil, SharedData.whySkipped))
    func theRealSample() throws {
        let path = (SharedData.folder ?? "") + "/other/DHCPSample.log"
        let input = try #require(Inspection.run(paths: [path]).inputs.first)
        // Three records, all of the nightly cleanup.
        #expect(input.format == "dhcp" && input.records == 3 && input.leases == 0 && input.rejected.isEmpty)
        #expect(input.ignored.map(\.name) == ["dhcp-service"])
    }
}
