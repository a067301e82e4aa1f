import GRDB

/// Finds the rows of one input that have the key of an earlier one: those of its parts.
///
/// Rows are told apart by a hash of their key, 16 bytes each and a bounded number of them at a time; rows of one hash are
/// then compared column by column. Sorting all keys in SQLite took 5 of the 14 seconds a scan of 7 GB has.
struct RowCopies {
    /// A row and the first row of its key.
    struct Copy: Equatable {
        var number: Int64
        var target: Int64
    }

    /// Rows in memory at a time: 16 MiB. A larger input is passed over several times.
    static let rowsAtATime = 1 << 20

    private struct Entry {
        var hash: Int
        var number: Int64
    }

    private let input: Int64
    private let columns = Int32(Schema.contributionKey.count)
    private let scan: RowStatement
    private let one: RowStatement
    private let count: Int64
    private let rowsAtATime: Int

    /// - Parameter rowsAtATime: another bound, for tests.
    init(_ database: Database, input: Int64, rowsAtATime: Int = RowCopies.rowsAtATime) throws {
        self.input = input
        self.rowsAtATime = rowsAtATime
        let key = Schema.contributionKey.joined(separator: ", ")
        let ofInput = ContributionID.condition("id", input: "?1")
        scan = try RowStatement(database, "SELECT \(key), id FROM contribution_row WHERE \(ofInput) ORDER BY id")
        one = try RowStatement(database, "SELECT \(key) FROM contribution_row WHERE id = ?")
        let rows = try RowStatement(database, "SELECT count(*) FROM contribution_row WHERE \(ofInput)")
        rows.bind(0, input)
        defer { rows.reset() }
        count = try rows.step() ? rows.integer(0) : 0
    }

    /// Calls `body` with every copy, each once.
    func forEach(_ body: (Copy) throws -> Void) throws {
        let passes = Int(count) / rowsAtATime + 1
        for pass in 0..<passes {
            var entries = try entries(of: pass, passes)
            entries.sort { $0.hash == $1.hash ? $0.number < $1.number : $0.hash < $1.hash }
            var start = 0
            while start < entries.count {
                var end = start + 1
                while end < entries.count, entries[end].hash == entries[start].hash { end += 1 }
                if end - start > 1 { try compare(entries[start..<end], body) }
                start = end
            }
        }
    }

    private func entries(of pass: Int, _ passes: Int) throws -> [Entry] {
        var entries: [Entry] = []
        entries.reserveCapacity(Int(count) / passes)
        scan.bind(0, input)
        while try scan.step() {
            var hasher = Hasher()
            for column in 0..<columns { hasher.combine(scan.integer(column)) }
            let hash = hasher.finalize()
            guard passes == 1 || Int(hash.magnitude % UInt(passes)) == pass else { continue }
            entries.append(Entry(hash: hash, number: scan.integer(columns) & ContributionID.maximumNumber))
        }
        return entries
    }

    /// Rows of one hash, in the order of their numbers: nearly always rows of one key.
    private func compare(_ entries: ArraySlice<Entry>, _ body: (Copy) throws -> Void) throws {
        var firsts: [(number: Int64, key: [Int64])] = []
        for entry in entries {
            let key = try key(of: entry.number)
            if let first = firsts.first(where: { $0.key == key }) {
                try body(Copy(number: entry.number, target: first.number))
            } else {
                firsts.append((entry.number, key))
            }
        }
    }

    private func key(of number: Int64) throws -> [Int64] {
        one.bind(0, ContributionID.of(input: input, number: number))
        defer { one.reset() }
        guard try one.step() else { return [] }
        return (0..<columns).map { one.integer($0) }
    }
}
