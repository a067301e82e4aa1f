import AccessModel
public import PositionModel

extension PersonalNames {
    /// Adds the names the organisation's files hold.
    public mutating func add(_ estate: Estate) {
        for account in estate.directory.accounts { add(account) }
        for computer in estate.directory.computers { add(computer) }
        for entry in estate.servers {
            for name in [entry.server] + entry.hosts + entry.aliases + entry.behind { keep(server: name) }
            for name in entry.serviceAccounts { add(account: name) }
        }
        for entry in estate.entitlements { add(holder: entry.assignedTo) }
        add(estate.settings)
    }

    private mutating func add(_ account: DirectoryAccount) {
        keep(domain: account.domain)
        add(account: account.domain.isEmpty ? account.name : account.domain + "\\" + account.name)
        for text in [account.principalName, account.mail] where !text.isEmpty { add(account: text) }
        for sid in [account.sid] + account.formerSIDs { add(sid: sid) }
        // A built-in account is called what it is called.
        let isBuiltIn = BuiltInPrincipals.contains(AccountText(account.domain + "\\" + account.name))
        if !isBuiltIn {
            add(account.displayName, .person)
            for name in DistinguishedText.firstValues(account.distinguishedName) { add(name, .person) }
        }
        add(account.employeeID, .employee)
        keep(phrase: account.department)
    }

    private mutating func add(_ computer: DirectoryComputer) {
        keep(domain: computer.domain)
        add(sid: computer.sid)
        for name in [computer.name, computer.dnsName] where !name.isEmpty {
            if computer.isServer { keep(server: name) } else { add(client: name) }
        }
    }

    /// To whom a licence is assigned: an account, a device, a host, or somebody nobody else knows.
    private mutating func add(holder: String) {
        guard !holder.isEmpty else { return }
        let folded = ExactText(holder.scalarLowercased)
        guard !isServer(folded) else { return }
        let account = AccountText(holder)
        let name = ExactText(account.name.scalarLowercased)
        let isKnown = PersonalKind.allCases.contains { self.isKnown(folded, $0) || self.isKnown(name, $0) }
        if account.domain != nil || account.realm != nil || account.hasDollar {
            add(account: holder)
        } else if !isKnown {
            add(holder, .holder)
        }
    }

    private mutating func add(_ settings: EstateSettings) {
        for domain in settings.domains + settings.affiliates { keep(domain: domain) }
        add(settings.networks)
        let accounts =
            settings.aliases.flatMap { [$0.user] + $0.accounts } + settings.separateAccounts
            + settings.contractors.map(\.account) + settings.multiplexers.flatMap { [$0.account] + $0.population }
            + settings.administration.flatMap(\.accounts)
            // Patterns without a wildcard are names; those of units are none.
            + (settings.servicePatterns + settings.sharedPatterns + settings.externalPatterns + settings.testPatterns)
            .filter { pattern in !pattern.utf8.contains { "*?=".utf8.contains($0) } }
        for account in accounts where !account.isEmpty { add(account: account) }
        for site in settings.sites {
            add(site.declaredBy, .person)
            keep(phrase: site.site)
        }
        for answer in settings.answers { add(answer.name, .person) }
    }
}

/// The text of a distinguished name.
enum DistinguishedText {
    /// The value of its first part, as written and without escapes (RFC 4514): of `CN=Adler\, Anna,OU=Staff` both `Adler\, Anna` and
    /// `Adler, Anna`.
    static func firstValues(_ name: String) -> [String] {
        guard let equals = name.utf8.firstIndex(of: UInt8(ascii: "=")) else { return [] }
        var (written, plain): ([UInt8], [UInt8]) = ([], [])
        var isEscaped = false
        for byte in name.utf8[name.utf8.index(after: equals)...] {
            if !isEscaped, byte == UInt8(ascii: ",") { break }
            written.append(byte)
            isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
            if !isEscaped { plain.append(byte) }
        }
        let texts = [written, plain].map { String(decoding: $0, as: UTF8.self) }
        return ExactText(texts[0]) == ExactText(texts[1]) ? [texts[0]] : texts
    }
}
