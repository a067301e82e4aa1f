import AccessModel
import GRDB

/// Reads what the store knows of its inputs.
struct InputTable {
    private let database: Database

    init(_ database: Database) { self.database = database }

    /// The byte-smallest place of an input.
    func firstPlace(of input: Int64, settledOnly: Bool) throws -> InputPath? {
        try places(of: input, settledOnly: settledOnly).first
    }

    /// Every place of an input, byte-smallest first.
    func places(of input: Int64, settledOnly: Bool) throws -> [InputPath] {
        let query = try RowStatement(
            database,
            """
            SELECT path, member, sha256, bytes FROM input_place WHERE input = ? AND settled >= ?
            ORDER BY display, sha256, path, member
            """)
        query.bind(from: 0, input, settledOnly ? 1 : 0)
        var result: [InputPath] = []
        while try query.step() { result.append(InputTable.place(query, from: 0)) }
        return result
    }

    private struct DamagedPlace {
        var location: InputPath
        /// Empty where nothing was wrong.
        var damage: String
    }

    /// Every settled place of an input with its damage, byte-smallest first.
    private func damagedPlaces(of input: Int64) throws -> [DamagedPlace] {
        let query = try RowStatement(
            database,
            """
            SELECT path, member, sha256, bytes, damage FROM input_place WHERE input = ? AND settled
            ORDER BY display, sha256, path, member
            """)
        query.bind(0, input)
        var result: [DamagedPlace] = []
        while try query.step() {
            result.append(DamagedPlace(location: InputTable.place(query, from: 0), damage: query.text(4)))
        }
        return result
    }

    /// Every place of every input that has closed, settled or not.
    func allPlaces() throws -> [InputPath] {
        let query = try RowStatement(
            database,
            "SELECT path, member, sha256, bytes FROM input_place ORDER BY display, sha256, path, member, input")
        var result: [InputPath] = []
        while try query.step() { result.append(InputTable.place(query, from: 0)) }
        return result
    }

    private static func place(_ query: RowStatement, from column: Int32) -> InputPath {
        InputPath(
            path: query.text(column), member: query.text(column + 1), sha256: query.text(column + 2),
            bytes: UInt64(clamping: query.integer(column + 3)))
    }

    /// The settled inputs, by location, then content.
    func summaries() throws -> [InputSummary] {
        let query = try RowStatement(
            database,
            """
            SELECT id, content, format, accepted, ignored, rejected, duplicates, first_seen, last_seen
            FROM input WHERE state = ? ORDER BY content
            """)
        query.bind(0, Int64(InputState.settled))
        var result: [InputSummary] = []
        while try query.step() {
            let input = query.integer(0)
            let places = try damagedPlaces(of: input)
            guard let first = places.first else { continue }
            result.append(try summary(query, of: input, at: first, places))
        }
        return result.sorted { $0.location == $1.location ? $0.content < $1.content : $0.location < $1.location }
    }

    private func summary(
        _ query: RowStatement, of input: Int64, at first: DamagedPlace, _ places: [DamagedPlace]
    ) throws -> InputSummary {
        let (accepted, ignored) = (try query.count(3), try query.count(4))
        let (rejected, duplicates) = (try query.count(5), try query.count(6))
        guard duplicates <= accepted else { throw RowStatement.damaged("more duplicates than records") }
        var copies: [ExactText] = []
        for place in places.map({ ExactText($0.location.display) })
        where place != ExactText(first.location.display) && place != copies.last { copies.append(place) }
        let seen = try query.bounds(7, 8, query.instant)
        return InputSummary(
            location: first.location, content: ContentID(hex: query.text(1)),
            format: LogFormat(rawValue: query.text(2)) ?? .unknown,
            records: accepted + ignored + rejected, accepted: accepted - duplicates, ignored: ignored,
            rejected: rejected, duplicates: duplicates,
            ignoredByRule: try counts("ignored", of: input), rejectedByReason: try counts("rejected", of: input),
            damage: first.damage, firstSeen: seen?.lowerBound, lastSeen: seen?.upperBound,
            copies: copies.map(\.string),
            damagedCopies: places.dropFirst().filter { !$0.damage.isEmpty }.map {
                InputSummary.DamagedCopy(path: $0.location.display, damage: $0.damage)
            }, firstRejection: accepted == 0 && rejected > 0 ? try firstRejection(of: input) : nil)
    }

    /// By name.
    private func counts(_ kind: String, of input: Int64) throws -> [NamedCount] {
        let query = try RowStatement(
            database, "SELECT name, count FROM tally WHERE input = ? AND kind = ? ORDER BY name")
        query.bind(0, input)
        query.bind(1, kind)
        var result: [NamedCount] = []
        while try query.step() {
            result.append(NamedCount(name: query.text(0), count: try query.count(1)))
        }
        return result
    }

