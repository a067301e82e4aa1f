import AccessModel
import EvidenceStore
import Foundation
import GRDB

/// A folder of its own for one test, removed with the last reference to it.
final class TestFolder: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "headcount-store-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var storePath: String { path + "/test.hcstore" }

    func create(patience: Duration = .milliseconds(50)) throws -> EvidenceStore {
        try EvidenceStore.open(path: storePath, mode: .create, patience: patience)
    }

    func files() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }

    /// The rows of a query as any SQLite program sees them: a plain connection, nothing of ours registered. Columns
    /// joined by `|`, sorted. `anonymous_visits`, which is exported and no view, is a table of this connection.
    func rows(_ sql: String) throws -> [String] {
        var configuration = Configuration()
        configuration.readonly = true
        let visits = sql.contains("anonymous_visits") ? try exported(.anonymousVisits) : []
        let queue = try DatabaseQueue(path: storePath, configuration: configuration)
        return try queue.unsafeRead { database -> [String] in
            try database.execute(sql: "PRAGMA query_only = OFF")
            try database.execute(
                sql: "CREATE TEMP TABLE anonymous_visits(server, site, client_address, outcome, day, count)")
            for row in visits {
                try database.execute(
                    sql: "INSERT INTO anonymous_visits VALUES (?, ?, ?, ?, ?, ?)", arguments: StatementArguments(row))
            }
            return try Row.fetchAll(database, sql: sql).map { row in
                row.databaseValues.map { value in
                    switch value.storage {
                    case .null: "NULL"
                    case .int64(let number): String(number)
                    case .double(let number): "double \(number)"
                    case .string(let text): text
                    case .blob(let data): "blob of \(data.count)"
                    }
                }.joined(separator: "|")
            }
        }.sorted { $0.isByteOrdered(before: $1) }
    }

    private func exported(_ view: StoreView) throws -> [[any DatabaseValueConvertible]] {
        var rows: [[any DatabaseValueConvertible]] = []
        try EvidenceStore.open(path: storePath, mode: .read).forEachRow(of: view) { _ in
        } row: { values in
            rows.append(
                values.map { value in
                    switch value {
                    case .text(let text): text
                    case .integer(let number): number
                    }
                })
        }
        return rows
    }

    func view(_ name: String) throws -> [String] { try rows("SELECT * FROM \(name)") }
}

extension EvidenceStore {
    /// Writes an input in parts of at most `partSize` records.
    @discardableResult
    func add(_ input: TestInput, partSize: Int = .max) throws -> CloseResult {
        let open = try begin(path: input.location.display)
        var rest = input.records[...]
        while !rest.isEmpty {
            try append(SnapshotBuilder.snapshot(of: Array(rest.prefix(partSize))), to: open)
            rest = rest.dropFirst(partSize)
        }
        return try close(open, reading: input.reading)
    }
}

/// What `found` has more (`+`) and less (`-`) than `expected`, byte for byte; empty where they are the same.
func differences(_ found: [String], _ expected: [String]) -> String {
    found.difference(from: expected) { $0.utf8.elementsEqual($1.utf8) }
        .map { change in
            switch change {
            case .insert(_, let line, _): "+ \(line)"
            case .remove(_, let line, _): "- \(line)"
            }
        }.joined(separator: "\n")
}
