import AccessModel
import PositionModel

/// What the bridge knows of a directory account when it decides where it goes.
struct AccountFacts: Sendable {
    /// The account itself stays where it is: it is two dozen values, and there are half a million.
    private let accounts: [DirectoryAccount]
    private let index: Int
    var account: DirectoryAccount { accounts[index] }
    /// Rule of the name and SID tables that says the account is no user; empty for possible users.
    var principalRule = ""
    /// Successful access inside the window.
    var hasAccess = false
    /// Last day with evidence of any standing but `no`.
    var lastSeen: Day?
    var onlyServiceLogons = false
    var declaredService: String?
    var declaredTest: String?
    var relation = RelationRules.Relation.inside
    /// False where the product's servers let groups in and the account is in none of them; nil where it does not matter.
    var hasRight: Bool?
    var asOf: Day?
    var dormantDays: Int

    /// - Parameter index: of the account among `accounts`.
    init(_ accounts: [DirectoryAccount], index: Int, asOf: Day?, dormantDays: Int) {
        self.accounts = accounts
        self.index = index
        self.asOf = asOf
        self.dormantDays = dormantDays
    }
}

/// One step of the bridge: who it takes out, why, and where the rule comes from.
struct BridgeRule: Sendable {
    var id: String
    var label: String
    var source: String
    /// The proof where the rule takes the account out, else nil.
    var proof: @Sendable (AccountFacts) -> String?
}

/// The bridge's steps, in order; the first that matches takes the account out. This is the only such table.
enum BridgeRules {
    static let start = "directory"
    static let disabled = "disabled"
    static let external = "external"
    static let test = "test"
    static let service = "service"
    static let leaver = "leaver"
    static let noRight = "no-right"
    static let duplicate = "duplicate"
    static let notInDirectory = "not-in-directory"
    static let behind = "behind-multiplexers"
    /// Only where an answer of the decision register adds somebody or something.
    static let answered = "answered"
    static let noCALNeeded = "no-cal-needed"
    static let server = "server"
    static let counted = "counted"
    /// In the ledger only: another spelling of an account that stands there already.
    static let joined = "joined"

    /// Days lastLogonTimestamp may lag (Microsoft: AD schema, lastLogonTimestamp; default sync interval 14 days).
    static let lastLogonLag = 14

    static let removing: [BridgeRule] = [
        BridgeRule(
            id: "built-in", label: "Built-in and system accounts", source: "headcount rule table of principals",
            proof: builtInProof),
        BridgeRule(
            id: "managed-service", label: "Managed service accounts",
            source: "AD schema: msDS-ManagedServiceAccount and its kin",
            proof: { $0.account.isManagedService ? "object class \($0.account.objectClass)" : nil }),
        BridgeRule(
            id: "machine", label: "Machine accounts", source: "AD schema: names of computer accounts end in $",
            proof: { facts in
                facts.account.name.utf8.last == UInt8(ascii: "$") || facts.principalRule.hasPrefix("machine")
                    ? "name ends in $" : nil
            }),
        BridgeRule(
            id: disabled, label: "Disabled accounts", source: "AD: userAccountControl bit 2",
            proof: { $0.account.enabled == false && !$0.hasAccess ? "disabled in \($0.account.source)" : nil }),
        BridgeRule(
            id: "expired", label: "Expired accounts", source: "AD: accountExpires",
            proof: { facts in
                guard let expires = facts.account.expires, let asOf = facts.asOf, expires < asOf, !facts.hasAccess
                else { return nil }
                return "expired \(expires.text)"
            }),
        BridgeRule(
            id: "resource-mailbox", label: "Resource, shared and system mailboxes",
            source: "Exchange: msExchRecipientTypeDetails",
            proof: { facts in
                facts.account.recipientType.flatMap { resourceTypes[$0] }.map { "msExchRecipientTypeDetails: \($0)" }
            }),
        BridgeRule(
            id: service, label: "Service accounts (the people behind them stay counted)",
            source: "declared in estate.yaml; AD: servicePrincipalName on a user; logon types 4 and 5 only",
            proof: serviceProof),
        BridgeRule(
            id: test, label: "Test accounts", source: "declared in estate.yaml",
            proof: { facts in facts.declaredTest.map { "declared test account: \($0)" } }),
        BridgeRule(
            id: external, label: "External users (licensed separately)",
            source: "catalogue: external user definitions; estate.yaml",
            proof: { facts in
                if case .external(let proof) = facts.relation { return proof }
                return nil
            }),
        // Whoever was seen in the window and is disabled since is no plain `disabled` account: the access happened. So the
        // auditor's subtotal still holds the leavers, this step takes them out, and the high figure puts them back.
        BridgeRule(
            id: leaver, label: "Leavers: seen in the window, disabled since (in the high figure only)",
            source: "headcount: evidence in the window, disabled at as_of",
            proof: { facts in
                facts.account.enabled == false && facts.hasAccess
                    ? "disabled in \(facts.account.source); seen in the window, so in the high figure" : nil
            }),
        BridgeRule(
            id: noRight, label: "No right to access", source: "servers.csv access_groups; AD: memberOf",
            proof: { $0.hasRight == false ? "in none of the access groups" : nil }),
        BridgeRule(
            id: "never-used", label: "Never used", source: "AD: lastLogonTimestamp, whenCreated; logs",
            proof: neverUsedProof),
        BridgeRule(
            id: "dormant", label: "Dormant", source: "AD: lastLogonTimestamp + 14 days, pwdLastSet; logs",
            proof: dormantProof),
    ]

