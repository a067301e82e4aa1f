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
    /// joined by `|`, sorted.
    func rows(_ sql: String) throws -> [String] {
        var configuration = Configuration()
        configuration.readonly = true
        let queue = try DatabaseQueue(path: storePath, configuration: configuration)
        return try queue.read { database in
            try Row.fetchAll(database, sql: sql).map { row in
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
