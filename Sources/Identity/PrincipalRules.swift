public import AccessModel

/// One kind of principal that is never a licensable user, and how it is told from one.
public struct PrincipalRule: Sendable, Hashable {
    /// What makes an account the principal. Names and domains are lower-case and exclude an `@realm` suffix.
    public enum Test: Sendable, Hashable {
        /// The SID is this one.
        case sid(String)
        /// The SID begins with this.
        case sidPrefix(String)
        /// The SID is a machine's or domain's (`S-1-5-21-a-b-c-`), with this last part.
        case relativeID(String)
        /// The null SID, and no name beside it (failures carry the null SID with the name tried).
        case nullSIDAlone
        /// The domain is this one, whatever the name.
        case domain(String)
        /// The name is this one, in any domain.
        case name(String)
        /// The name is this one, in this domain (`""`: in none).
        case nameInDomain(String, String)
        /// The name matches this pattern (`*` any run, `?` one character).
        case pattern(Glob)
        /// The name is this prefix and then only hexadecimal digits, at least and at most so many.
        case hexadecimalAfter(String, ClosedRange<Int>)
        /// The name is this prefix and then only decimal digits.
        case digitsAfter(String)
        /// The directory lists the account as a managed service account.
        case managedServiceInDirectory

        /// True where many names meet it, some of which may be a password typed in the wrong place: `Winter2024$`.
        var leavesNameOpen: Bool {
            switch self {
            case .domain, .pattern, .hexadecimalAfter, .digitsAfter, .managedServiceInDirectory: true
            case .sid, .sidPrefix, .relativeID, .nullSIDAlone, .name, .nameInDomain: false
            }
        }
    }

    /// Stable id: `anonymous-logon`. Several rows may share one.
    public let id: String
    public let label: String
    public let test: Test
    /// Where the rule comes from.
    public let source: String
}

/// Every principal that is nobody: the only such table. Accounts it names are kept and labelled, never dropped.
public enum PrincipalRules {
    private static let wellKnown = "Microsoft, Well-known SIDs"
    private static let serviceNames = "Microsoft, Virtual accounts"
    private static let exchange = "Microsoft, Exchange system mailboxes and accounts"
    private static let legacy = "Microsoft, accounts made by Windows 2000/2003 components"
    private static let localised = "Windows, localised account names"

    /// Id of the rule for managed service accounts, which only the directory can tell from computers.
    public static let managedService = "managed-service-account"
    /// Id of the rule for machine accounts: evidence of a device.
    public static let machineAccount = "machine-account"
    /// Id of the rule for the name under which nobody logs on: a visit without a name.
    public static let anonymousName = "anonymous-name"

