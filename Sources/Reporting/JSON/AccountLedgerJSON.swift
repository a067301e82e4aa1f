import PositionModel

/// Entries of the ledger of accounts as `JSONText.encode` writes them, keys sorted.
///
/// As bytes: a text that grows by a gigabyte of short pieces takes three times as long (2.4 million entries: 5.5 s of
/// processor time before, 1.6 s since).
enum AccountLedgerJSON {
    /// The lines of an entry between its braces.
    static func append(_ entry: AccountLedgerEntry, to bytes: inout [UInt8]) throws(JSONTextError) {
        try append("account", entry.account, to: &bytes)
        try append("class", entry.accountClass, to: &bytes)
        append(entry.inDirectory ? "      \"in_directory\" : true,\n" : "      \"in_directory\" : false,\n", to: &bytes)
        try append("join", entry.join, to: &bytes)
        try append("join_proof", entry.joinProof, to: &bytes)
        try append("last_evidence", entry.lastEvidence, to: &bytes)
        try append("proof", entry.proof, to: &bytes)
        try append("rule", entry.rule, to: &bytes)
        try append("sid", entry.sid, to: &bytes)
        try append("user", entry.user, to: &bytes, isLast: true)
    }

    static func append(_ text: StaticString, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private static func append(
        _ key: StaticString, _ value: String, to bytes: inout [UInt8], isLast: Bool = false
    ) throws(JSONTextError) {
        append("      \"", to: &bytes)
        append(key, to: &bytes)
        append("\" : ", to: &bytes)
        if !appendQuoted(value, to: &bytes) {
            // What needs more than a backslash is left to the encoder.
            bytes.append(contentsOf: try JSONText.encodeLine(value).utf8.dropLast())
        }
        append(isLast ? "\n" : ",\n", to: &bytes)
    }

    /// Appends a text of printable ASCII in quotation marks; false, and nothing appended, for any other.
    private static func appendQuoted(_ value: String, to bytes: inout [UInt8]) -> Bool {
        var value = value
        let start = bytes.count
        let isPrintable = value.withUTF8 { text in
            bytes.append(UInt8(ascii: "\""))
            var rest = UnsafeRawBufferPointer(text)[...]
            while true {
                let plain = plainPrefix(UnsafeRawBufferPointer(rebasing: rest))
                bytes.append(contentsOf: rest.prefix(plain))
                rest = rest.dropFirst(plain)
                guard let byte = rest.first else { break }
                guard byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "\"") else { return false }
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
                rest = rest.dropFirst()
            }
            bytes.append(UInt8(ascii: "\""))
            return true
        }
        if !isPrintable { bytes.removeLast(bytes.count - start) }
        return isPrintable
    }

    /// How many bytes at the beginning stand for themselves: printable ASCII but quotation mark and backslash.
    private static func plainPrefix(_ bytes: UnsafeRawBufferPointer) -> Int {
        let (ones, tops): (UInt64, UInt64) = (0x0101_0101_0101_0101, 0x8080_8080_8080_8080)
        /// The top bit of a byte that is zero, and perhaps of ones after it.
        func zeros(_ word: UInt64) -> UInt64 { (word &- ones) & ~word & tops }
        var place = 0
        // Eight at a time as far as none of them is anything else.
        while place + 8 <= bytes.count {
            let word = bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
            let below = (word &- ones &* 0x20) & ~word
            let special = zeros(word ^ ones &* 0x22) | zeros(word ^ ones &* 0x5C) | zeros(word ^ ones &* 0x7F)
            if (below | word) & tops | special != 0 { break }
            place += 8
        }
        while place < bytes.count, (0x20...0x7E).contains(bytes[place]), bytes[place] != 0x22, bytes[place] != 0x5C {
            place += 1
        }
        return place
    }
}
