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

    /// The id of a text, nil where the store has no such text.
    func knownID(of text: String) throws -> Int64? {
        text.utf8.isEmpty ? 0 : try find.firstInteger(binding: text)
    }

    /// The id of a text, added where it is new.
    func id(of text: String) throws -> Int64 {
        if let id = try knownID(of: text) { return id }
        try add.run(binding: text, at: 0)
        return database.lastInsertedRowID
    }

    /// The ids of many texts in byte order. Where the store has none yet, they are appended without a search.
    func ids(of texts: [ExactText]) throws -> [Int64] {
        let count = try RowStatement(database, "SELECT max(id) FROM text")
        let largest = try count.step() ? count.integer(0) : 0
        count.reset()
        guard largest == 0 else { return try texts.map { try id(of: $0.string) } }
        return try append(texts)
    }

    /// Texts of one statement.
    private static let batchSize = 64

    private func append(_ texts: [ExactText]) throws -> [Int64] {
        let marks = repeatElement("(?, ?)", count: TextTable.batchSize).joined(separator: ", ")
        let many = try RowStatement(database, "INSERT INTO text(id, value) VALUES \(marks)")
        let one = try RowStatement(database, "INSERT INTO text(id, value) VALUES (?, ?)")
        // Ids are 1, 2, 3 in the order given, 0 for the empty text.
        var ids = [Int64](repeating: 0, count: texts.count)
        var bytes: [UInt8] = []
        var start = 0
        let places = texts.indices.filter { !texts[$0].isEmpty }
        for (number, place) in places.enumerated() { ids[place] = Int64(number) + 1 }
        while start < places.count {
            let isWhole = places.count - start >= TextTable.batchSize
            let end = isWhole ? start + TextTable.batchSize : start + 1
            bytes.removeAll(keepingCapacity: true)
            var ends: [Int] = []
            for place in places[start..<end] {
                bytes.append(contentsOf: texts[place].string.utf8)
                ends.append(bytes.count)
            }
            let insert = isWhole ? many : one
            try bytes.withUnsafeBytes { bytes in
                var begin = 0
                for (number, end) in ends.enumerated() {
                    insert.bind(Int32(2 * number), Int64(start + number) + 1)
                    insert.bind(Int32(2 * number) + 1, staying: UnsafeRawBufferPointer(rebasing: bytes[begin..<end]))
                    begin = end
                }
                defer { insert.clear() }
                try insert.run()
            }
            start = end
        }
        return ids
    }

    /// The text of an id the store has given.
    func text(of id: Int64) throws -> String {
        if id == 0 { return "" }
        read.bind(0, id)
        defer { read.reset() }
        return try read.step() ? read.text(0) : ""
    }
}
