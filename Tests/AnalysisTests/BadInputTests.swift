import AccessModel
import Analysis
import EvidenceStore
import Foundation
import Testing

/// Whatever is wrong with an input, it is named with its reason, and the run goes on.
@Suite struct BadInputTests {
    private func scan(_ paths: [String], in workspace: Workspace) async throws -> ScanSummary {
        let store = try EvidenceStore.open(path: workspace.file("store"), mode: .create)
        return try await Scan.run(paths: paths, into: store, options: ScanOptions(jobs: 2))
    }

    @Test func whatIsNotReadIsNamedForWhatItIs() async throws {
        let workspace = try Workspace()
        try workspace.write("just some notes\n", to: "logs/notes.txt")
        try workspace.write(Array("ElfFile\0".utf8) + [UInt8](repeating: 0, count: 4088), to: "logs/security.evtx")
        try workspace.write(
            [0, 0, 0, 0, 0xEF, 0xCD, 0xAB, 0x89] + [UInt8](repeating: 0, count: 4088), to: "logs/Current.mdb")
        try workspace.write(
            "<Objs Version=\"1.1.0.1\" xmlns=\"http://schemas.microsoft.com/powershell/2004/04\"></Objs>",
            to: "logs/events.clixml")
        try workspace.write(logonEvent(record: 1, user: "anna"), to: "logs/security.xml")
        try FileManager.default.createDirectory(
            atPath: workspace.file("logs/hollow"), withIntermediateDirectories: true)
        let summary = try await scan([workspace.file("logs")], in: workspace)
        #expect(summary.totals.accepted == 1)
        let formats = Dictionary(
            uniqueKeysWithValues: summary.unread.map { ($0.path.split(separator: "/").last.map(String.init) ?? "", $0) }
        )
        #expect(formats["notes.txt"]?.format == .unknown)
        #expect(formats["security.evtx"]?.format == .evtx)
        #expect(formats["security.evtx"]?.remedy.contains("wevtutil qe") == true)
        #expect(formats["Current.mdb"]?.format == .ual)
        #expect(formats["events.clixml"]?.format == .clixml)
        #expect(formats["hollow"] != nil)
        #expect(!summary.hasFailures)
        for input in summary.unread { #expect(!input.reason.isEmpty && !input.remedy.isEmpty) }
    }

    @Test func aMissingFileIsAFailureAndTheRunGoesOn() async throws {
        let workspace = try Workspace()
        let good = try workspace.write(logonEvent(record: 1, user: "anna"), to: "security.xml")
        let summary = try await scan([workspace.file("absent.xml"), good], in: workspace)
        #expect(summary.hasFailures)
        #expect(summary.totals.accepted == 1)
    }

    @Test(arguments: [0.3, 0.6, 0.95]) func aTruncatedGzipGivesWhatItHolds(share: Double) async throws {
        let workspace = try Workspace()
        let text = (1...400).map { logonEvent(record: $0, user: "user\($0)", sid: "S-1-5-21-1-2-3-\($0)") }.joined()
        let plain = try workspace.write(text, to: "security.xml")
        let gzip = Process()
        gzip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        gzip.arguments = ["gzip", "-9", plain]
        try gzip.run()
        gzip.waitUntilExit()
        let whole = [UInt8](try Data(contentsOf: URL(fileURLWithPath: plain + ".gz")))
        let cut = try workspace.write(Array(whole.prefix(Int(Double(whole.count) * share))), to: "cut.xml.gz")
        let summary = try await scan([cut], in: workspace)
        let input = try #require(summary.inputs.first)
        #expect(!input.damage.isEmpty)
        #expect(input.accepted > 0 && input.accepted < 400)
        #expect(input.rejected <= 1)
        #expect(summary.totals.tiesOut)
    }

    @Test func brokenRecordsAreCountedWithTheirPlace() async throws {
        let workspace = try Workspace()
        let first = logonEvent(record: 1, user: "anna")
        let broken = logonEvent(record: 2, user: "bert").replacingOccurrences(of: "</System>", with: "</Sistem>")
        let path = try workspace.write(first + broken + logonEvent(record: 3, user: "carl"), to: "security.xml")
        let store = try EvidenceStore.open(path: workspace.file("store"), mode: .create)
        let summary = try await Scan.run(paths: [path], into: store)
        #expect(summary.totals.accepted == 2 && summary.totals.rejected == 1)
        let rejection = try #require(try store.rejections().first).rejection
        #expect(rejection.reason == .malformedRecord)
        #expect(rejection.offset == UInt64(first.utf8.count))
        #expect(rejection.record == 2)
    }

    @Test func overlappingExportsCountOnce() async throws {
        let workspace = try Workspace()
        let events = (1...6).map { logonEvent(record: $0, user: "user\($0)", sid: "S-1-5-21-1-2-3-\($0)") }
        let one = try workspace.write(events[0..<4].joined(), to: "one.xml")
        let two = try workspace.write("<Events>" + events[2..<6].joined() + "</Events>", to: "two.xml")
        let summary = try await scan([one, two], in: workspace)
        #expect(summary.totals.records == 8)
        #expect(summary.totals.accepted == 6 && summary.totals.duplicates == 2)
        #expect(summary.totals.tiesOut)
    }

    @Test func storesAndResultsAreTheirOwnersOnly() async throws {
        let workspace = try Workspace()
        let demo = DemoRun(folder: workspace.file("demo"))
        _ = try await demo.run(options: ScanOptions(), generatedAt: nil)
        for name in PositionRun.files + [EstateRun.storeName] {
            let attributes = try FileManager.default.attributesOfItem(atPath: demo.results + "/" + name)
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
        }
    }
}
