public import AccessModel
import GRDB

extension EvidenceStore {
    /// The settled inputs, by content.
    public func tracedInputs() throws(StoreError) -> [TracedInput] {
        try read("list the inputs") { database in
            var inputs = try TracedInputs(database)
            return try Int64.fetchAll(
                database, sql: "SELECT id FROM input WHERE state = ? ORDER BY content",
                arguments: [InputState.settled]
            ).map { try inputs.input($0) }
        }
    }

    /// Logs that count as the beginning of another input, and that input; by the content of the first.
    public func containments() throws(StoreError) -> [(contained: TracedInput, holder: TracedInput)] {
        try read("list the contained logs") { database in
            var inputs = try TracedInputs(database)
            let rows = try Row.fetchAll(
                database,
                sql: "SELECT id, contained_in FROM input WHERE state = ? AND contained_in IS NOT NULL ORDER BY content",
                arguments: [InputState.settled])
            return try rows.map { (try inputs.input($0["id"]), try inputs.input($0["contained_in"])) }
        }
    }

    /// Drops every other input and every other place, and derives anew what depends on the set of inputs: what is left
    /// is the store that a scan of these places alone would have made.
    /// - Parameter kept: the inputs that stay, at the places named in them. A place that has no SHA-256 there has none
    ///   afterwards.
    public func reduce(to kept: [TracedInput]) throws(StoreError) {
        try write("reduce the store") { database in
            let wanted = Dictionary(kept.map { ($0.content, $0.places) }) { $0 + $1 }
            let inputs = try Row.fetchAll(database, sql: "SELECT id, content FROM input")
            for input in inputs {
                let places = wanted[ContentID(hex: input["content"] ?? "")] ?? []
                if places.isEmpty {
                    try InputRemoval(database: database, input: input["id"]).run()
                } else {
                    try EvidenceStore.keep(places, of: input["id"], database)
                }
            }
            try database.execute(sql: "UPDATE input SET state = ?", arguments: [InputState.closed])
            try database.execute(sql: "DELETE FROM unread")
        }
        try settle()
    }

    private static func keep(_ places: [InputPath], of input: Int64, _ database: Database) throws {
        for place in try InputTable(database).places(of: input, settledOnly: false) {
            let kept = places.first {
                ExactText($0.path) == ExactText(place.path) && ExactText($0.member) == ExactText(place.member)
            }
            let condition = "input = ? AND path = ? AND member = ? AND sha256 = ?"
            if kept == nil {
                try database.execute(
                    sql: "DELETE FROM input_place WHERE \(condition)",
                    arguments: [input, place.path, place.member, place.sha256])
            } else if kept?.sha256 == "", !place.sha256.isEmpty {
                try database.execute(
                    sql: "UPDATE input_place SET sha256 = '' WHERE \(condition)",
                    arguments: [input, place.path, place.member, place.sha256])
            }
        }
    }
}
