import AccessModel
import Analysis
import EstateInput
import EvidenceStore
import Foundation
import PositionModel
import Reporting
import Testing

/// `explain` over the checked-in estate: every figure has as many members as it says, and every member its records.
@Suite struct ExplainRunTests {
    private static let samples = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("samples").path

    private func store(of paths: [String], in workspace: Workspace) async throws -> EvidenceStore {
        let store = try EvidenceStore.open(path: workspace.file("store.headcount"), mode: .create)
        _ = try await Scan.run(paths: paths, into: store, options: ScanOptions(jobs: 2))
        return store
    }

    private func explain(_ store: EvidenceStore, _ change: (inout ExplainQuery) -> Void) throws -> Explanation {
        var query = ExplainQuery()
        change(&query)
        return try ExplainRun.explain(query, store: store, window: nil)
    }

    @Test func figuresHaveTheirMembers() async throws {
        let workspace = try Workspace()
        let store = try await store(of: [Self.samples + "/estate/logs"], in: workspace)
        let census = try CensusRun.census(store: store, window: nil)
        #expect(!census.servers.isEmpty)
        for server in census.servers {
            for figure in CensusFigure.allCases {
                let explanation = try explain(store) {
                    $0.server = server.server
                    $0.figure = figure
                }
                let expected: Figure =
                    switch figure {
                    case .users: Figure(server.users)
                    case .leads: Figure(server.leads)
                    case .devices: server.devicesLow
                    case .edges: server.edges
                    case .outside: Figure(server.authenticatedFromOutside)
                    case .visitors: server.anonymousVisitors
                    }
                #expect(explanation.figures.map(\.low) == [expected])
                if let value = expected.value { #expect(explanation.members.count == value) }
                #expect(explanation.members.allSatisfy { $0.rows > 0 && $0.records >= $0.rows && !$0.name.isEmpty })
                #expect(Set(explanation.members.map { [$0.name, $0.device] }).count == explanation.members.count)
            }
        }
    }

    /// The rows of all users of a server are the server's rows that count, and each shows its first and last record.
    @Test func rowsLeadToTheirBytes() async throws {
        let workspace = try Workspace()
        let store = try await store(of: [Self.samples + "/estate/logs"], in: workspace)
        let users = try explain(store) {
            $0.server = "fs01"
            $0.figure = .users
        }
        for user in users.members {
            let explanation = try explain(store) {
                $0.server = "fs01"
                $0.user = user.name
                $0.texts = .all
            }
            #expect(explanation.rowCount == explanation.rows.count)
            #expect(explanation.rows.filter { $0.countsAs == "access" }.count == user.rows)
            for row in explanation.rows {
                for record in [row.first, row.last] {
                    let record = try #require(record)
                    let text = try #require(record.text, "\(record.note)").lowercased()
                    #expect(text.hasPrefix("<event") && text.hasSuffix("</event>"))
                    #expect(text.contains(row.accountName))
                    #expect(text.contains("<eventrecordid>\(record.recordId ?? "?")</eventrecordid>"))
                }
            }
            let first = explanation.rows.compactMap { $0.first?.time }.min()
            #expect(explanation.first?.time == first)
            #expect(explanation.inputs.reduce(0) { $0 + $1.records } == explanation.records)
        }
        #expect(users.members.count > 10)
    }

    /// Behind the trusted proxy the lines are found again by the address it forwarded.
    @Test func visitorsLeadToTheirLines() async throws {
        let workspace = try Workspace()
        let folder = Self.samples + "/estate"
        let store = try EvidenceStore.open(path: workspace.file("store.headcount"), mode: .create)
        try store.set(try EstateReader.read(folder: folder).settings.networks)
        _ = try await Scan.run(paths: [folder + "/logs"], into: store)
        var found = 0
        for server in try CensusRun.census(store: store, window: nil).servers {
            let visitors = try explain(store) {
                $0.server = server.server
                $0.figure = .visitors
            }
            for visitor in visitors.members {
                let explanation = try explain(store) {
                    $0.server = server.server
                    $0.visitor = visitor.name
                    $0.texts = .all
                }
                #expect(explanation.rows.filter { $0.countsAs == "visit" }.count == visitor.rows)
                for row in explanation.rows {
                    for record in [row.first, row.last] {
                        let record = try #require(record)
                        #expect(record.text?.contains(visitor.name) == true)
                        #expect(record.text?.hasPrefix(row.day) == true)
                        #expect((record.line ?? 0) > 1)
                        found += 1
                    }
                }
            }
        }
        #expect(found > 40)
    }

    /// A file that has changed, and one that is gone, are said to be; the places stay.
    @Test func filesThatChangedAreNotShown() async throws {
        let workspace = try Workspace()
        let path = try workspace.write(
            "<Events>" + logonEvent(record: 7, user: "alice") + "</Events>", to: "logs/a.xml")
        let store = try await store(of: [path], in: workspace)
        func first() throws -> ExplainedRecord { try #require(try explain(store) { $0.user = "alice" }.first) }
        #expect(try first().text?.contains("alice") == true)
        try workspace.write("<Events>" + logonEvent(record: 7, user: "mallory") + "</Events>", to: "logs/a.xml")
        #expect(try first().text == nil)
        #expect(try first().note.contains("has changed"))
        #expect(try first().offset == 8)
        try FileManager.default.removeItem(atPath: path)
        #expect(try first().note.contains("is not here"))
        // Elsewhere, in another folder, it is the same content.
        try workspace.write("<Events>" + logonEvent(record: 7, user: "alice") + "</Events>", to: "moved/logs/a.xml")
        let moved = try explain(store) {
            $0.user = "alice"
            $0.folders = [workspace.file("moved")]
        }
        #expect(moved.first?.text?.contains("alice") == true)
    }

    @Test func whatIsNotThereIsSaid() async throws {
        let workspace = try Workspace()
        let path = try workspace.write(
            "<Events>" + logonEvent(record: 1, user: "alice")
                + logonEvent(record: 2, user: "SYSTEM", domain: "NT AUTHORITY")
                + "</Events>", to: "a.xml")
        let store = try await store(of: [path], in: workspace)
        for change: (inout ExplainQuery) -> Void in [
            { $0.server = "srv9" }, { $0.user = "bob" }, { $0.device = "pc9" }, { $0.visitor = "alice" },
            { $0.product = "windows-server" },
        ] { #expect(throws: AnalysisError.self) { try explain(store, change) } }
        let system = try explain(store) { $0.user = "nt authority\\system" }
        #expect(system.subjects.map(\.kind) == ["account"])
        #expect(system.rows.map(\.countsAs) == ["nothing"])
        #expect(try explain(store) { $0.visitor = "203.0.113.9" }.rowCount == 0)
    }

    /// What a log writer chose is harmless on a terminal, in CSV and in JSON.
    @Test func hostileNamesAreHarmless() async throws {
        let workspace = try Workspace()
        let path = try workspace.write(
            "<Events>" + logonEvent(record: 1, user: "=cmd|x\u{202E}") + "</Events>", to: "a.xml")
        let explanation = try explain(try await store(of: [path], in: workspace)) { $0.device = "pc1" }
        #expect(explanation.rowCount == 1)
        for text in [
            ExplanationText.text(explanation), ExplanationCSV.text(explanation), try ExplanationJSON.text(explanation),
        ] {
            #expect(!text.unicodeScalars.contains("\u{202E}"))
            #expect(text.contains("cmd"))
        }
        #expect(ExplanationCSV.text(explanation).contains("'=cmd"))
    }
}
