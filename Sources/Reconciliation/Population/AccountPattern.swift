import AccessModel
import PositionModel

/// Names of one domain: NetBIOS and DNS names the settings list side by side, or a DNS name and its first label.
struct DomainNames: Sendable {
    private let groups: [[String]]
    let own: Set<ExactText>

    /// `domains: [CORP, corp.contoso.com, EU, eu.contoso.com]`: a name without a dot opens the next domain.
    /// Without any, the domains of the directory are the organisation's.
    init(_ settings: EstateSettings, directory: Directory) {
        var groups: [[String]] = []
        for domain in settings.domains.map(\.scalarLowercased) {
            if groups.isEmpty || !domain.utf8.contains(UInt8(ascii: ".")) {
                groups.append([domain])
            } else {
                groups[groups.count - 1].append(domain)
            }
        }
        self.groups = groups
        let declared = Set((settings.domains + settings.affiliates).map { ExactText($0.scalarLowercased) })
        own = declared.union(directory.accounts.lazy.map { ExactText($0.domain) }.filter { !$0.isEmpty })
    }

    /// All names of the domain that has this name, itself first.
    func aliases(of domain: String) -> [String] {
        var names = [domain]
        if let label = domain.utf8.firstIndex(of: UInt8(ascii: ".")) { names.append(String(domain[..<label])) }
        for group in groups where group.contains(where: { ExactText($0) == ExactText(domain) }) { names += group }
        return names
    }

    /// True for the organisation's and its affiliates' domains.
    func isOwn(_ domain: String) -> Bool { aliases(of: domain).contains { own.contains(ExactText($0)) } }
}

/// Accounts as settings name them: `svc-*` (a name), `CORP\ward3-*` (domain and name), `*@partner.com` (a principal
/// name), `OU=Partners` (a component of the distinguished name). `*` and `?` stand for any text and any character.
struct AccountPattern: Sendable {
    let text: String
    private let kind: Kind

    private enum Kind: Sendable {
        case distinguishedName(Glob)
        case domainAndName(Glob, Glob)
        case principalName(Glob)
        case name(Glob)
    }

    init(_ text: String) {
        self.text = text
        if let slash = text.firstIndex(of: "\\") {
            kind = .domainAndName(Glob(String(text[..<slash])), Glob(String(text[text.index(after: slash)...])))
        } else if text.utf8.contains(UInt8(ascii: "=")) {
            kind = .distinguishedName(Glob("*," + AccountPattern.tight(text) + ",*"))
        } else if text.utf8.contains(UInt8(ascii: "@")) {
            kind = .principalName(Glob(text))
        } else {
            kind = .name(Glob(text))
        }
    }

    /// True where the pattern names this account.
    func matches(_ account: NamedAccount, domains: DomainNames) -> Bool {
        switch kind {
        case .distinguishedName(let glob):
            !account.distinguishedName.isEmpty
                && glob.matches("," + AccountPattern.tight(account.distinguishedName) + ",")
        case .domainAndName(let domain, let name):
            name.matches(account.name) && domains.aliases(of: account.domain).contains { domain.matches($0) }
        case .principalName(let glob): glob.matches(account.principalName) || glob.matches(account.name)
        case .name(let glob): glob.matches(account.name)
        }
    }

    /// A distinguished name without spaces after its commas.
    private static func tight(_ name: String) -> String {
        var result = ""
        var afterComma = false
        for scalar in name.unicodeScalars {
            if afterComma, scalar == " " { continue }
            afterComma = scalar == ","
            result.unicodeScalars.append(scalar)
        }
        return result
    }
}

/// What patterns look at: an account of the directory or of the logs, lower-case.
struct NamedAccount: Sendable {
    var domain: String
    var name: String
    var principalName: String
    var distinguishedName: String

    init(_ account: DirectoryAccount) {
        domain = account.domain
        name = account.name
        principalName = account.principalName
        distinguishedName = account.distinguishedName
    }

    init(domain: String, name: String) {
        self.domain = domain
        self.name = name
        principalName = name
        distinguishedName = ""
    }

    /// What stands behind the `@` of the principal name; empty where there is none.
    var realm: String {
        principalName.lastIndex(of: "@").map { String(principalName[principalName.index(after: $0)...]) } ?? ""
    }
}

/// A list of patterns; says which one matched.
struct AccountPatterns: Sendable {
    private let patterns: [AccountPattern]
    private let domains: DomainNames

    init(_ texts: [String], domains: DomainNames) {
        patterns = texts.filter { !$0.isEmpty }.map(AccountPattern.init)
        self.domains = domains
    }

    func match(_ account: NamedAccount) -> String? {
        patterns.first { $0.matches(account, domains: domains) }?.text
    }
}
