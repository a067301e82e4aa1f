import AccessModel
import GRDB

/// A row of `contribution`.
struct EventRowPlace: Hashable {
    var input: Int64
    var number: Int64
}

/// One copy of an event record, as its input holds it.
struct EventCopy: Equatable {
    var input: Int64
    var recordID: UInt64
    /// Milliseconds since 1970-01-01.
    var time: Int64
    var offset: Int64
    var row: EventRowPlace
    var secondRow: EventRowPlace?

    init(_ entry: EventRun.Entry, input: Int64) {
        (self.input, recordID, time, offset) = (input, entry.recordID, entry.time, entry.offset)
        row = EventRowPlace(input: input, number: entry.row)
        secondRow = entry.secondRow.map { EventRowPlace(input: input, number: $0) }
    }

    /// The rows the record is counted in.
    var places: [EventRowPlace] { secondRow.map { [row, $0] } ?? [row] }
}

/// What an event's row says: of two rows that say the same, all columns of `access_evidence` are equal, whichever input
/// they are in.
struct EventRowKey: Hashable {
    var facet, day, server, accountDomain, accountName, accountSID, address, clientName: Int64
}

/// What a record's rows say.
struct RowClasses: Hashable {
    var first: EventRowKey
    var second: EventRowKey?
}

/// The event rows of the store by what they say, read as copies of events ask for them.
///
/// A class, because the merge of runs and whoever compares copies share what was read. It keeps up to `mostKnown` rows
/// and then forgets them all: logs are read in the order of their ids, so rows of one day are asked for together.
final class EventRows {
    struct Facts {
        var key: EventRowKey
        var eventID: Int64
    }

    private struct Page: Hashable {
        var input, number: Int64
    }

    private static let pageBits: Int64 = 8

    private let texts: TextTable
    private let find: RowStatement
    private let findFacet: RowStatement
    private let mostKnown: Int
    /// Index into `known` of each row by its number, -1 where it is not known.
    private var pages: [Page: [Int32]] = [:]
    private var known: [Facts] = []
    private var facets: [Int64: Facet] = [:]
    private var columns: [RowClasses: [String]] = [:]

    /// - Parameter mostKnown: rows kept in memory.
    init(_ database: Database, mostKnown: Int) throws {
        self.mostKnown = mostKnown
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

    /// Rows kept in memory.
    var knownCount: Int { known.count }

    func classes(of copy: EventCopy) throws -> RowClasses {
        RowClasses(first: try facts(of: copy.row).key, second: try copy.secondRow.map { try facts(of: $0).key })
    }

    /// What a row says; its event id is that of the records in it.
    func facts(of place: EventRowPlace) throws -> Facts {
        let page = Page(input: place.input, number: place.number >> EventRows.pageBits)
        let slot = Int(place.number & (1 << EventRows.pageBits - 1))
        if let index = pages[page]?[slot], index >= 0 { return known[Int(index)] }
        guard (0...ContributionID.maximumNumber).contains(place.number) else { throw EventRows.noRow }
        let found = try read(place)
        if known.count >= mostKnown {
            known.removeAll(keepingCapacity: true)
            pages.removeAll(keepingCapacity: true)
        }
        pages[page, default: Array(repeating: -1, count: 1 << EventRows.pageBits)][slot] = Int32(known.count)
        known.append(found)
        return found
    }

    private static var noRow: DatabaseError {
        DatabaseError(resultCode: .SQLITE_CORRUPT, message: "an event record has no row")
    }

    private func read(_ place: EventRowPlace) throws -> Facts {
        find.bind(0, ContributionID.of(input: place.input, number: place.number))
        defer { find.reset() }
        guard try find.step() else { throw EventRows.noRow }
        let key = EventRowKey(
            facet: find.integer(0), day: find.integer(1), server: find.integer(2), accountDomain: find.integer(3),
            accountName: find.integer(4), accountSID: find.integer(5), address: find.integer(6),
            clientName: find.integer(7))
        return Facts(key: key, eventID: try facet(key.facet).eventID)
    }

    private struct Facet {
        var source, eventID, channel, logonType, outcome: Int64
    }

    private func facet(_ id: Int64) throws -> Facet {
        if let known = facets[id] { return known }
        findFacet.bind(0, id)
        defer { findFacet.reset() }
        guard try findFacet.step() else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a row has no facet")
        }
        let facet = Facet(
            source: findFacet.integer(0), eventID: findFacet.integer(1), channel: findFacet.integer(2),
            logonType: findFacet.integer(3), outcome: findFacet.integer(4))
        if facets.count >= mostKnown { facets.removeAll(keepingCapacity: true) }
        facets[id] = facet
        return facet
    }

    /// True where rows `a` win over rows `b`, false where they lose, nil where they read the same: most non-empty
    /// columns, then column by column in UTF-8 byte order.
    func isPreferred(_ a: RowClasses, to b: RowClasses) throws -> Bool? {
        let (textsOfA, textsOfB) = (try columnTexts(a), try columnTexts(b))
        let (filledInA, filledInB) = (textsOfA.count { !$0.isEmpty }, textsOfB.count { !$0.isEmpty })
        if filledInA != filledInB { return filledInA > filledInB }
        for (x, y) in zip(textsOfA, textsOfB) where ExactText(x) != ExactText(y) { return x.isByteOrdered(before: y) }
        return textsOfA.count == textsOfB.count ? nil : textsOfA.count < textsOfB.count
    }

    /// Rows whose texts are kept: only rows that differ between copies are asked for.
    private static let mostColumns = 1024

    /// The columns of the rows as `access_evidence` writes them.
    private func columnTexts(_ classes: RowClasses) throws -> [String] {
        if let known = columns[classes] { return known }
        let result = try columnTexts(classes.first) + (classes.second.map(columnTexts) ?? [])
        if columns.count >= EventRows.mostColumns { columns.removeAll(keepingCapacity: true) }
        columns[classes] = result
        return result
    }

    private func columnTexts(_ key: EventRowKey) throws -> [String] {
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
