import AccessModel

/// An account as records, files and outputs write it, taken apart so that it can be put together again: `CORP\alice`,
/// `alice@corp.contoso.com`, `CORP\alice@corp.contoso.com`, `CORP\PC1$`, `alice`.
struct AccountText {
    /// Nil where no domain is written.
    var domain: String?
    /// Without `$`.
    var name: String
    /// Nil where no realm is written.
    var realm: String?
    /// True for `NAME$`: the account of a computer, or a managed service's.
    var hasDollar = false

    init(_ text: String) {
        name = text
        if let cut = name.utf8.firstIndex(of: UInt8(ascii: "\\")) {
            domain = String(name[..<cut])
            name = String(name[name.utf8.index(after: cut)...])
        }
        if let at = name.utf8.lastIndex(of: UInt8(ascii: "@")), at != name.utf8.startIndex {
            realm = String(name[name.utf8.index(after: at)...])
            name = String(name[..<at])
        }
        if name.utf8.count > 1, name.utf8.last == UInt8(ascii: "$") {
            name = String(decoding: name.utf8.dropLast(), as: UTF8.self)
            hasDollar = true
        }
    }
}

/// What a SID says of itself (Microsoft, MS-DTYP 2.4, and "Well-known SIDs").
enum SIDShape {
    /// True for a SID a domain, a machine or Microsoft Entra ID gave one account. All others are the same everywhere, or a
    /// domain's own.
    static func isOfAccount(_ text: String) -> Bool {
        guard let parts = numbers(text) else { return false }
        func begins(_ numbers: String...) -> Bool { zip(parts, numbers).allSatisfy { $0.elementsEqual($1.utf8) } }
        // S-1-5-21-a-b-c is the domain's own.
        return begins("1", "5", "21") && parts.count > 6 || begins("1", "12", "1") && parts.count > 3
    }

    /// True for the text of any SID.
    static func isSID(_ text: String) -> Bool { numbers(text) != nil }

    /// What stands behind `S-`; nil where that is not a revision, an authority and at least one number.
    private static func numbers(_ text: String) -> [Substring.UTF8View]? {
        let parts = text[...].utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.count > 3, parts[0].elementsEqual("S".utf8) || parts[0].elementsEqual("s".utf8),
            parts.dropFirst().allSatisfy({ part in !part.isEmpty && part.allSatisfy { (0x30...0x39).contains($0) } })
        else { return nil }
        return Array(parts.dropFirst())
    }
}
