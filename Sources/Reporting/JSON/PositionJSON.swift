import AccessModel
public import PositionModel

/// `position.json`: the complete position, which every other output is a view of.
public enum PositionJSON {
    public static func text(_ position: Position) throws(JSONTextError) -> String {
        var text: [UInt8] = []
        try forEachPart(of: position) { text += $0 }
        return String(decoding: text, as: UTF8.self)
    }

    /// Entries of a part.
    private static let partSize = 4096
    /// Parts in memory, of which several are made at a time.
    private static let partsAtOnce = 8
    /// What most entries take.
    private static let bytesOfEntry = 512

    /// The text in UTF-8 piece by piece: a large position's ledger of accounts is a gigabyte of it. The next pieces are made
    /// while `body` has those before them.
    ///
    /// The ledger is written here, everything else by the encoder, which holds every value of it in memory before it writes
    /// the first. The bytes are the same.
    public static func forEachPart(of position: Position, _ body: ([UInt8]) -> Void) throws(JSONTextError) {
        if position.accounts.isEmpty { return body(Array(try JSONText.encode(position).utf8)) }
        let (rest, outcome) = withoutActuallyEscaping(body) { body in
            // Called by one thread at a time, and not after this.
            nonisolated(unsafe) let body = body
            return Together.both({ textAfterLedger(of: position) }, { writeLedger(of: position, body) })
        }
        try outcome.get()
        body(try rest.get())
    }

    /// What stands before the first entry: of all keys in order the ledger's is the first.
    private static let opening = "{\n  \"accounts\" : [\n"

    /// Everything behind the last entry of the ledger.
    private static func textAfterLedger(of position: Position) -> Result<[UInt8], JSONTextError> {
        var withoutAccounts = position
        withoutAccounts.accounts = []
        do throws(JSONTextError) {
            let text = try JSONText.encode(withoutAccounts)
            guard text.utf8.starts(with: opening.utf8) else {
                throw .notEncodable(detail: "the ledger of accounts is not at the beginning")
            }
            // Between the brackets of an empty list stands an empty line.
            return .success(Array(text.utf8.dropFirst(opening.utf8.count)))
        } catch { return .failure(error) }
    }

    /// Writes everything up to the last entry of the ledger.
    private static func writeLedger(
        of position: Position, _ body: ([UInt8]) -> Void
    ) -> Result<Void, JSONTextError> {
        let accounts = position.accounts
        /// The parts of the entries from one on; none behind the last.
        @Sendable func parts(from start: Int) -> [Result<[UInt8], JSONTextError>] {
            let count = max(0, min(partSize * partsAtOnce, accounts.count - start))
            return Together.ranges(of: count, size: partSize) { range in
                ledger(accounts[start + range.lowerBound..<start + range.upperBound])
            }
        }
        body(Array(opening.utf8))
        var made = parts(from: 0)
        for start in stride(from: 0, to: accounts.count, by: partSize * partsAtOnce) {
            do throws(JSONTextError) {
                let ready: [[UInt8]] = try made.map { part throws(JSONTextError) in try part.get() }
                made = withoutActuallyEscaping(body) { body in
                    nonisolated(unsafe) let body = body
                    return Together.both({ parts(from: start + partSize * partsAtOnce) }, { ready.forEach(body) }).0
                }
            } catch { return .failure(error) }
        }
        return .success(())
    }

    /// Entries of the ledger, each after the first of all with a comma before it.
    private static func ledger(_ accounts: Slice<AccountLedgerList>) -> Result<[UInt8], JSONTextError> {
        var part: [UInt8] = []
        part.reserveCapacity(accounts.count * bytesOfEntry)
        do throws(JSONTextError) {
            for index in accounts.indices {
                AccountLedgerJSON.append(index == 0 ? "    {\n" : ",\n    {\n", to: &part)
                try AccountLedgerJSON.append(accounts[index], to: &part)
                AccountLedgerJSON.append("    }", to: &part)
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