    /// Every class of the account ledger with its label, in the order of the bridge.
    static let ledgerClasses: [(id: String, label: String)] =
        removing.map { ($0.id, $0.label) } + [
            (duplicate, "Further accounts of the same person"), (counted, "Counted"),
            (notInDirectory, "Seen in the logs but not in the directory"),
            (joined, "Another spelling of an account of this list"),
        ]

    /// Mailboxes nobody sits at (Exchange: RecipientTypeDetails enumeration).
    private static let resourceTypes: [Int64: String] = [
        4: "shared mailbox", 16: "room", 32: "equipment", 8_388_608: "arbitration mailbox",
        536_870_912: "discovery mailbox", 549_755_813_888: "monitoring mailbox", 8_589_934_592: "remote room",
        17_179_869_184: "remote equipment", 34_359_738_368: "remote shared mailbox",
    ]

    private static func builtInProof(_ facts: AccountFacts) -> String? {
        if isManagedOrMachine(facts) { return nil }
        if !facts.principalRule.isEmpty { return "rule \(facts.principalRule)" }
        // The domain's own Administrator, whatever it is called (Microsoft: well-known SIDs, S-1-5-21-domain-500). Whoever
        // uses it is a person with an account, or is missing from the directory; the logs still count it where it is seen.
        let sid = facts.account.sid
        return sid.hasPrefix("S-1-5-21-") && sid.hasSuffix("-500") ? "RID 500, the built-in Administrator" : nil
    }

    private static func isManagedOrMachine(_ facts: AccountFacts) -> Bool {
        facts.account.isManagedService || facts.account.name.utf8.last == UInt8(ascii: "$")
            || facts.principalRule.hasPrefix("machine") || facts.principalRule.hasPrefix("managed")
    }

    private static func serviceProof(_ facts: AccountFacts) -> String? {
        if let declared = facts.declaredService { return "declared service account: \(declared)" }
        if let name = facts.account.servicePrincipalNames.first { return "servicePrincipalName \(name) on a user" }
        return facts.onlyServiceLogons ? "logon types 4 and 5 only in the evidence" : nil
    }

    private static func neverUsedProof(_ facts: AccountFacts) -> String? {
        guard facts.account.hasLastLogonColumn, facts.account.lastLogon == nil, facts.lastSeen == nil,
            !facts.hasAccess, let asOf = facts.asOf
        else { return nil }
        let limit = asOf.advanced(by: -facts.dormantDays)
        guard let since = (facts.account.created ?? facts.account.passwordLastSet).map({ Day($0) }) else {
            return "no logon ever recorded"
        }
        return since < limit ? "no logon ever recorded; there since \(since.text)" : nil
    }

    private static func dormantProof(_ facts: AccountFacts) -> String? {
        // Without the attribute nobody can say when the account was last used.
        guard facts.account.hasLastLogonColumn, !facts.hasAccess, let asOf = facts.asOf else { return nil }
        let signs = [
            facts.lastSeen, facts.account.lastLogon.map { Day($0).advanced(by: lastLogonLag) },
            facts.account.passwordLastSet.map { Day($0) },
        ].compactMap { $0 }
        guard let last = signs.max(), last < asOf.advanced(by: -facts.dormantDays) else { return nil }
        return "last sign of life \(last.text), more than \(facts.dormantDays) days before \(asOf.text)"
    }
}
