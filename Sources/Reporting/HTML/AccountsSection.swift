import AccessModel
import PositionModel

/// Every account with the class, rule and proof that placed it on the bridge: first the classes, then the accounts.
struct AccountsSection {
    var accounts: AccountLedgerList

    var markup: Markup {
        """
        <section id="accounts" aria-labelledby="accounts-title">
        <h2 id="accounts-title">Accounts ledger</h2>
        \(accounts.isEmpty ? "<p>No account was classed.</p>\n" : classes + ledger)</section>

        """
    }

    private var classes: Markup {
        var totals: [ExactText: (all: Int, inDirectory: Int)] = [:]
        for account in accounts {
            totals[ExactText(account.accountClass), default: (0, 0)].all += 1
            if account.inDirectory { totals[ExactText(account.accountClass), default: (0, 0)].inDirectory += 1 }
        }
        let listed = totals.values.reduce(0) { $0 + $1.inDirectory }
        return HTMLTable(
            caption: "Accounts per class",
            columns: [.text("Class"), .number("Accounts"), .number("In the directory"), .number("Seen in logs only")],
            rows: totals.sorted { $0.key < $1.key }.map { name, total in
                HTMLTable.Row([
                    "\(name.string)", "\(total.all)", "\(total.inDirectory)", "\(total.all - total.inDirectory)",
                ])
            },
            totals: [
                HTMLTable.Row([
                    "All accounts", "\(accounts.count)", "\(listed)", "\(accounts.count - listed)",
                ])
            ]
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
                    "\(account.user.isEmpty ? "–" : account.user)", "\(account.accountClass)",
                    "\(account.rule)<small>\(account.proof)</small>",
                    "\(account.lastEvidence.isEmpty ? "none" : account.lastEvidence)",
                ])
            },
            hidden: accounts.count - shown.count
        ).markup
    }
}
