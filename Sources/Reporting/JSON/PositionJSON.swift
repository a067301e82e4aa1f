import AccessModel
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
    /// Parts in memory, of which several are made at a time.
    private static let partsAtOnce = 8

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
        let accounts = position.accounts
        for start in stride(from: 0, to: accounts.count, by: partSize * partsAtOnce) {
            let count = min(partSize * partsAtOnce, accounts.count - start)
            let parts = Together.ranges(of: count, size: partSize) { range in
                ledger(accounts[start + range.lowerBound..<start + range.upperBound])
            }
            for part in parts { body(try part.get()) }
        }
        // Between the brackets of an empty list stands an empty line.
        body(String(text.utf8.dropFirst(opening.utf8.count)) ?? "")
    }

    /// Entries of the ledger, each after the first of all with a comma before it.
    private static func ledger(_ accounts: ArraySlice<AccountLedgerEntry>) -> Result<String, JSONTextError> {
        var part = ""
        do throws(JSONTextError) {
            for index in accounts.indices {
                part += index == 0 ? "    {\n" : ",\n    {\n"
                try AccountLedgerJSON.append(accounts[index], to: &part)
                part += "    }"
            }
            return .success(part)
        } catch { return .failure(error) }
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
