import AccessModel
import GRDB

/// Interns texts: one id for each distinct run of UTF-8 bytes in the store.
struct TextTable {
    private let find: RowStatement
    private let add: RowStatement
    private let read: RowStatement
    private let database: Database

    init(_ database: Database) throws {
        self.database = database
        find = try RowStatement(database, "SELECT id FROM text WHERE value = ?")
        add = try RowStatement(database, "INSERT INTO text(value) VALUES (?)")
        read = try RowStatement(database, "SELECT value FROM text WHERE id = ?")
    }

    /// The id of a text, added where it is new.
    func id(of text: String) throws -> Int64 {
        if text.utf8.isEmpty { return 0 }
        find.bind(0, text)
        if try find.step() {
            defer { find.reset() }
            return find.integer(0)
        }
        add.bind(0, text)
        try add.run()
        return database.lastInsertedRowID
    }

    /// The ids of texts, added where they are new.
    ///
    /// The first texts of a store come in byte order: both of the table's trees then grow at their end and nothing is
    /// looked up, which takes a third of the time.
    func ids(of texts: [ExactText]) throws -> [Int64] {
        let isFirst = try Int64.fetchOne(database, sql: "SELECT max(id) FROM text") == 0
        let isInOrder = zip(texts, texts.dropFirst()).allSatisfy { $0.string.isByteOrdered(before: $1.string) }
        guard isFirst, isInOrder else { return try texts.map { try id(of: $0.string) } }
        var next: Int64 = 0
        return try texts.map { text in
            if text.string.utf8.isEmpty { return 0 }
            add.bind(0, text.string)
            try add.run()
            // The table's key counts on from 0, the empty text's.
            next += 1
            return next
        }
    }

    /// The text of an id the store has given.
    func text(of id: Int64) throws -> String {
        if id == 0 { return "" }
        read.bind(0, id)
        defer { read.reset() }
        return try read.step() ? read.text(0) : ""
    }
}
