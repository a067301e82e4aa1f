import AccessModel
import GRDB
import Testing

@testable import EvidenceStore

struct RowCopiesTests {
    /// Rows of few keys, found in one pass and in many.
    @Test(arguments: [1 << 20, 100, 7, 1]) func everyCopyIsFoundOnce(rowsAtATime: Int) throws {
        let database = try DatabaseQueue()
        try database.write { database in
            try Schema.create(in: database)
            var random = SeededGenerator(seed: 11)
            var firsts: [[Int64]: Int64] = [:]
            var expected: [Int64: Int64] = [:]
            for number in Int64(0)..<500 {
                let key = (0..<9).map { _ in Int64.random(in: 0...1, using: &random) }
                let values = ([3 << 32 | number] + key + [1, 2, 3, 4, 5]).map { "\($0)" }.joined(separator: ", ")
                try database.execute(sql: "INSERT INTO contribution_row VALUES (\(values))")
                // The next input's rows are its own.
                let other = ([4 << 32 | number] + key + [1, 2, 3, 4, 5]).map { "\($0)" }.joined(separator: ", ")
                try database.execute(sql: "INSERT INTO contribution_row VALUES (\(other))")
                if let first = firsts[key] { expected[number] = first } else { firsts[key] = number }
            }
            var found: [Int64: Int64] = [:]
            try RowCopies(database, input: 3, rowsAtATime: rowsAtATime).forEach { copy in
                #expect(found.updateValue(copy.target, forKey: copy.number) == nil)
            }
            #expect(found == expected)
            #expect(!expected.isEmpty)
        }
    }
}
