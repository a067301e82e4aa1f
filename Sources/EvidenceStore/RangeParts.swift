/// Ranges of record ids that came part by part, each part in pieces: read in the order of their first ids, one piece of
/// each part in memory at a time.
struct RangeParts<Range> {
    private let parts: [Int64]
    private let first: (Range) -> UInt64
    private let piece: (_ part: Int64, _ number: Int64) throws -> [Range]

    /// - Parameters:
    ///   - first: the first id of a range.
    ///   - piece: the ranges of a piece of a part; pieces are numbered from 0, behind the last one there are none.
    init(
        _ parts: [Int64], first: @escaping (Range) -> UInt64,
        piece: @escaping (_ part: Int64, _ number: Int64) throws -> [Range]
    ) {
        (self.parts, self.first, self.piece) = (parts, first, piece)
    }

    func forEach(_ body: (Range) -> Void) throws {
        var cursors = parts.map { Cursor(part: $0) }
        for index in cursors.indices { try advance(&cursors[index]) }
        while true {
            var next: (range: Range, cursor: Int)?
            for (index, cursor) in cursors.enumerated() {
                if let range = cursor.current, next.map({ first(range) < first($0.range) }) ?? true {
                    next = (range, index)
                }
            }
            guard let next else { return }
            body(next.range)
            try advance(&cursors[next.cursor])
        }
    }

    private struct Cursor {
        let part: Int64
        var current: Range?
        var piece: [Range] = []
        var place = 0
        var number: Int64 = 0
    }

    private func advance(_ cursor: inout Cursor) throws {
        if cursor.place == cursor.piece.count {
            cursor.piece = try piece(cursor.part, cursor.number)
            cursor.number += 1
            cursor.place = 0
        }
        cursor.current = cursor.piece.isEmpty ? nil : cursor.piece[cursor.place]
        cursor.place += cursor.piece.isEmpty ? 0 : 1
    }
}