    func rejections() throws -> [InputRejection] {
        let query = try RowStatement(database, InputTable.rejectionsOfInput)
        var result: [InputRejection] = []
        for (input, location) in try locations() {
            query.bind(0, input)
            while try query.step() {
                result.append(InputRejection(location: location, rejection: InputTable.rejection(query)))
            }
        }
        return result
    }

    private func firstRejection(of input: Int64) throws -> Rejection? {
        let query = try RowStatement(database, InputTable.rejectionsOfInput + " LIMIT 1")
        defer { query.reset() }
        query.bind(0, input)
        return try query.step() ? InputTable.rejection(query) : nil
    }

    private static let rejectionsOfInput =
        "SELECT reason, offset, record, detail FROM rejection WHERE input = ? ORDER BY offset, record, number"

    private static func rejection(_ query: RowStatement) -> Rejection {
        Rejection(
            reason: RejectionReason(rawValue: query.text(0)) ?? .unreadableValue,
            offset: UInt64(clamping: query.integer(1)), record: UInt64(clamping: query.integer(2)),
            detail: query.text(3))
    }

    /// Settled inputs with their location, by location, then content.
    private func locations() throws -> [(input: Int64, location: InputPath)] {
        let inputs = try Int64.fetchAll(
            database, sql: "SELECT id FROM input WHERE state = ? ORDER BY content", arguments: [InputState.settled])
        var result: [(input: Int64, location: InputPath, rank: Int)] = []
        for (rank, input) in inputs.enumerated() {
            guard let location = try firstPlace(of: input, settledOnly: true) else { continue }
            result.append((input, location, rank))
        }
        result.sort { $0.location == $1.location ? $0.rank < $1.rank : $0.location < $1.location }
        return result.map { ($0.input, $0.location) }
    }

    func unread() throws -> [UnreadInput] {
        let query = try RowStatement(
            database, "SELECT path, format, reason, remedy, is_failure FROM unread ORDER BY path")
        var result: [UnreadInput] = []
        while try query.step() {
            result.append(
                UnreadInput(
                    path: query.text(0), format: LogFormat(rawValue: query.text(1)) ?? .unknown,
                    reason: query.text(2), remedy: query.text(3), isFailure: query.integer(4) != 0))
        }
        return result
    }

    func forgetUnread(_ paths: [String]) throws {
        let delete = try RowStatement(database, "DELETE FROM unread WHERE path = ?")
        for path in paths {
            delete.bind(0, path)
            try delete.run()
        }
    }

    func noteUnread(_ inputs: [UnreadInput]) throws {
        let insert = try RowStatement(database, "INSERT OR REPLACE INTO unread VALUES (?, ?, ?, ?, ?)")
        for input in inputs {
            insert.bind(0, input.path)
            insert.bind(1, input.format.rawValue)
            insert.bind(2, input.reason)
            insert.bind(3, input.remedy)
            insert.bind(4, input.isFailure ? 1 : 0)
            try insert.run()
        }
    }

    /// How many events have copies that differ: of each, one copy counts.
    func conflictCount() throws -> UInt64 {
        let query = try RowStatement(database, "SELECT count(*) FROM event_conflict WHERE counted = 1")
        defer { query.reset() }
        return try query.step() ? UInt64(clamping: query.integer(0)) : 0
    }

    /// Events whose copies differ, sorted by computer, log, record id, event id, time.
    func conflicts() throws -> [EventConflict] {
        let locations = Dictionary(uniqueKeysWithValues: try locations().map { ($0.input, $0.location) })
        let query = try RowStatement(
            database,
            """
            SELECT co.value, ch.value, c.record_id, c.event_id, c.time, c.input, c.offset, c.counted
            FROM event_conflict c JOIN event_log l ON l.id = c.log JOIN text co ON co.id = l.computer
                JOIN text ch ON ch.id = l.channel JOIN input i ON i.id = c.input
            ORDER BY co.value, ch.value, c.record_id < 0, c.record_id, c.event_id, c.time, i.content, c.offset
            """)
        var result: [EventConflict] = []
        while try query.step() {
            var conflict = EventConflict(
                computer: query.text(0), logChannel: query.text(1), recordID: UInt64(bitPattern: query.integer(2)),
                eventID: try query.number32(3), time: try query.instant(4))
            guard let location = locations[query.integer(5)] else { continue }
            let copy = EventConflict.Copy(
                location: location, offset: UInt64(clamping: query.integer(6)), isCounted: query.integer(7) != 0)
            if let last = result.last, last.isSameEvent(as: conflict) {
                result[result.count - 1].copies.append(copy)
            } else {
                conflict.copies = [copy]
                result.append(conflict)
            }
        }
        return result
    }
}
