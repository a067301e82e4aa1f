/// One reason for which two names in the records or the directory are taken for one account, person, device or server.
///
/// Every join carries the rule that made it and a proof in words. A rule named in `rules.disable` of estate.yaml joins
/// nothing: what it had joined stands apart again, for no join is ever written to the store.
public struct JoinRule: Sendable, Hashable {
    /// Stable id: `same-sid`.
    public let id: String
    public let label: String
    /// Why the rule holds.
    public let source: String

    init(_ id: String, _ label: String, source: String) {
        self.id = id
        self.label = label
        self.source = source
    }
}

/// Every rule by which names are joined: the only such table.
public enum JoinRules {
    // One account, several spellings.
    static let sameSID = JoinRule(
        "same-sid", "Same SID", source: "Microsoft, Security identifiers: never used for another account")
    static let sameName = JoinRule(
        "same-name", "Same name in one domain", source: "AD schema: sAMAccountName is unique in its domain")
    static let principalName = JoinRule(
        "principal-name", "User principal name of a directory account",
        source: "AD schema: userPrincipalName is unique in its forest")
    static let mailAsPrincipal = JoinRule(
        "mail-as-principal", "Recorded principal name that is one account's mail address",
        source: "Microsoft, alternate login ID")
    static let onlyName = JoinRule(
        "only-name", "Bare name that one account of the directory has",
        source: "headcount: a record without a domain, one candidate")
    static let exportWithoutDomain = JoinRule(
        "export-without-domain", "Only account of that name; the export gives no domain",
        source: "headcount: an export without a domain, one candidate")
    static let validated = JoinRule(
        "validated-by", "Bare name validated by the authority over one account",
        source: "Microsoft, 4776: the computer that validated is authoritative for the credentials")

    static let renamed = JoinRule(
        "renamed", "Name an account had before or after a rename",
        source: "Microsoft, 4781: the account keeps its SID")

    /// The one rule that joins nothing: it keeps a recorded account from being one more user.
    public static let ambiguousName = JoinRule(
        "ambiguous-name", "Record without a SID that may be any of several known users'",
        source: "headcount: a record proves somebody, not somebody else than those it may be of")

    // One person, several accounts.
    static let alias = JoinRule("alias", "Declared alias", source: "estate.yaml: accounts.aliases")
    static let formerSID = JoinRule(
        "former-sid", "Former SID of a migrated account", source: "AD schema: sIDHistory")
    static let sameMail = JoinRule(
        "same-mail", "Same mail address", source: "headcount: at most three accounts with one address are one person's")
    static let sameEmployee = JoinRule(
        "same-employee-id", "Same employee id",
        source: "licensing practice: duplicates with an HR key (employeeID, employeeNumber)")

    // One machine, several names.
    static let fullName = JoinRule(
        "full-name", "Host name that begins one full name only", source: "headcount: one candidate")
    static let directoryName = JoinRule(
        "directory-name", "Name and full name of one computer object", source: "AD schema: dNSHostName")
    static let serverAlias = JoinRule("server-alias", "Declared alias of a server", source: "servers.csv: aliases")
    static let renamedMachine = JoinRule(
        "renamed-machine", "Name a machine account had before or after a rename",
        source: "Microsoft, 4781: the account keeps its SID; the machine's name is its account's without $")
    static let lease = JoinRule(
        "lease", "Address leased to one name that day", source: "Microsoft, DHCP server audit logs")

    static let addressDay = JoinRule(
        "address-day", "Address that one name had that day", source: "headcount: records that carry both")
    static let machineName = JoinRule(
        "machine-account-name", "Device whose machine account logged on",
        source: "Microsoft, SAM account name of computers: the host name and $")
    static let webDevice = JoinRule(
        "web-device", "Device that names itself in the user's query from that address that day",
        source: "[MS-ASHTTP] 2.2.1.1.1.2: DeviceId")

    /// Those of accounts, in the order in which they are tried.
    public static let ofAccounts: [JoinRule] = [
        sameSID, sameName, principalName, mailAsPrincipal, onlyName, exportWithoutDomain, validated, renamed,
        alias, formerSID, sameMail, sameEmployee,
    ]

    /// Those of machines and devices.
    public static let ofMachines: [JoinRule] = [
        fullName, directoryName, serverAlias, renamedMachine, addressDay, lease, webDevice,
    ]

    public static let table: [JoinRule] = ofAccounts + [ambiguousName] + ofMachines
}

/// Why a name belongs to a set of names.
public struct Join: Sendable, Hashable {
    /// Id of a `JoinRule`.
    public var rule: String
    /// In words: `same SID S-1-5-21-...`.
    public var proof: String
}
