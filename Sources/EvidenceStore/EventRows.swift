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

    var log: Int64 { identity.log }
    var recordID: Int64 { identity.recordID }
    var eventID: Int64 { identity.eventID }
    var time: Int64 { identity.time }
    var input: Int64 { identity.input }
    var offset: Int64 { identity.offset }

    /// The rows the record is counted in.
    var places: [EventRowPlace] { secondRow.map { [row, $0] } ?? [row] }

    /// Of copies from one log.
    func isSameEvent(as other: EventCopy) -> Bool {
        recordID == other.recordID && time == other.time && eventID == other.eventID
    }
}

/// What a record's rows say, whichever input they are in: equal numbers are equal rows of `access_evidence`.
struct RowClasses: Hashable {
    var first: Int
    var second: Int?
}

/// The event rows of the store by what they say, read as copies of events ask for them.
struct EventRows {
    /// What an event's row says: of two such rows with one key, all columns of `access_evidence` are equal.
    private struct Key: Hashable {
        var facet, day, server, accountDomain, accountName, accountSID, address, clientName: Int64
    }

    private let texts: TextTable
    private let find: RowStatement
    private let findFacet: RowStatement
    /// The class of each row by its number, -1 where it is not known yet; by input.
    private var classOfRow: [Int64: [Int32]] = [:]
    private var classOfKey: [Key: Int] = [:]
    private var keys: [Key] = []
    private var eventIDs: [Int64] = []
    private var columns: [RowClasses: [String]] = [:]

    init(_ database: Database) throws {
        texts = try TextTable(database)
        find = try RowStatement(
            database,
            """
            SELECT facet, day, server, account_domain, account_name, account_sid, address, client_name
            FROM contribution_row WHERE id = ?
            """)
        findFacet = try RowStatement(
            database, "SELECT source, event_id, channel, logon_type, outcome FROM facet WHERE id = ?")
    }

    mutating func classes(of copy: EventCopy) throws -> RowClasses {
        RowClasses(first: try rowClass(copy.row), second: try copy.secondRow.map { try rowClass($0) })
    }

    /// The event id of a row, and so of the records in it.
    mutating func eventID(of place: EventRowPlace) throws -> Int64 { eventIDs[try rowClass(place)] }

    private mutating func rowClass(_ place: EventRowPlace) throws -> Int {
        if let known = known(place) { return known }
        find.bind(0, ContributionID.of(input: place.input, number: place.number))
        defer { find.reset() }
        guard (0...ContributionID.maximumNumber).contains(place.number), try find.step() else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "an event record has no row")
        }
        let key = Key(
            facet: find.integer(0), day: find.integer(1), server: find.integer(2), accountDomain: find.integer(3),
            accountName: find.integer(4), accountSID: find.integer(5), address: find.integer(6),
            clientName: find.integer(7))
        let found = classOfKey[key] ?? keys.count
        if found == keys.count {
            keys.append(key)
            classOfKey[key] = found
            eventIDs.append(try facet(key.facet).eventID)
        }
        note(Int32(clamping: found), at: place)
        return found
    }

    private func known(_ place: EventRowPlace) -> Int? {
        guard let rows = classOfRow[place.input], rows.indices.contains(Int(place.number)) else { return nil }
        let known = rows[Int(place.number)]
        return known < 0 ? nil : Int(known)
    }

    /// The row is in the store, so its number is no larger than the number of rows somebody has written.
    private mutating func note(_ rowClass: Int32, at place: EventRowPlace) {
        let number = Int(place.number)
        let missing = number + 1 - (classOfRow[place.input]?.count ?? 0)
        if missing > 0 {
            classOfRow[place.input, default: []].append(contentsOf: repeatElement(-1, count: max(missing, number / 2)))
        }
        classOfRow[place.input, default: []][number] = rowClass
    }

    private struct Facet {
        var source, eventID, channel, logonType, outcome: Int64
    }

    private func facet(_ id: Int64) throws -> Facet {
        findFacet.bind(0, id)
        defer { findFacet.reset() }
        guard try findFacet.step() else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a row has no facet")
        }
        return Facet(
            source: findFacet.integer(0), eventID: findFacet.integer(1), channel: findFacet.integer(2),
            logonType: findFacet.integer(3), outcome: findFacet.integer(4))
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

    private func columnTexts(_ key: Key) throws -> [String] {
        func text(_ id: Int64) throws -> String { try texts.text(of: id) }
        let facet = try facet(key.facet)
        return [
            try text(key.server), EvidenceSource(storedCode: facet.source).name, String(facet.eventID),
            try text(facet.channel), String(facet.logonType), try text(key.accountDomain), try text(key.accountName),
            try text(key.accountSID), try text(key.address), try text(key.clientName),
            Outcome(storedCode: facet.outcome).name, Day(number: Int32(clamping: key.day)).text,
        ]
    }
}
