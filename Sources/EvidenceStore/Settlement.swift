import AccessModel
import GRDB

/// Makes the inputs that have closed part of the evidence: compares them with all others, takes duplicates out,
/// resolves the names that depend on the settings, and lets the views show them. One transaction.
///
/// What it derives depends on the set of inputs and the settings alone, so the order in which they came is forgotten.
struct Settlement {
    let database: Database

    func run() throws {
        guard try isNeeded() else { return }
        try removeSuperseded()
        // New inputs of one kind leave what was found among those of the other kind as it is.
        let hasTextLogs = try hasClosed("format IN \(Containment.formats)")
        let hasEvents = try hasClosed("EXISTS (SELECT 1 FROM event_span s WHERE s.input = input.id)")
        try database.execute(
            sql: "UPDATE input SET state = ? WHERE state = ?", arguments: [InputState.settled, InputState.closed])
        try database.execute(sql: "UPDATE input_place SET settled = 1 WHERE settled = 0")
        if hasTextLogs { try Containment(database: database).run() }
        if hasEvents {
            var copies = try EventCopies(database)
            try copies.run()
        }
        let names = EffectiveNames(database: database, settings: try SettingsTable(database: database).read())
        try names.resolveServers()
        try names.resolveClients(all: false)
    }

    /// Where the same content was read again at a smaller place, that reading counts.
    private func removeSuperseded() throws {
        let pairs = try Row.fetchAll(
            database,
            sql: """
                SELECT old.id AS old, new.id AS new FROM input new JOIN input old ON old.content = new.content
                WHERE new.state = ? AND old.state = ?
                """, arguments: [InputState.closed, InputState.settled])
        for pair in pairs {
            try InputRemoval(database: database, input: pair["old"]).run(movingPlacesTo: pair["new"])
        }
    }

    private func hasClosed(_ condition: String) throws -> Bool {
        try Bool.fetchOne(
            database, sql: "SELECT EXISTS (SELECT 1 FROM input WHERE state = ? AND \(condition))",
            arguments: [InputState.closed]) ?? false
    }

    /// False where no input and no further place of one has come since the last time.
    func isNeeded() throws -> Bool {
        try Bool.fetchOne(
            database,
            sql: """
                SELECT EXISTS(SELECT 1 FROM input WHERE state = ?)
                    OR EXISTS(SELECT 1 FROM input_place WHERE settled = 0)
                """, arguments: [InputState.closed]) ?? false
    }
}
