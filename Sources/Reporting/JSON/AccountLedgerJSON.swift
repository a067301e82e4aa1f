import PositionModel

/// Entries of the ledger of accounts as `JSONText.encode` writes them, keys sorted.
enum AccountLedgerJSON {
    /// The lines of an entry between its braces.
    static func append(_ entry: AccountLedgerEntry, to text: inout String) throws(JSONTextError) {
        try append("account", entry.account, to: &text)
        try append("class", entry.accountClass, to: &text)
        text += "      \"in_directory\" : \(entry.inDirectory),\n"
        try append("join", entry.join, to: &text)
        try append("join_proof", entry.joinProof, to: &text)
        try append("last_evidence", entry.lastEvidence, to: &text)
        try append("proof", entry.proof, to: &text)
        try append("rule", entry.rule, to: &text)
        try append("sid", entry.sid, to: &text)
        try append("user", entry.user, to: &text, isLast: true)
    }

    private static func append(
        _ key: String, _ value: String, to text: inout String, isLast: Bool = false
    ) throws(JSONTextError) {
        text += "      \""
        text += key
        text += "\" : "
        if value.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) {
            text += "\""
            append(escaping: value, to: &text)
            text += "\""
        } else {
            // What needs more than a backslash is left to the encoder.
            text += String(try JSONText.encodeLine(value).dropLast())
        }
        text += isLast ? "\n" : ",\n"
    }

    /// Appends printable ASCII.
    private static func append(escaping value: String, to text: inout String) {
        guard value.utf8.contains(where: { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "\"") }) else {
            text += value
            return
        }
        text += String(unsafeUninitializedCapacity: 2 * value.utf8.count) { buffer in
            var count = 0
            for byte in value.utf8 {
                if byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "\"") {
                    buffer[count] = UInt8(ascii: "\\")
                    count += 1
                }
                buffer[count] = byte
                count += 1
            }
            return count
        }
    }
}
