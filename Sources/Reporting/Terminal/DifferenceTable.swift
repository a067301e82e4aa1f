import PositionModel

/// What `diff` prints on a terminal.
public enum DifferenceTable {
    /// Sections whose rows are many and say little about licences: only counted unless asked for.
    static let quietSections: Set<String> = ["inputs", "coverage"]
    /// Rows of each list; the rest is counted.
    static let most = 500

    /// - Parameter isWhole: every row, of every section.
    public static func text(
        _ difference: PositionDifference, isWhole: Bool, style: TerminalStyle = TerminalStyle()
    ) -> String {
        var result = style.paragraph(
            "From \(window(difference.windowBefore)) to \(window(difference.windowAfter)) (UTC days)")
        if difference.isEmpty { return result + style.paragraph("Nothing changed.") }
        let changes = difference.changes.filter { isWhole || !quietSections.contains($0.section) }
        let limit = isWhole ? Int.max : most
        if !changes.isEmpty {
            var table = TextTable(columns: [
                .word("section"), .text("product"), .word("flavour"), .text("item"), .text("figure"), .text("before"),
                .text("after"), .number("change"),
            ])
            for row in changes.prefix(limit) {
                table.append([
                    row.section, row.product, row.flavour, row.item, row.metric, row.before, row.after,
                    row.change.value.map { ($0 > 0 ? "+" : "") + style.number($0) } ?? "",
                ])
            }
            result += table.text(style)
        }
        result += rest(changes.count - limit, "figures", style)
        let quiet = difference.changes.count - changes.count
        if quiet > 0 {
            result += style.paragraph("\(quiet) figures of inputs and coverage changed as well: --all lists them.")
        }
        return result + accounts(difference, limit: limit, style)
    }

    private static func accounts(_ difference: PositionDifference, limit: Int, _ style: TerminalStyle) -> String {
        if difference.accounts.isEmpty { return "" }
        var table = TextTable(columns: [
            .text("account"), .text("was"), .text("is"), .text("user"), .text("why"),
        ])
        for account in difference.accounts.prefix(limit) {
            table.append([
                account.account, account.classBefore.isEmpty ? "not known" : account.classBefore,
                account.classAfter.isEmpty ? "not known" : account.classAfter,
                account.userAfter.isEmpty ? account.userBefore : account.userAfter, account.proof,
            ])
        }
        return "\n" + table.text(style) + rest(difference.accounts.count - limit, "accounts", style)
    }

    /// What an auditor's list and the position have in common, and what not.
    /// - Parameter isWhole: every account.
    public static func text(
        _ comparison: AuditorComparison, isWhole: Bool, style: TerminalStyle = TerminalStyle()
    ) -> String {
        let limit = isWhole ? Int.max : most
        var result = style.paragraph("Window \(window(comparison.window)) (UTC days)")
        var totals = TextTable(columns: [.text("accounts"), .number("count")])
        for (standing, words) in standings {
            totals.append([words, style.number(comparison.count(standing))])
        }
        totals.append(["users counted here and not in the list", style.number(comparison.onlyOurs.count)])
        result += totals.text(style)
        let theirs = comparison.lines.filter { $0.standing != .both }
        if !theirs.isEmpty {
            var table = TextTable(columns: [
                .text("only theirs"), .word("standing"), .text("class"), .text("user"), .word("last evidence"),
                .text("our reason"),
            ])
            for line in theirs.prefix(limit) {
                table.append([
                    line.account, line.standing.rawValue, line.accountClass, line.user, line.lastEvidence, line.proof,
                ])
            }
            result += "\n" + table.text(style) + rest(theirs.count - limit, "accounts", style)
        }
        if !comparison.onlyOurs.isEmpty {
            var table = TextTable(columns: [.text("only ours")])
            for user in comparison.onlyOurs.prefix(limit) { table.append([user]) }
            result += "\n" + table.text(style) + rest(comparison.onlyOurs.count - limit, "users", style)
        }
        return result
    }

    private static let standings: [(AuditorComparison.Line.Standing, String)] = [
        (.both, "counted by both"), (.again, "of a user they list by another account too"),
        (.notCounted, "known here and not counted"), (.ambiguous, "of a name several users have"),
        (.unknown, "neither directory nor logs know"),
    ]

    private static func window(_ window: PositionWindow) -> String {
        "\(window.from) .. \(window.to), as of \(window.asOf)"
    }

    private static func rest(_ count: Int, _ what: String, _ style: TerminalStyle) -> String {
        count > 0 ? style.paragraph("\(count) \(what) more: --all, --format csv and json list them.") : ""
    }
}
