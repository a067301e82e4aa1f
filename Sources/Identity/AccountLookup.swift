import AccessModel

/// Finds accounts by what records and people call them.
struct AccountLookup: Sendable {
    /// Accounts by account SID.
    var bySID = PositionsByKey<ExactText>()
    /// Accounts by canonical domain and bare name.
    var byName = PositionsByKey<DomainAccount>()
    /// Accounts of the directory by user principal name.
    var byPrincipal = PositionsByKey<ExactText>()
    /// Accounts of the directory by mail address.
    var byMail = PositionsByKey<ExactText>()
    /// Accounts of the directory by bare name, whatever the domain.
    var directoryByName = PositionsByKey<ExactText>()
    var domains = DomainNames(declared: [], sightings: [:], machines: [])

    init() {}

    struct DomainAccount: Hashable, Comparable, Sendable, CustomStringConvertible {
        var domain: ExactText
        var name: ExactText

        var description: String { "\(domain)\\\(name)" }

        static func < (a: DomainAccount, b: DomainAccount) -> Bool {
            a.domain == b.domain ? a.name < b.name : a.domain < b.domain
        }
    }

    /// The accounts a reference means: `CORP\alice`, a UPN, a mail address, a SID, or a name that is unique in the
    /// directory (or that no record gives a domain).
    func accounts(_ reference: String) -> [Int] {
        let text = reference.scalarLowercased
        if text.utf8.starts(with: "s-1-".utf8) { return Array(bySID[ExactText("S" + text.utf8.dropFirstText)] ?? []) }
        let parsed = AccountName(reference: text)
        if !parsed.principal.isEmpty {
            let key = ExactText(parsed.principal)
            if let found = byPrincipal[key] ?? byMail[key] { return Array(found) }
        }
        if parsed.domain.isEmpty {
            if let found = directoryByName[ExactText(parsed.name)] { return found.count == 1 ? Array(found) : [] }
        }
        return Array(byName[key(domain: parsed.domain, name: parsed.name)] ?? [])
    }

    func key(domain: String, name: String) -> DomainAccount {
        DomainAccount(domain: domains.canonical(domain), name: ExactText(name))
    }
}

extension String.UTF8View {
    /// Everything after the first byte, as text.
    fileprivate var dropFirstText: String { String(decoding: dropFirst(), as: UTF8.self) }
}
