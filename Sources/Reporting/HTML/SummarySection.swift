import PositionModel

/// "The position on one page": what is short in words, a row per product, and how far that is from the share at which an audit
/// is billed.
struct SummarySection {
    var position: Position
    var context: ReportContext
    var tieOut: TieOut

    var markup: Markup {
        let nothing: Markup = "<p>The estate lists no product that needs CALs.</p>\n"
        return """
            <section id="position" aria-labelledby="position-title">
            <h2 id="position-title">The position on one page</h2>
            \(pseudonyms)\(warning)\(missing)\(chosen.isEmpty ? nothing : statuses + table)\
            <p>\(findingsLine) \(coverageLine)</p>
            \(position.gauge.map { GaugeMarkup(gauge: $0, context: context).markup } ?? .empty)\
            </section>

            """
    }

    private var chosen: [ProductPosition] { position.products.filter(\.chosen) }

    private var pseudonyms: Markup {
        position.pseudonyms.map { "<p>\(MethodText.summary($0)) <a href=\"#method\">Method</a></p>\n" } ?? .empty
    }

    private var warning: Markup {
        guard !tieOut.holds else { return .empty }
        return """
            <div class="notice" role="note"><p><strong>The inputs do not tie out.</strong> Records are missing or \
            counted twice, so no figure below may be relied on: see <a href="#inputs">inputs and tie-out</a>.</p></div>

            """
    }

    private var missing: Markup {
        let notices = MissingPart.notices(position)
        guard !notices.isEmpty else { return .empty }
        let lines = notices.map { "<p><strong>\($0.file)</strong>: \($0.message)</p>\n" as Markup }.joined()
        return "<div class=\"notice\" role=\"note\">\n\(lines)</div>\n"
    }

    /// Which products have which status: `Short: Windows Server by 30. Covered by the count: Exchange Server.`
    private var statuses: Markup {
        let sentences = PositionStatus.allCases.compactMap { status -> Markup? in
            let rows = chosen.filter { PositionStatus($0) == status }
            guard let first = status.rawValue.first, !rows.isEmpty else { return nil }
            let named = rows.map { row -> Markup in
                let by =
                    row.delta.value.map { status == .short ? " by \(NumberText.grouped(magnitude: $0))" : "" } ?? ""
                return context.link("product", row.product, "\(context.shortProduct(row.product))") + "\(by)"
            }
            let word = first.uppercased() + String(status.rawValue.dropFirst())
            return "\(word): \(named.joined(", "))."
        }
        return "<p class=\"statuses\">\(sentences.joined(" "))</p>\n"
    }

    private var table: Markup {
        HTMLTable(
            caption: "Evidenced is the lower bound, the directory the upper; the defended figure stands between them",
            columns: [
                .text("Product"), .number("Directory"), .number("Evidenced"), .number("Defended"), .number("Held"),
                .number("Usable"), .number("Requirement"), .number("Delta"), .text("Status"),
            ],
            rows: chosen.map { row in
                func link(_ prefix: String, _ figure: Markup) -> Markup { context.link(prefix, row.product, figure) }
                return HTMLTable.Row([
                    "\(context.shortProduct(row.product))<small>\(Wording.flavour(row.flavour))</small>",
                    link("bridge", "\(row.directory)"), link("product", "\(row.evidenced)"),
                    link("bridge", .figure(row.defended)), link("elp", "\(row.entitled)"),
                    link("versions", .figure(row.usable)), link("mix", .figure(row.requirement)),
                    link("elp", .difference(row.delta)), .status(PositionStatus(row)),
                ])
            }
        ).markup
    }

    private var findingsLine: Markup {
        guard !position.findings.isEmpty else { return "No finding was raised." }
        let counts = Finding.Severity.allCases.compactMap { severity -> String? in
            let number = position.findings.count { $0.severity == severity }
            return number == 0 ? nil : "\(NumberText.grouped(number)) \(severity.rawValue)"
        }
        return """
            <a href="#findings">\(Markup.count(position.findings.count, "finding", "findings"))</a>: \
            \(counts.joined(separator: ", ")).
            """
    }

    private var coverageLine: Markup {
        guard !position.coverage.isEmpty else {
            return "No log covers the window: see the <a href=\"#coverage\">coverage</a>."
        }
        let whole = position.coverage.count { $0.partial == 0 && $0.none == 0 && $0.cleared == 0 }
        return """
            \(whole) of \(Markup.count(position.coverage.count, "log", "logs")) cover every day of the window: read the \
            <a href="#coverage">coverage</a> before relying on any figure.
            """
    }
}
