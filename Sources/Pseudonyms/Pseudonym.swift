import AccessModel

/// What a name names. The raw value begins its pseudonyms.
public enum PersonalKind: String, Sendable, Hashable, CaseIterable, Codable {
    /// An account's name, without its domain; the local part of a UPN or a mail address.
    case user
    /// What people are called: display names, and who decided or declared.
    case person
    /// An employee id.
    case employee
    /// A SID of an account.
    case sid
    /// A device's name, without its domain.
    case device
    /// An address of a client or a visitor.
    case address
    /// A MAC address, or the id a device gave.
    case hardware
    /// To whom the ledger assigns a licence, where nothing else knows the name.
    case holder
}

/// What stands for a name: the same for a name and a key, in every output, run and store.
public struct Pseudonym: Sendable, Hashable {
    public var kind: PersonalKind
    /// `PseudonymDigits.count` digits.
    var digits: String

    init(kind: PersonalKind, digits: String) {
        self.kind = kind
        self.digits = digits
    }

    /// The pseudonym of a name. Upper and lower case are one.
    public init(of name: String, kind: PersonalKind, key: PseudonymKey) {
        self.init(ofFolded: ExactText(name.scalarLowercased), kind: kind, key: key)
    }

    /// - Parameter folded: the name in lower case.
    init(ofFolded folded: ExactText, kind: PersonalKind, key: PseudonymKey) {
        self.kind = kind
        // No kind contains a zero byte, so no two messages are alike.
        let message = Array("headcount.pseudonym/1 \(kind.rawValue)".utf8) + [0] + Array(folded.string.utf8)
        digits = PseudonymDigits.text(of: key.code(of: message))
    }

    /// Reads `user-7k3q9x2m4d0v8h6w`, with or without what outputs write around it: `corp\user-...`, `user-...@corp.com`,
    /// `device-...$`.
    public init(reading text: String) throws(PseudonymError) {
        var name = text.scalarLowercased[...]
        if let cut = name.utf8.lastIndex(of: UInt8(ascii: "\\")) { name = name[name.utf8.index(after: cut)...] }
        for end in [UInt8(ascii: "@"), UInt8(ascii: "."), UInt8(ascii: "$")] {
            if let cut = name.utf8.firstIndex(of: end) { name = name[..<cut] }
        }
        for kind in PersonalKind.allCases {
            let digits = name.utf8.dropFirst(kind.rawValue.utf8.count + 1)
            guard name.utf8.starts(with: (kind.rawValue + "-").utf8), digits.count == PseudonymDigits.count,
                digits.allSatisfy(PseudonymDigits.alphabet.contains)
            else { continue }
            self.init(kind: kind, digits: String(Substring(digits)))
            return
        }
        throw .noPseudonym(text)
    }

    /// `user-7k3q9x2m4d0v8h6w`.
    public var text: String { kind.rawValue + "-" + digits }
}
