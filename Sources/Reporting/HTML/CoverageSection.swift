import PositionModel

/// Which days of which logs the figures rest on.
struct CoverageSection {
    var coverage: [CoverageSummary]
    var window: PositionWindow

    func markup(_ anchors: inout Anchors) -> Markup {
        """
        <section id="coverage" aria-labelledby="coverage-title">
        <h2 id="coverage-title">Coverage</h2>
        <p class="lead">Absence of evidence is not evidence of absence: what a day without a log hides, no figure here \
        can show.</p>
        \(coverage.isEmpty ? nothing : CoverageCalendar.legend + table(&anchors))</section>

        """
    }

    private var nothing: Markup {
        """
        <div class="notice" role="note"><p><strong>No log covers the window.</strong> The evidenced figures are not \
        lower bounds of anything.</p></div>

        """
    }

    /// Where not all have room or are shown unfolded, logs that lack days come first; the given order otherwise.
    var shown: ArraySlice<CoverageSummary> {
        guard coverage.count > HTMLTable.mostShown else { return coverage[...] }
        let lacking = coverage.filter(CoverageSection.lacks)
        return (lacking + coverage.filter { !CoverageSection.lacks($0) }).prefix(ListLimit.coverage)
    }

    private static func lacks(_ row: CoverageSummary) -> Bool { row.partial != 0 || row.none != 0 || row.cleared != 0 }

    private func table(_ anchors: inout Anchors) -> Markup {
        let shown = shown
        var ids = shown.map { anchors.place("coverage", $0.server) }[...]
        return HTMLTable(
            caption: "Days of the window per server and log, \(window.from) to \(window.to)",
            columns: [
                .text("Server and log"), .text("Calendar"), .number("Covered"), .number("Partial"), .number("None"),
                .number("Cleared"), .text("Gaps, and what they could hide"),
            ],
            rows: shown.map { row in
                HTMLTable.Row(
                    [
                        "\(Markup.name(row.server))<small>\(row.source)\(log(row))</small>",
                        days(row), "\(row.covered)", "\(row.partial)", "\(row.none)", "\(row.cleared)",
                        "<span class=\"wide\">\(gaps(row))</span>\(reasons(row))<small>\(row.sensitivity)</small>",
                    ], anchor: ids.popFirst() ?? "")
            },
            hidden: coverage.count - shown.count
        ).markup
    }

    private func log(_ row: CoverageSummary) -> Markup { row.log.isEmpty ? .empty : ": \(Markup.name(row.log))" }

    /// What happened on days that have records, or that the record ids say nothing of.
    private func reasons(_ row: CoverageSummary) -> Markup {
        let told = row.reasons.filter { $0.kind != .noRecord && $0.kind != .noLine }
        var lines = Markup.empty
        if row.recordIds == "filtered" || row.recordIds == "partly-filtered" {
            lines +=
                "<small>The export is filtered\(row.recordIds == "filtered" ? "" : " on some days"): record ids cannot show what is missing.</small>"
        }
        for reason in told.prefix(ListLimit.gapsPerServer) {
            lines +=
                "<small>\(reason.from == reason.to ? reason.from : reason.from + ".." + reason.to): \(reason.text)</small>"
        }
        let hidden = told.count - ListLimit.gapsPerServer
        if hidden > 0 { lines += "<small>\(NumberText.grouped(hidden)) more</small>" }
        return lines
    }

    private func gaps(_ row: CoverageSummary) -> Markup {
        guard !row.gaps.isEmpty else { return row.sensitivity.isEmpty ? "no gap" : .empty }
        let shown = row.gaps.prefix(ListLimit.gapsPerServer)
        let hidden = row.gaps.count - shown.count
        return "\(shown.joined(separator: ", "))\(hidden > 0 ? ", \(NumberText.grouped(hidden)) more" : "")"
    }

    /// The days of the window as one strip, or its four parts where the days are not told.
    private func days(_ row: CoverageSummary) -> Markup {
        let whole = [row.covered, row.partial, row.cleared, row.none].reduce(0) { $0 + Double(max($1, 0)) }
        let share = "\(NumberText.percent(row.covered, of: Int(min(whole, 1e9)))) covered"
        let strip = CoverageCalendar(row, window: window)?.markup ?? parts(row)
        return strip.isEmpty ? .empty : strip + "\(share)"
    }

    private func parts(_ row: CoverageSummary) -> Markup {
        let parts = [row.covered, row.partial, row.cleared, row.none].map { Double(max($0, 0)) }
        let whole = parts.reduce(0, +)
        guard whole > 0 else { return .empty }
        let classes: [Markup] = ["added", "taken", "cleared", "none"]
        var x = 0
        var before = 0.0
        var shapes = Markup.empty
        for (part, style) in zip(parts, classes) {
            before += part
            let end = Int((before / whole * 128).rounded())
            if end > x {
                shapes +=
                    "<rect class=\"\(style)\" x=\"\(plain: x)\" y=\"0\" width=\"\(plain: end - x)\" height=\"10\" />"
            }
            x = end
        }
        return """
            <svg xmlns="http://www.w3.org/2000/svg" class="days" viewBox="0 0 128 10" preserveAspectRatio="none" \
            aria-hidden="true">\(shapes)</svg>
            """
    }
}
