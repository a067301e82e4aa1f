import AccessModel
import Analysis
import EvidenceStore
import Foundation
import GRDB
import PositionModel
import Reporting
import Testing

/// `verify`: a store against its own contributions and against the files it was read from.
@Suite struct VerifyRunTests {
    private static let samples = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("samples").path

    /// Two exports with a copy, an archive, and a web log with the beginning of it.
    private func logs() throws -> Workspace {
        let workspace = try Workspace()
        let a = "<Events>" + logonEvent(record: 1, user: "alice") + logonEvent(record: 2, user: "bob") + "</Events>"
        let b = "<Events>" + logonEvent(record: 2, user: "bob") + logonEvent(record: 3, user: "carol") + "</Events>"
        try workspace.write(a, to: "logs/a.xml")
        try workspace.write(a, to: "logs/copy.xml")
        try workspace.write(b, to: "logs/b.xml")
        let lines = (0..<60).map {
            "2026-10-05 08:00:\($0 < 10 ? "0" : "")\($0) GET /page\($0) corp\\user\($0) 10.0.0.\($0) 200"
        }
        let log = "#Fields: date time cs-method cs-uri-stem cs-username c-ip sc-status\n"
        try workspace.write(log + lines.joined(separator: "\n") + "\n", to: "logs/web01/grown.log")
        try workspace.write(log + lines.prefix(40).joined(separator: "\n") + "\n", to: "logs/web01/early.log")
        try FileManager.default.copyItem(
            atPath: Self.samples + "/containers", toPath: workspace.file("logs/containers"))
        return workspace
    }

    private func scan(_ workspace: Workspace) async throws -> String {
        let path = workspace.file("store.headcount")
        let store = try EvidenceStore.open(path: path, mode: .create)
        _ = try await Scan.run(paths: [workspace.file("logs")], into: store, options: ScanOptions(jobs: 2))
        return path
    }

    private func states(_ verification: StoreVerification, but state: VerifiedPlace.State = .same) -> [String] {
        verification.places.filter { $0.state != state }.map { place in
            "\(place.path.split(separator: "/").last ?? "") \(place.state.rawValue)"
        }
    }

    @Test func aStoreIsWhatItsInputsSay() async throws {
        let workspace = try logs()
        let verification = try await VerifyRun.verify(store: try await scan(workspace))
        #expect(verification.holds)
        #expect(verification.isComplete)
        #expect(states(verification).isEmpty)
        #expect(verification.places.count > 8)
        #expect(verification.views.count == 2 * (StoreView.allCases.count + 1))
        #expect(verification.views.allSatisfy { $0.rows == $0.otherRows && $0.examples.isEmpty })
        #expect(verification.views.contains { $0.view == "access_evidence" && $0.against == "read" && $0.rows > 50 })
        #expect(verification.containments.map(\.state) == [.confirmed])
        #expect(VerificationText.text(verification).hasSuffix("Verified: the store is what its inputs say.\n"))
    }

    @Test func filesThatChangedOrWentAreNamed() async throws {
        let workspace = try logs()
        let store = try await scan(workspace)
        let manager = FileManager.default
        try manager.removeItem(atPath: workspace.file("logs/b.xml"))
        let gone = try await VerifyRun.verify(store: store)
        #expect(states(gone) == ["b.xml missing"])
        // Without b.xml alice's and bob's rows are all of a.xml's: the rest is compared as if b.xml had never been there.
        #expect(gone.holds)
        #expect(!gone.isComplete)

        try workspace.write("<Events>" + logonEvent(record: 2, user: "mallory") + "</Events>", to: "logs/b.xml")
        let changed = try await VerifyRun.verify(store: store)
        #expect(states(changed) == ["b.xml changed"])
        #expect(!changed.holds)
        #expect(!changed.views.contains { $0.differs })

        // Its first place is gone, a copy is there: the content is said to be, and nothing compared by the copy.
        try manager.removeItem(atPath: workspace.file("logs/a.xml"))
        #expect(states(try await VerifyRun.verify(store: store)) == ["a.xml missing", "b.xml changed"])
    }

    @Test func logsMayLieElsewhere() async throws {
        let workspace = try logs()
        let store = try await scan(workspace)
        try FileManager.default.moveItem(atPath: workspace.file("logs"), toPath: workspace.file("moved"))
        #expect(states(try await VerifyRun.verify(store: store), but: .missing).isEmpty)
        let moved = try await VerifyRun.verify(store: store, folders: [workspace.file("moved")])
        #expect(moved.holds && moved.isComplete)
    }

