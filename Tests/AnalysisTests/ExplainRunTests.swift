import AccessModel
import Analysis
import EstateInput
import EvidenceStore
import Foundation
import GRDB
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
        var members: [CensusFigure: Int] = [:]
        for server in census.servers {
            for figure in CensusFigure.allCases {
                let explanation = try explain(store) {
                    $0.server = server.server
                    $0.figure = figure
                    $0.includesFailures = true
                }
                let (low, high) = Self.figure(figure, of: server)
                #expect(explanation.figures.count == 1)
                if let low { #expect(explanation.figures.map(\.low) == [low], "\(figure)") }
                if let high { #expect(explanation.figures.map(\.high) == [high], "\(figure)") }
                // Whatever a figure counts, its members make it, low and high.
                if let value = explanation.figures[0].low.value {
                    #expect(explanation.members.reduce(0) { $0 + $1.addsLow } == value, "\(figure)")
                }
                if let value = explanation.figures[0].high.value {
                    #expect(explanation.members.reduce(0) { $0 + $1.addsHigh } == value, "\(figure)")
                }
                #expect(explanation.members.allSatisfy { $0.rows > 0 && $0.records >= $0.rows })
                #expect(
                    Set(explanation.members.map { [$0.name, $0.device, $0.rule] }).count == explanation.members.count)
                members[figure, default: 0] += explanation.members.count
            }
        }
        for figure in CensusFigure.allCases { #expect((members[figure] ?? 0) > 0, "\(figure)") }
    }

    /// What the census says; nil where it has no such figure of one server.
    private static func figure(_ figure: CensusFigure, of server: ServerCensus) -> (Figure?, Figure?) {
        func both(_ figure: Figure) -> (Figure?, Figure?) { (figure, figure) }
        return switch figure {
        case .users: both(Figure(server.users))
        case .leads: both(Figure(server.leads))
        case .devices: (server.devicesLow, server.devicesHigh)
        case .edges: both(server.edges)
        case .outside: both(Figure(server.authenticatedFromOutside))
        case .visitors: both(server.anonymousVisitors)
        case .attempts: both(Figure(server.attempts))
        case .records: both(Figure(server.records))
        case .excludedAccounts, .excludedClients: (nil, nil)
        }
    }

    /// Without a server: what the census says of all of them.
    @Test func whatIsExcludedHasItsNames() async throws {
        let workspace = try Workspace()
        let store = try await store(of: [Self.samples + "/estate/logs"], in: workspace)
        let census = try CensusRun.census(store: store, window: nil)
        for (figure, excluded) in [
            (CensusFigure.excludedAccounts, census.excludedAccounts), (.excludedClients, census.excludedClients),
        ] {
            let explanation = try explain(store) {
                $0.figure = figure
                $0.includesFailures = true
            }
            for rule in excluded {
                #expect(explanation.members.count { $0.rule == rule.rule } == rule.count, "\(rule.rule)")
            }
            #expect(explanation.figures.map(\.low) == [Figure(excluded.reduce(0) { $0 + $1.count })])
            #expect(explanation.members.count > 5)
        }
        let hidden = try explain(store) { $0.figure = .excludedAccounts }
        let named = try explain(store) {
            $0.figure = .excludedAccounts
            $0.includesFailures = true
        }
        let failed = Set(named.members.filter { $0.rule == "failures-only" }.map(\.name))
        #expect(!failed.isEmpty)
        #expect(failed.isDisjoint(with: hidden.members.map(\.name)))
    }

    /// A member's rows are those that count in the figure, and no other ones.
    @Test(arguments: [CensusFigure.users, .leads, .outside, .devices])
    func aMemberHasTheRowsItCountsBy(figure: CensusFigure) async throws {
        let workspace = try Workspace()
        let store = try await store(of: [Self.samples + "/estate/logs"], in: workspace)
        var walked = 0
        for server in try CensusRun.census(store: store, window: nil).servers {
            let members = try explain(store) {
                $0.server = server.server
                $0.figure = figure
            }.members
            for member in members.prefix(6) {
                let rows = try explain(store) {
                    $0.server = server.server
                    $0.figure = figure
                    if figure == .devices { $0.device = member.name } else { $0.user = member.name }
                    $0.texts = .none
                }
                #expect(rows.rowCount == member.rows)
                #expect(rows.records == member.records)
                #expect(rows.counted.reduce(0) { $0 + $1.rows } == member.rows)
                walked += 1
            }
        }
        #expect(walked > 2)
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
        // An address of an account is nobody's visit; one that is nowhere is not there.
        #expect(try explain(store) { $0.visitor = "10.0.0.5" }.rowCount == 0)
        #expect(throws: AnalysisError.self) { try explain(store) { $0.visitor = "203.0.113.9" } }
        let nothing = try explain(store) { $0.visitor = "10.0.0.5" }
        #expect(try ExplanationJSON.lines(nothing).isEmpty)
    }

    private func refusal(_ store: EvidenceStore, _ change: (inout ExplainQuery) -> Void) -> String {
        do {
            _ = try explain(store, change)
            return ""
        } catch {
            return "\(error)"
        }
    }

    /// A slip of the pen gets the nearest names, an address that names explain gets these.
    @Test func whatWasMeantIsSuggested() async throws {
        let workspace = try Workspace()
        let path = try workspace.write(
            "<Events>" + logonEvent(record: 1, user: "alice")
                + logonEvent(record: 2, user: "bob", workstation: "PC2", day: 6)
                + logonEvent(
                    record: 3, computer: "web7.corp.example.com", user: "bob", address: "10.0.0.9", workstation: "PC9")
                + "</Events>", to: "a.xml")
        let store = try await store(of: [path], in: workspace)
        #expect(refusal(store) { $0.server = "srv2" }.contains("Did you mean srv1?"))
        #expect(refusal(store) { $0.server = "srv" }.contains("Did you mean srv1, srv1.corp.example.com?"))
        #expect(refusal(store) { $0.server = "srv1.corp.exmple.com" }.contains("Did you mean srv1.corp.example.com?"))
        #expect(refusal(store) { $0.device = "pc" }.contains("Did you mean pc1, pc2, pc9?"))
        #expect(refusal(store) { $0.user = "zzzzzzzzzz" }.contains("Some that are: "))
        let held = refusal(store) { $0.device = "10.0.0.5" }
        #expect(held.contains("pc1 (2026-10-05); pc2 (2026-10-06)"), "\(held)")
        #expect(try explain(store) { $0.server = "WEB7" }.subjects.map(\.name) == ["web7.corp.example.com"])
    }

    /// A record that is not the one the row counts is not shown for it.
    @Test func anotherRecordIsNotShown() async throws {
        let workspace = try Workspace()
        let path = try workspace.write(
            "<Events>" + logonEvent(record: 7, user: "alice") + logonEvent(record: 8, user: "bob") + "</Events>",
            to: "logs/a.xml")
        let lines =
            "2026-10-05 08:00:01 GET /a corp\\carol 10.0.0.7 200\n2026-10-05 08:00:02 GET /a corp\\dave 10.0.0.8 200\n"
        let web = try workspace.write(
            "#Fields: date time cs-method cs-uri-stem cs-username c-ip sc-status\n" + lines, to: "logs/web1/u_ex.log")
        let name = workspace.file("store.headcount")
        _ = try await store(of: [path, web], in: workspace)
        func first(_ user: String) throws -> ExplainedRecord {
            let store = try EvidenceStore.open(path: name, mode: .read)
            return try #require(try explain(store) { $0.user = user }.first)
        }
        #expect(try first("carol").text?.contains("carol") == true)
        let carol = try first("carol").offset
        do {
            let queue = try DatabaseQueue(path: name)
            let length = lines.utf8.count / 2
            try await queue.write {
                try $0.execute(
                    sql: "UPDATE contribution_row SET first_offset = ? WHERE first_offset = ?",
                    arguments: [Int(carol) + length + 1, Int(carol)])
            }
            try queue.close()
        }
        let moved = try first("carol")
        #expect(moved.offset == carol + UInt64(lines.utf8.count / 2) + 1)
        #expect(moved.text == nil)
        #expect(moved.note.contains("no such record is at this byte"))
        #expect(try first("alice").text?.contains("alice") == true)
    }

    /// Packs a file in its place.
    private func gzip(_ path: String) throws {
        let gzip = Process()
        gzip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        gzip.arguments = ["gzip", "-kf", path]
        try gzip.run()
        gzip.waitUntilExit()
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.moveItem(atPath: path + ".gz", toPath: path)
    }

    /// The same records in another file, and another file in the same place, are each said to be that.
    @Test func filesPackedAnewAreSaid() async throws {
        let workspace = try Workspace()
        let events = "<Events>" + logonEvent(record: 7, user: "alice") + "</Events>"
        let path = try workspace.write(events, to: "logs/a.xml")
        let store = try await store(of: [path], in: workspace)
        func first(_ folders: [String] = []) throws -> ExplainedRecord {
            try #require(
                try explain(store) {
                    $0.user = "alice"
                    $0.folders = folders
                }.first)
        }
        #expect(try first().note.isEmpty)
        try gzip(path)
        let packed = try first()
        #expect(packed.text?.contains("alice") == true)
        #expect(packed.note.contains("SHA-256 is another one"))
        try FileManager.default.createDirectory(atPath: workspace.file("moved/logs"), withIntermediateDirectories: true)
        try FileManager.default.removeItem(atPath: path)
        try workspace.write(events, to: "moved/logs/a.xml")
        #expect(try first([workspace.file("moved")]).note == "read from \(workspace.file("moved"))/logs/a.xml")
        try FileManager.default.copyItem(atPath: Self.samples + "/containers/exports.zip", toPath: path)
        #expect(try first().note.contains("has changed since it was scanned"))
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
