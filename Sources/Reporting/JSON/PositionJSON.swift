public import PositionModel

/// `position.json`: the complete position, which every other output is a view of.
public enum PositionJSON {
    public static func text(_ position: Position) throws(JSONTextError) -> String {
        var text = ""
        try forEachPart(of: position) { text += $0 }
        return text
    }

    /// Entries of a part.
    private static let partSize = 4096

    /// The text piece by piece: a large position's ledger of accounts is a gigabyte of it.
    ///
    /// The ledger is written here, everything else by the encoder, which holds every value of it in memory before it writes
    /// the first. The bytes are the same.
    public static func forEachPart(of position: Position, _ body: (String) -> Void) throws(JSONTextError) {
        var withoutAccounts = position
        withoutAccounts.accounts = []
        let text = try JSONText.encode(withoutAccounts)
        let opening = "{\n  \"accounts\" : [\n"
        guard !position.accounts.isEmpty, text.utf8.starts(with: opening.utf8) else {
            return body(try JSONText.encode(position))
        }
        body(opening)
        var part = ""
        for (index, account) in position.accounts.enumerated() {
            part += index == 0 ? "    {\n" : ",\n    {\n"
            try AccountLedgerJSON.append(account, to: &part)
            part += "    }"
            if index % partSize == partSize - 1 {
                body(part)
                part.removeAll(keepingCapacity: true)
            }
        }
        body(part)
        // Between the brackets of an empty list stands an empty line.
        body(String(text.utf8.dropFirst(opening.utf8.count)) ?? "")
    }

    /// Reads a `position.json` of the current schema.
    public static func position(from text: String) throws(JSONTextError) -> Position {
        try SchemaName.require(Position.currentSchema, in: text, what: "position")
        return try JSONText.decode(Position.self, from: text, what: "position")
    }
}

/// The `schema` key of a JSON text, read before anything else is.
struct SchemaName: Decodable {
    var schema: String

    static func require(_ expected: String, in text: String, what: String) throws(JSONTextError) {
        let found = try JSONText.decode(SchemaName.self, from: text, what: what).schema
        guard found == expected else { throw .otherSchema(what: what, found: found, expected: expected) }
    }
}
