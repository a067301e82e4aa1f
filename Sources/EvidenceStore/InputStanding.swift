import AccessModel
import GRDB

/// What an input is to the inputs of the same content that the store has.
enum InputStanding {
    /// It becomes an input of the store. Those it supersedes have not been seen yet and go; one that is seen stays until
    /// `settle` puts this one in its place. `first`: the place the content was known by, nil where it is new.
    case input(superseding: [Int64], first: InputPath?)
    /// Its places are further ones of an input that stays.
    case furtherPlace(of: Int64, first: InputPath, isKnown: Bool)

    /// The byte-smallest place names an input, and what its content contributes is what was read there: the folder may
    /// name the site, and one container may be damaged where another is not. So the order of reading does not matter.
    /// - Parameters:
    ///   - content: the content id, in hexadecimal.
    ///   - location: where it was read.
    ///   - zone: by which local times were read.
    init(of content: String, at location: InputPath, zone: String, in database: Database) throws {
        let closed = try InputStanding.inputs(of: content, InputState.closed, database)
        let settled = try InputStanding.inputs(of: content, InputState.settled, database)
        let places = try (closed + settled).flatMap { try InputTable(database).places(of: $0, settledOnly: false) }
        guard let holder = closed.first ?? settled.first else {
            self = .input(superseding: [], first: nil)
            return
        }
        let holderZone = try String.fetchOne(database, sql: "SELECT zone FROM input WHERE id = ?", arguments: [holder])
        guard let first = try InputStanding.first(of: places, zone: holderZone ?? "", database) else {
            self = .input(superseding: [], first: nil)
            return
        }
        let wasRead = holderZone != InputReading.unstatedZone
        let isRead = zone != InputReading.unstatedZone
        if isRead, !wasRead {
            // What was rejected for want of its zone is read now.
            self = .input(superseding: closed, first: nil)
        } else if location < first, isRead || !wasRead {
            self = .input(superseding: closed, first: first)
        } else {
            self = .furtherPlace(of: holder, first: first, isKnown: places.contains(location))
        }
    }

    /// The byte-smallest of the places; of local times, of those whose zone they were read by.
    static func first(of places: [InputPath], zone: String, _ database: Database) throws -> InputPath? {
        if zone.isEmpty || zone == InputReading.unstatedZone { return places.min() }
        let settings = try SettingsTable(database: database).read()
        return places.filter { ExactText(settings.zone(of: $0)) == ExactText(zone) }.min() ?? places.min()
    }

    private static func inputs(of content: String, _ state: Int, _ database: Database) throws -> [Int64] {
        try Int64.fetchAll(
            database, sql: "SELECT id FROM input WHERE content = ? AND state = ?", arguments: [content, state])
    }
}