    /// Whoever changes a store by hand is found out, in what is derived and in what was read.
    @Test(
        arguments: [
            ("UPDATE contribution_row SET count = count + 1 WHERE id = (SELECT max(id) FROM contribution_row)", "read"),
            (
                "DELETE FROM contribution_row WHERE id = (SELECT min(id) FROM contribution_row WHERE first_offset > 0)",
                "read"
            ),
            ("DELETE FROM kept", "derived"),
            ("UPDATE input SET contained_in = NULL, duplicates = 0 WHERE contained_in IS NOT NULL", "derived"),
            ("DELETE FROM visit_set", "read"),
            ("UPDATE contribution_row SET first_offset = first_offset + 1 WHERE first_offset > 0", "read"),
            ("UPDATE contribution_row SET last_offset = last_offset + 1 WHERE last_offset > 0", "read"),
            // The offset of the first record of a run is the eighth byte: 8, zigzag, becomes 9.
            (
                """
                UPDATE event_run SET data = CAST(substr(data, 1, 7) || x'12' || substr(data, 9) AS BLOB)
                WHERE substr(data, 8, 1) = x'10'
                """, "read"
            ),
            ("UPDATE tally SET count = count + 1", "read"),
            ("DELETE FROM event_log_day", "read"), ("UPDATE event_log_range SET data = zeroblob(9)", "read"),
            ("UPDATE event_span SET last_id = last_id + 1", "read"), ("DELETE FROM sighting WHERE source = 1", "read"),
            ("UPDATE kept SET first_seen = first_seen - 1", "derived"), ("UPDATE input SET encoding = 'x'", "read"),
            ("UPDATE agent_set SET peers = peers + 1", "damaged"),
            ("UPDATE visit_set SET visitors = visitors + 1", "damaged"),
            ("UPDATE visit_set SET first_seen = first_seen - 1", "read"),
            ("DELETE FROM input WHERE id = 1", "damaged"),
        ])
    func tamperingIsFound(sql: String, against: String) async throws {
        let workspace = try logs()
        try workspace.write(
            "#Fields: date time cs-method cs-uri-stem c-ip sc-status\n2026-10-05 09:00:00 GET / 203.0.113.7 200\n",
            to: "logs/web02/visits.log")
        let store = try await scan(workspace)
        do {
            let queue = try DatabaseQueue(path: store)
            try await queue.write {
                try $0.execute(sql: sql)
                #expect($0.changesCount > 0)
            }
            try queue.close()
        }
        guard against != "damaged" else {
            await #expect(throws: AnalysisError.self) { try await VerifyRun.verify(store: store) }
            return
        }
        let verification = try await VerifyRun.verify(store: store)
        let found = Set(verification.views.filter(\.differs).map(\.against))
        #expect(found.contains(against), "\(found)")
        #expect(!verification.holds)
        let view = try #require(verification.views.first { $0.differs })
        #expect(!view.examples.isEmpty)
        #expect(VerificationText.text(verification).contains(view.view + " differs"))
    }

    /// A place that is none is damage, not a place.
    @Test(arguments: ["-5", "'abc'", "9.5"])
    func placesThatAreNone(value: String) async throws {
        let workspace = try logs()
        let store = try await scan(workspace)
        do {
            let queue = try DatabaseQueue(path: store)
            try await queue.write {
                try $0.execute(sql: "UPDATE contribution_row SET first_offset = \(value) WHERE first_offset > 0")
            }
            try queue.close()
        }
        do {
            _ = try await VerifyRun.verify(store: store)
            Issue.record("verified")
        } catch {
            #expect("\(error)".contains("damaged") || "\(error)".contains("not the place of a record"), "\(error)")
        }
    }

    /// However an input was cut into parts and whoever read it, its places are the same.
    @Test func partsDoNotMovePlaces() async throws {
        let workspace = try logs()
        let large = (0..<4000).map {
            logonEvent(record: $0 + 10, user: "u\($0 % 300)", address: "10.0.\($0 % 7).\($0 % 200)")
        }
        try workspace.write("<Events>" + large.joined() + "</Events>", to: "logs/large.xml")
        var found: [[RecordPlaces]] = []
        for (memory, jobs) in [(160 << 20, 1), (1 << 20, 2)] {
            let store = try EvidenceStore.open(path: workspace.file("store\(jobs).headcount"), mode: .create)
            _ = try await Scan.run(
                paths: [workspace.file("logs")], into: store, options: ScanOptions(jobs: jobs, memoryBudget: memory))
            found.append(try store.recordPlaces())
        }
        #expect(found[0] == found[1])
        #expect(found[0].contains { $0.entries > 4000 })
    }

    @Test func whatIsNoStoreIsRefused() async throws {
        let workspace = try Workspace()
        let path = try workspace.write("no store", to: "x")
        await #expect(throws: AnalysisError.self) { try await VerifyRun.verify(store: path) }
        await #expect(throws: AnalysisError.self) { try await VerifyRun.verify(store: workspace.file("none")) }
    }
}
