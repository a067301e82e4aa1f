import AccessModel
import PositionModel

/// Every account with the class, rule and proof that placed it on the bridge: first the classes, then the accounts.
struct AccountsSection {
    var accounts: AccountLedgerList
    private var totals: [(name: ExactText, all: Int, inDirectory: Int)]
    private var joins: [(rule: ExactText, count: Int)]

    /// Goes through the ledger once: of a large estate it is millions of entries, each put together when asked for.
    init(accounts: AccountLedgerList) {
        self.accounts = accounts
        var totals: [ExactText: (all: Int, inDirectory: Int)] = [:]
        var joins: [ExactText: Int] = [:]
        for account in accounts {
            totals[ExactText(account.accountClass), default: (0, 0)].all += 1
            if account.inDirectory { totals[ExactText(account.accountClass), default: (0, 0)].inDirectory += 1 }
            if !account.join.isEmpty { joins[ExactText(account.join), default: 0] += 1 }
        }
        self.totals = totals.sorted { $0.key < $1.key }.map { ($0.key, $0.value.all, $0.value.inDirectory) }
        self.joins = joins.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// The classes there are, in order.
    var classes: [String] { totals.map(\.name.string) }

    func markup(_ anchors: inout Anchors) -> Markup {
        """
        <section id="accounts" aria-labelledby="accounts-title">
        <h2 id="accounts-title">Accounts ledger</h2>
        \(accounts.isEmpty ? "<p>No account was classed.</p>\n" : classTable(&anchors) + joinTable + ledger)</section>

        """
    }

    private func classTable(_ anchors: inout Anchors) -> Markup {
        let listed = totals.reduce(0) { $0 + $1.inDirectory }
        var rows: [HTMLTable.Row] = []
        for total in totals {
            rows.append(
                HTMLTable.Row(
                    [
                        "\(total.name.string)", "\(total.all)", "\(total.inDirectory)",
                        "\(total.all - total.inDirectory)",
                    ], anchor: anchors.place("class", total.name.string)))
        }
        return HTMLTable(
            caption: "Accounts per class",
            columns: [.text("Class"), .number("Accounts"), .number("In the directory"), .number("Seen in logs only")],
            rows: rows,
            totals: [
                HTMLTable.Row([
                    "All accounts", "<a href=\"#ledger\">\(accounts.count)</a>", "\(listed)",
                    "\(accounts.count - listed)",
                ])
            ]
        ).markup
    }

    private var joinTable: Markup {
        guard !joins.isEmpty else { return .empty }
        return HTMLTable(
            caption: "Accounts joined to another account or person, by the rule that joined them",
            columns: [.text("Rule"), .number("Accounts")],
            rows: joins.prefix(ListLimit.joins).map { HTMLTable.Row(["\($0.rule.string)", "\($0.count)"]) },
            hidden: max(0, joins.count - ListLimit.joins)
        ).markup
    }

    private var ledger: Markup {
        let shown = accounts.prefix(ListLimit.accounts)
        return HTMLTable(
            caption: "Accounts in the order of the ledger",
            columns: [
                .text("Account"), .text("User"), .text("Class"), .text("Rule and proof"), .text("Last evidence"),
            ],
            rows: shown.map { account in
                HTMLTable.Row([
                    "\(Markup.name(account.account))\(account.inDirectory ? .empty : "<small>not in the directory</small>")",
                    account.user.isEmpty ? "–" : .name(account.user), "\(account.accountClass)",
                    "\(account.rule)<small>\(account.proof)</small>\(join(account))",
                    "\(account.lastEvidence.isEmpty ? "none" : account.lastEvidence)",
                ])
            },
            anchor: "ledger", hidden: accounts.count - shown.count,
            folded: "\(Markup.count(accounts.count, "account", "accounts")), each with rule and proof"
        ).markup
    }

    /// The rule that joined the account, where its class does not say it.
    private func join(_ account: AccountLedgerEntry) -> Markup {
        guard !account.join.isEmpty else { return .empty }
        let isSaid = ExactText(account.joinProof) == ExactText(account.proof)
        let proof: Markup = isSaid ? .empty : ": \(account.joinProof)"
        return "<small>joined by \(account.join)\(proof)</small>"
    }
}
