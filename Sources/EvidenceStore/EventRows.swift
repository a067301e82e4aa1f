import AccessModel
import GRDB

/// A row of `contribution`.
struct EventRowPlace: Hashable {
    var input: Int64
    var number: Int64
}

/// One copy of an event record, as its input holds it.
struct EventCopy {
    /// Everything that tells a record from all others in the store.
    struct Identity: Hashable {
        var log, recordID, eventID, time, input, offset: Int64
    }

    var identity: Identity
    var row: EventRowPlace
    var secondRow: EventRowPlace?
    /// Filled in where an event has several copies.
    var rowClasses = RowClasses(first: 0, second: nil)

    init(_ entry: EventRun.Entry, log: Int64, input: Int64, eventID: Int64) {
        identity = Identity(
            log: log, recordID: Int64(bitPattern: entry.recordID), eventID: eventID, time: entry.time, input: input,
            offset: entry.offset)
        row = EventRowPlace(input: input, number: entry.row)
        secondRow = entry.secondRow.map { EventRowPlace(input: input, number: $0) }
    }

    /// Reads the columns log, record_id, event_id, time, input, offset, row, second_row.
    init(_ query: RowStatement) {
        identity = Identity(
            log: query.integer(0), recordID: query.integer(1), eventID: query.integer(2), time: query.integer(3),
            input: query.integer(4), offset: query.integer(5))
        row = EventRowPlace(input: identity.input, number: query.integer(6))
        if !query.isNull(7) { secondRow = EventRowPlace(input: identity.input, number: query.integer(7)) }
    }

    var log: Int64 { identity.log }
    var recordID: Int64 { identity.recordID }
    var eventID: Int64 { identity.eventID }
    var time: Int64 { identity.time }
    var input: Int64 { identity.input }
    var offset: Int64 { identity.offset }

    /// The rows the record is counted in.
    var places: [EventRowPlace] { secondRow.map { [row, $0] } ?? [row] }

    func isSameEvent(as other: EventCopy) -> Bool {
        recordID == other.recordID && time == other.time && eventID == other.eventID && log == other.log
    }
}

/// What a record's rows say, whichever input they are in: equal numbers are equal rows of `access_evidence`.
struct RowClasses: Hashable {
    var first: Int
    var second: Int?
}

/// The event rows of the store by what they say, read as copies of events ask for them.
struct EventRows {
    private let database: Database
    private let texts: TextTable
    private var classOfRow: [EventRowPlace: Int] = [:]
    private var classOfKey: [[Int64]: Int] = [:]
    private var keys: [[Int64]] = []
    private var columns: [RowClasses: [String]] = [:]

    /// The columns of a row in the order of `access_evidence`.
    private static let columnNames = """
        server, source, event_id, channel, logon_type, account_domain, account_name, account_sid, address, client_name,
        outcome, day
        """

    init(_ database: Database) throws {
        self.database = database
        texts = try TextTable(database)
    }

    mutating func classes(of copy: EventCopy) throws -> RowClasses {
        RowClasses(first: try rowClass(copy.row), second: try copy.secondRow.map { try rowClass($0) })
    }

    private mutating func rowClass(_ place: EventRowPlace) throws -> Int {
        if let known = classOfRow[place] { return known }
        let query = try RowStatement(
            database, "SELECT \(EventRows.columnNames) FROM contribution WHERE input = ? AND number = ?")
        query.bind(from: 0, place.input, place.number)
        defer { query.reset() }
        let key = try query.step() ? (0..<12).map { query.integer($0) } : []
        let found = classOfKey[key] ?? keys.count
        if found == keys.count {
            keys.append(key)
            classOfKey[key] = found
        }
        classOfRow[place] = found
        return found
    }

    /// True where rows `a` win over rows `b`, false where they lose, nil where they read the same: most non-empty
    /// columns, then column by column in UTF-8 byte order.
    mutating func isPreferred(_ a: RowClasses, to b: RowClasses) throws -> Bool? {
        let (textsOfA, textsOfB) = (try columnTexts(a), try columnTexts(b))
        let (filledInA, filledInB) = (textsOfA.count { !$0.isEmpty }, textsOfB.count { !$0.isEmpty })
        if filledInA != filledInB { return filledInA > filledInB }
        for (x, y) in zip(textsOfA, textsOfB) where ExactText(x) != ExactText(y) { return x.isByteOrdered(before: y) }
        return textsOfA.count == textsOfB.count ? nil : textsOfA.count < textsOfB.count
    }

    /// The columns of the rows as `access_evidence` writes them.
    private mutating func columnTexts(_ classes: RowClasses) throws -> [String] {
        if let known = columns[classes] { return known }
        let result = try columnTexts(keys[classes.first]) + (classes.second.map { try columnTexts(keys[$0]) } ?? [])
        columns[classes] = result
        return result
    }

    private func columnTexts(_ key: [Int64]) throws -> [String] {
        guard key.count == 12 else { return [] }
        func text(_ index: Int) throws -> String { try texts.text(of: key[index]) }
        return [
            try text(0), EvidenceSource(storedCode: key[1]).name, String(key[2]), try text(3), String(key[4]),
            try text(5), try text(6), try text(7), try text(8), try text(9), Outcome(storedCode: key[10]).name,
            Day(number: Int32(clamping: key[11])).text,
        ]
    }
}
