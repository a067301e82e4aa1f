import AccessModel
import PositionModel

/// The inputs, and that every record of them is accounted for.
struct InputsSection {
    var ledger: InputLedger
    var tieOut: TieOut

    var markup: Markup {
        """
        <section id="inputs" aria-labelledby="inputs-title">
        <h2 id="inputs-title">Inputs and tie-out</h2>
        \(tieOut.holds ? proof : alarm)\(ledger.entries.isEmpty ? .empty : table)\(details)\
        <p><code>manifest.json</code> beside this page names every file that was read, and every file that was written, \
        by its SHA-256. <code>headcount verify</code> reads the logs again and compares them with the evidence.</p>
        </section>

        """
    }

    private var proof: Markup {
        """
        <p class="calm">Every record is accounted for: \(ledger.totals.records) read = \(ledger.totals.accepted) \
        accepted + \(ledger.totals.ignored) ignored by a named rule + \(ledger.totals.rejected) rejected with a reason \
        + \(ledger.totals.duplicates) duplicates.</p>

        """
    }

    private var alarm: Markup {
        let items = tieOut.problems.map { "<li>\($0)</li>\n" as Markup }.joined()
        return """
            <div class="notice" role="note"><p><strong>The inputs do not tie out.</strong> Until they do, no figure in \
            this report may be relied on. Scan the logs again into a new store.</p>
            <ul>
            \(items)</ul></div>

            """
    }

    /// Inputs that lost something come first, so that no limit hides them; the given order otherwise.
    private var ordered: [InputLedger.Entry] {
        let marked = ledger.entries.map { ($0, needsAttention($0)) }
        return marked.filter(\.1).map(\.0) + marked.filter { !$0.1 }.map(\.0)
    }

    private func needsAttention(_ entry: InputLedger.Entry) -> Bool {
        entry.rejected > 0 || !entry.damage.isEmpty || TieOut.fails(entry)
    }

    private var table: Markup {
        let entries = ordered
        let shown = entries.prefix(ListLimit.inputs)
        let totals = ledger.totals
        let damaged = entries.count(where: needsAttention)
        return HTMLTable(
            caption: "Records = accepted + ignored + rejected + duplicates; inputs that lost records come first",
            columns: [
                .text("Input"), .text("SHA-256 of the file as found"), .number("Bytes"), .number("Records"),
                .number("Accepted"), .number("Ignored"), .number("Rejected"), .number("Duplicates"),
            ],
            rows: shown.map { entry in
                HTMLTable.Row(
                    [
                        "\(Markup.name(InputName.display(entry)))<small>\(entry.format)</small>" + notes(entry),
                        "<code>\(entry.sha256.isEmpty ? "not taken" : entry.sha256)</code>", "\(entry.bytes)",
                        "\(entry.records)", "\(entry.accepted)", "\(entry.ignored)", "\(entry.rejected)",
                        "\(entry.duplicates)",
                    ], weight: TieOut.fails(entry) ? .alarm : .plain)
            },
            totals: [
                HTMLTable.Row(
                    [
                        "\(Markup.count(entries.count, "input", "inputs"))", .empty, .empty, "\(totals.records)",
                        "\(totals.accepted)", "\(totals.ignored)", "\(totals.rejected)", "\(totals.duplicates)",
                    ], weight: tieOut.holds ? .plain : .alarm)
            ],
            hidden: entries.count - shown.count,
            folded: tieOut.holds
                ? "\(Markup.count(entries.count, "input", "inputs")), each with its SHA-256, \(Markup.count(damaged, "of them", "of them")) with records rejected or lost"
                : nil
        ).markup
    }

    private func notes(_ entry: InputLedger.Entry) -> Markup {
        var result = Markup.empty
        if !entry.damage.isEmpty { result += "<small>\(entry.damage)</small>" }
        if !entry.copies.isEmpty {
            result +=
                "<small>\(Markup.count(entry.copies.count, "copy", "copies")) of the same content left out</small>"
        }
        return result
    }

    /// Totals by rule and by reason, over all inputs.
    private var details: Markup {
        nameTable(
            "Ignored records, by the rule that ignores them", "Rule", ledger.entries.flatMap(\.ignoredByRule))
            + nameTable("Rejected records, by reason", "Reason", ledger.entries.flatMap(\.rejectedByReason))
    }

    private func nameTable(_ caption: Markup, _ head: Markup, _ tallies: [InputLedger.NamedTally]) -> Markup {
        guard !tallies.isEmpty else { return .empty }
        var totals: [ExactText: UInt64] = [:]
        for tally in tallies { totals[ExactText(tally.name), default: 0] &+= tally.count }
        let sorted = totals.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
        let shown = sorted.prefix(ListLimit.inputDetails)
        return HTMLTable(
            caption: caption, columns: [.text(head), .number("Records")],
            rows: shown.map { HTMLTable.Row(["\($0.key.string)", "\($0.value)"]) },
            hidden: sorted.count - shown.count
        ).markup
    }
}
