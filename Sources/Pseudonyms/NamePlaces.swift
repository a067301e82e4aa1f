import AccessModel

/// Where a sentence of ours says that what stands there is a name, whatever word it is.
///
/// Somebody may be called `user`, `security` or `1`. Such a name is replaced in these places only: elsewhere it is our own word or
/// number, which tells nothing of anybody.
enum NamePlaces {
    /// What stands before a name, as the sentences have it; a test looks for each in the sources.
    static let before = [
        "account named ", "are named ", "had the name ", "the directory calls it ", "the directory gives ",
        "authority over ", "declared alias of ", "employee id ", "mail address ",
        "only full name that begins with ", "the directory's computer ", "machine account ", "contractor ",
        "multiplexer ", "declared service account: ", "declared test account: ", "declared external: ",
        "accounts.separate: ", "accounts.aliases: ", "administrators: ", "neither directory nor logs know whom ",
        "may be any of ", "is assigned to ", "declared by ",
        "user principal name ", "have the principal name ",
    ]

    /// What stands behind one.
    static let after = [
        " was its name on ", " was the name of ", " is the name of too many accounts", " (behind a multiplexer)",
        " names no account of the evidence or directory", " is declared an alias and separate",
        " falls under ", " (no SID)", " (S-1-",
    ]

    /// True where the text around `place` (in its UTF-8) says so, or there is none.
    static func hold(_ bytes: ArraySlice<UInt8>, _ place: Range<Int>) -> Bool {
        let (before, after) = (bytes[..<place.lowerBound], bytes[place.upperBound...])
        if before.isEmpty, after.isEmpty { return true }
        // What stands before a backslash is a domain.
        if after.first == UInt8(ascii: "\\") { return false }
        // DOMAIN\name, name@realm, NAME$.
        if before.last == UInt8(ascii: "\\") || after.first == UInt8(ascii: "$") { return true }
        if after.first == UInt8(ascii: "@"), let next = after.dropFirst().first, next != 0x20 { return true }
        return beforeBytes.contains { ends(before, with: $0) } || afterBytes.contains { after.starts(with: $0) }
    }

    private static let beforeBytes = before.map { Array($0.utf8) }
    private static let afterBytes = after.map { Array($0.utf8) }

    private static func ends(_ bytes: ArraySlice<UInt8>, with end: [UInt8]) -> Bool {
        bytes.suffix(end.count).elementsEqual(end)
    }
}