    /// First match wins.
    public static let table: [PrincipalRule] = [
        row(managedService, "Managed service account", .managedServiceInDirectory, "Directory: object class"),
        row("cloud-sso", "Microsoft Entra single sign-on account", .name("azureadssoacc$"), "Microsoft Entra Connect"),
        row("cloud-sso", "Microsoft Entra Kerberos account", .name("azureadkerberos$"), "Microsoft Entra Kerberos"),
        row("cloud-sso", "Microsoft Entra Kerberos account", .name("krbtgt_azuread"), "Microsoft Entra Kerberos"),
        row(machineAccount, "Machine account", .pattern(Glob("*$")), "Microsoft, SAM account name of computers"),

        row("null-sid", "No subject", .nullSIDAlone, wellKnown),
        row("anonymous-logon", "ANONYMOUS LOGON", .sid("S-1-5-7"), wellKnown),
        row("iusr", "IUSR, anonymous IIS user", .sid("S-1-5-17"), wellKnown),
        row("local-system", "SYSTEM", .sid("S-1-5-18"), wellKnown),
        row("local-service", "LOCAL SERVICE", .sid("S-1-5-19"), wellKnown),
        row("network-service", "NETWORK SERVICE", .sid("S-1-5-20"), wellKnown),
        row("service-virtual-account", "NT SERVICE virtual account", .sidPrefix("S-1-5-80-"), wellKnown),
        row("iis-apppool", "IIS application pool", .sidPrefix("S-1-5-82-"), wellKnown),
        row("vm-account", "Hyper-V virtual machine account", .sidPrefix("S-1-5-83-"), wellKnown),
        row("dwm", "Desktop Window Manager", .sidPrefix("S-1-5-90-"), wellKnown),
        row("winrm-virtual-user", "WinRM virtual user", .sidPrefix("S-1-5-94-"), wellKnown),
        row("umfd", "User-mode font driver host", .sidPrefix("S-1-5-96-"), wellKnown),
        row("virtual-user", "VIRTUAL USERS account", .sidPrefix("S-1-5-111-"), "OpenSSH for Windows"),

        row("guest", "Guest", .relativeID("501"), wellKnown),
        row("krbtgt", "krbtgt", .relativeID("502"), wellKnown),
        row("default-account", "DefaultAccount", .relativeID("503"), wellKnown),
        row("application-guard", "WDAGUtilityAccount", .relativeID("504"), wellKnown),

        row("service-virtual-account", "NT SERVICE virtual account", .domain("nt service"), serviceNames),
        row("iis-apppool", "IIS application pool", .domain("iis apppool"), serviceNames),
        row("vm-account", "Hyper-V virtual machine account", .domain("nt virtual machine"), serviceNames),
        row("dwm", "Desktop Window Manager", .domain("window manager"), serviceNames),
        row("umfd", "User-mode font driver host", .domain("font driver host"), serviceNames),
        row("virtual-user", "VIRTUAL USERS account", .domain("virtual users"), "OpenSSH for Windows"),
        row("anonymous-logon", "ANONYMOUS LOGON", .name("anonymous logon"), wellKnown),
        row(anonymousName, "anonymous, the name FTP visitors give", .nameInDomain("anonymous", ""), "RFC 1635"),
        row("local-service", "LOCAL SERVICE", .name("local service"), wellKnown),
        row("network-service", "NETWORK SERVICE", .name("network service"), wellKnown),
        row("local-system", "SYSTEM", .nameInDomain("system", "nt authority"), wellKnown),
        row("local-system", "SYSTEM", .nameInDomain("system", ""), wellKnown),
        row("local-system", "SYSTEM", .nameInDomain("localsystem", ""), wellKnown),
        row("iusr", "IUSR, anonymous IIS user", .name("iusr"), wellKnown),
        row("nt-authority", "NT AUTHORITY principal", .domain("nt authority"), wellKnown),
        row("nt-authority", "NT AUTHORITY principal (Portuguese)", .domain("autoridade nt"), localised),
        row("nt-authority", "NT AUTHORITY principal (German)", .domain("nt-autorität"), localised),
        row("nt-authority", "NT AUTHORITY principal (French)", .domain("autorite nt"), localised),
        row("nt-authority", "NT AUTHORITY principal (Norwegian)", .domain("nt instansen"), localised),
        row("dwm", "Desktop Window Manager", .digitsAfter("dwm-"), serviceNames),
        row("umfd", "User-mode font driver host", .digitsAfter("umfd-"), serviceNames),

        row("guest", "Guest", .name("guest"), wellKnown),
        row("krbtgt", "krbtgt", .name("krbtgt"), wellKnown),
        row("krbtgt", "krbtgt of a read-only domain controller", .digitsAfter("krbtgt_"), "Microsoft, RODC"),
        row("default-account", "DefaultAccount", .name("defaultaccount"), wellKnown),
        row("default-user", "Setup's temporary account", .digitsAfter("defaultuser"), "Windows setup"),
        row("application-guard", "WDAGUtilityAccount", .name("wdagutilityaccount"), wellKnown),

        row("health-mailbox", "Exchange monitoring mailbox", .pattern(Glob("healthmailbox*")), exchange),
        row("system-mailbox", "Exchange arbitration mailbox", .hexadecimalAfter("sm_", 15...17), exchange),
        row("system-mailbox", "Exchange system mailbox", .pattern(Glob("systemmailbox{*}")), exchange),
        row("system-mailbox", "Exchange discovery mailbox", .pattern(Glob("discoverysearchmailbox*{*}")), exchange),
        row("system-mailbox", "Exchange federation mailbox", .pattern(Glob("federatedemail.*-*")), exchange),
        row("system-mailbox", "Exchange migration mailbox", .pattern(Glob("migration.????????-*")), exchange),
        row("system-mailbox", "Exchange system object", .pattern(Glob("$??????-????????????")), exchange),
        row("exchange-test", "Exchange connectivity test", .hexadecimalAfter("extest_", 1...32), exchange),

        row(
            "directory-sync", "Microsoft Entra Connect", .hexadecimalAfter("msol_", 12...12), "Microsoft Entra Connect"),
        row("directory-sync", "Microsoft Entra Connect", .hexadecimalAfter("aad_", 12...12), "Microsoft Entra Connect"),

        row("legacy-component", "IIS anonymous user of one host", .pattern(Glob("iusr_?*")), legacy),
        row("legacy-component", "IIS process account of one host", .pattern(Glob("iwam_?*")), legacy),
        row("legacy-component", "ASP.NET process account", .name("aspnet"), legacy),
        row("legacy-component", "Help and support account", .hexadecimalAfter("support_", 8...8), legacy),
        row("legacy-component", "Terminal Services internet user", .name("tsinternetuser"), legacy),
    ]

    private static func row(
        _ id: String, _ label: String, _ test: PrincipalRule.Test, _ source: String
    ) -> PrincipalRule {
        PrincipalRule(id: id, label: label, test: test, source: source)
    }

