import AccessModel
import Analysis
import EvidenceStore
import Foundation
import GRDB
import Testing

/// Real logs, each scanned into a store of its own, against the answers of an independent program.
@Suite(.enabled(if: SharedData.folder != nil, SharedData.whySkipped)) struct OracleTests {
    private struct Oracle: Decodable {
        struct EventFile: Decodable {
            struct Computer: Decodable {
                var logon_4624: Int
                var users_filtered_list: [String]
                var ips_filtered_list: [String]
            }
            struct Member: Decodable {
                var encoding: String
            }
            var members: [Member]
            var computers: [String: Computer]
        }
        struct WebFile: Decodable {
            var lines: Int
            var matching: Int
        }
        var events: [String: EventFile]
        var iis: [String: WebFile]
    }

    private static func oracle() throws -> Oracle {
        let path = try #require(SharedData.folder) + "/oracle.json"
        return try JSONDecoder().decode(Oracle.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    }

    /// Archives are opened only where that is built in.
    private func isOpened(_ path: String) -> Bool {
        #if Archives
            return true
        #else
            return !path.hasSuffix(".zip") && !path.hasSuffix(".tar.gz")
        #endif
    }

    /// Principals the oracle takes out: its own rule, not the product's table.
    private func isFiltered(name: String, sid: String) -> Bool {
        let known = ["7", "17", "18", "19", "20"].map { "S-1-5-" + $0 }
        return name.isEmpty || name.hasSuffix("$") || known.contains(sid)
            || ["S-1-5-90-", "S-1-5-96-", "S-1-5-111-"].contains { sid.hasPrefix($0) }
    }

    @Test func eventFilesAgreePerComputer() async throws {
        let folder = try #require(SharedData.folder)
        let workspace = try Workspace()
        var compared = 0
        for (file, expected) in try Self.oracle().events.sorted(by: { $0.key < $1.key }) where isOpened(file) {
            let path = workspace.file("store\(compared)")
            do {
                let store = try EvidenceStore.open(path: path, mode: .create)
                let summary = try await Scan.run(paths: [folder + "/" + file], into: store)
                #expect(summary.totals.tiesOut, "\(file)")
                #expect(summary.unread.isEmpty, "\(file)")
            }
            let found = try Self.logons(path)
            for (computer, counts) in expected.computers where counts.logon_4624 > 0 {
                let rows = found[computer] ?? []
                #expect(rows.reduce(0) { $0 + $1.count } == counts.logon_4624, "\(file) \(computer)")
                let users = Set(
                    rows.filter { !isFiltered(name: $0.name, sid: $0.sid) }.map { $0.domain + "\\" + $0.name })
                #expect(users.sorted() == counts.users_filtered_list.sorted(), "\(file) \(computer)")
                let addresses = Set(rows.map(\.address).filter { !$0.isEmpty && IPAddress($0)?.isLoopback == false })
                #expect(addresses.sorted() == counts.ips_filtered_list.sorted(), "\(file) \(computer)")
                compared += 1
            }
            let unexpected = found.keys.filter { expected.computers[$0]?.logon_4624 ?? 0 == 0 }
            #expect(unexpected.isEmpty, "\(file)")
            try? FileManager.default.removeItem(atPath: path)
        }
        #expect(compared > 40)
    }

    private struct Logon {
        var domain: String
        var name: String
        var sid: String
        var address: String
        var count: Int
    }

    private static func logons(_ path: String) throws -> [String: [Logon]] {
        let queue = try DatabaseQueue(path: path)
        return try queue.read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT server, account_domain, account_name, account_sid, client_address, sum(count) AS count
                    FROM access_evidence WHERE event_id = 4624 GROUP BY 1, 2, 3, 4, 5
                    """)
            return Dictionary(grouping: rows) { $0["server"] as String }.mapValues { rows in
                rows.map { row in
                    Logon(
                        domain: row["account_domain"], name: row["account_name"], sid: row["account_sid"],
                        address: row["client_address"], count: row["count"])
                }
            }
        }
    }

    @Test func everythingTogetherTiesOut() async throws {
        let folder = try #require(SharedData.folder)
        let workspace = try Workspace()
        let store = try EvidenceStore.open(path: workspace.file("store"), mode: .create)
        let summary = try await Scan.run(
            paths: [folder + "/events", folder + "/iis"], into: store, options: ScanOptions(jobs: 2))
        #expect(summary.totals.tiesOut)
        #expect(!summary.hasFailures)
        #expect(summary.inputs.count + summary.unread.count > 500)
        let oracle = try Self.oracle()
        let unread = Set(summary.unread.map(\.path))
        let lines = oracle.iis.filter { !unread.contains(folder + "/" + $0.key) }.values.reduce(0) { $0 + $1.lines }
        // Copies are one input: each is counted as often as it was found.
        let found = summary.inputs.filter { $0.format != .eventXML }
            .reduce(0) { $0 + Int($1.records) * ($1.copies.count + 1) }
        #expect(found == lines)
    }
}