    /// The label of a rule id; the id itself where no row has it.
    public static func label(of id: String) -> String { table.first { $0.id == id }?.label ?? id }

    /// The first rule an account falls under, nil for a possible user.
    ///
    /// - Parameters:
    ///   - domain: lower-case, empty for none.
    ///   - name: lower-case; an `@realm` suffix is ignored.
    ///   - sid: upper-case, empty for none.
    public static func rule(
        domain: String, name: String, sid: String, isManagedService: Bool = false
    ) -> PrincipalRule? {
        row(of: AccountName(domain: domain, name: name), sid: sid, isManagedService: isManagedService).map { table[$0] }
    }

    /// The place in `table` of the first rule an account falls under, nil for a possible user.
    /// - Parameter sid: upper-case, empty for none.
    static func row(of account: AccountName, sid: String, isManagedService: Bool) -> Int? {
        let subject = Subject(
            domain: account.domain, name: account.name, sid: sid, isManagedService: isManagedService)
        let isAccount = SIDText.isAccount(sid)
        for number in candidates(name: account.name) {
            switch scopes[number] {
            case .accountSID where !isAccount: continue
            case .otherSID where isAccount || sid.isEmpty: continue
            default: if subject.meets(table[number].test) { return number }
            }
        }
        return nil
    }

    /// By place in `table`: the first place with the same id.
    static let firstOfID: [Int] = table.map { rule in
        table.firstIndex { ExactText($0.id) == ExactText(rule.id) } ?? 0
    }

    // Millions of accounts are asked about, and hardly one is in the table: rules that cannot match are left out by the
    // first byte of the name and by what kind of SID there is. On 2.4 million accounts making them took 8 s of processor
    // time before and 3 s since.

    /// What a SID must be for a rule to be worth a look.
    private enum Scope { case any, accountSID, otherSID }

    private static let scopes: [Scope] = table.map { rule in
        switch rule.test {
        case .relativeID: .accountSID
        case .sid, .sidPrefix, .nullSIDAlone: .otherSID
        default: .any
        }
    }

    /// Rules that may match a name with this first byte, lower-case; at 0 those of an empty name.
    private static let candidates: [[Int]] = (0..<0x80).map { byte in
        table.indices.filter { number in table[number].test.firstByte.map { Int($0) == byte } ?? true }
    }

    private static let everyRule = Array(table.indices)

    private static func candidates(name: String) -> [Int] {
        guard let first = name.utf8.first else { return candidates[0] }
        // Beyond ASCII, lower case may begin with another letter.
        guard first < 0x80 else { return everyRule }
        return candidates[Int(first >= 0x41 && first <= 0x5A ? first | 0x20 : first)]
    }

    private struct Subject {
        let domain: String
        let name: String
        let sid: String
        let isManagedService: Bool

        func meets(_ test: PrincipalRule.Test) -> Bool {
            switch test {
            case .sid(let value): same(sid, value)
            case .sidPrefix(let prefix): sid.utf8.starts(with: prefix.utf8)
            case .relativeID(let last):
                SIDText.isAccount(sid) && SIDText.relativeID(sid).map { same($0, last) } == true
            case .nullSIDAlone: same(sid, "S-1-0-0") && name.isEmpty
            case .domain(let value): same(domain, value)
            case .name(let value): same(name, value)
            case .nameInDomain(let value, let place): same(name, value) && same(domain, place)
            case .pattern(let glob): glob.matches(name)
            case .hexadecimalAfter(let prefix, let count):
                rest(after: prefix).map { count.contains($0.count) && $0.allSatisfy(Subject.isHexadecimal) } == true
            case .digitsAfter(let prefix):
                rest(after: prefix).map { !$0.isEmpty && $0.allSatisfy { (0x30...0x39).contains($0) } } == true
            case .managedServiceInDirectory: isManagedService
            }
        }

        private func same(_ a: String, _ b: String) -> Bool { ExactText(a) == ExactText(b) }

        private func rest(after prefix: String) -> String.UTF8View.SubSequence? {
            name.utf8.starts(with: prefix.utf8) ? name.utf8.dropFirst(prefix.utf8.count) : nil
        }

        private static func isHexadecimal(_ byte: UInt8) -> Bool {
            (0x30...0x39).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
        }
    }
}

extension PrincipalRule.Test {
    /// The lower-case byte a name must begin with to meet the test; nil where it may begin with any.
    fileprivate var firstByte: UInt8? {
        switch self {
        case .name(let text), .nameInDomain(let text, _), .hexadecimalAfter(let text, _), .digitsAfter(let text):
            text.utf8.first
        case .pattern(let glob): glob.firstByte
        case .sid, .sidPrefix, .relativeID, .nullSIDAlone, .domain, .managedServiceInDirectory: nil
        }
    }
}
