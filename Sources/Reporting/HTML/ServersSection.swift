import AccessModel
import PositionModel

/// A row per server: how well its logs cover the window, and what it shows to the outside; each cell leads to its section.
struct ServersSection {
    var coverage: [CoverageSummary]
    var external: [ExternalExposure]
    var context: ReportContext

    var markup: Markup {
        """
        <section id="servers" aria-labelledby="servers-title">
        <h2 id="servers-title">Servers at a glance</h2>
        <p class="lead">On how many days of the window the logs of each server are complete, and what came from outside. \
        Figures of several sites of one server are the largest of them, a lower bound: visitors of two sites may be the same.</p>
        \(coverage.isEmpty && external.isEmpty ? "<p>No server is in the logs.</p>\n" : table)</section>

        """
    }

    private struct Line {
        var logs: [CoverageSummary] = []
        var sites: [ExternalExposure] = []
    }

    private var table: Markup {
        var lines: [ExactText: Line] = [:]
        for row in coverage { lines[ExactText(row.server), default: Line()].logs.append(row) }
        for row in external { lines[ExactText(row.server), default: Line()].sites.append(row) }
        let sorted = lines.sorted { $0.key < $1.key }
        let shown = sorted.prefix(ListLimit.servers)
        return HTMLTable(
            caption: "Days fully covered by the least covered log of its kind, and what came from outside",
            columns: [
                .text("Server"), .text("Event logs"), .text("Web logs"), .text("Verdict on access from outside"),
                .number("Anonymous visitors"), .number("Authenticated visitors"), .number("Employees outside"),
                .number("Attempts"),
            ],
            rows: shown.map { server, line in
                HTMLTable.Row([
                    .name(server.string), days(line.logs.filter { $0.source == "event" }),
                    days(line.logs.filter { $0.source != "event" }), verdicts(line.sites),
                    largest(line.sites.map(\.anonymousVisitors)), largest(line.sites.map(\.authenticatedVisitors)),
                    largest(line.sites.map { Figure($0.employeesFromOutside) }),
                    largest(line.sites.map { Figure($0.attempts) }),
                ])
            },
            hidden: sorted.count - shown.count
        ).markup
    }

    /// The log with the smallest share of covered days.
    private func days(_ logs: [CoverageSummary]) -> Markup {
        let least = logs.min { a, b in Double(a.covered) * Double(days(b)) < Double(b.covered) * Double(days(a)) }
        guard let least else { return "–" }
        let all = days(least)
        let text: Markup = "\(least.covered) of \(all)"
        return context.link("coverage", least.server, "<span class=\"heat \(heat(least.covered, all))\">\(text)</span>")
    }

    /// Days of the window.
    private func days(_ row: CoverageSummary) -> Int { row.covered &+ row.partial &+ row.none &+ row.cleared }

    private func heat(_ covered: Int, _ all: Int) -> Markup {
        guard all > 0, covered < all else { return "full" }
        switch Double(covered) / Double(all) {
        case 0.75...: return "most"
        case 0.25...: return "some"
        default: return "little"
        }
    }

    private func verdicts(_ sites: [ExternalExposure]) -> Markup {
        let found = Wording.verdictsByUrgency.filter { verdict in sites.contains { $0.verdict == verdict } }
        guard let server = sites.first?.server else { return "–" }
        return found.map { context.link("outside", server, .verdict($0)) }.joined(" ")
    }

    /// The figure of the only site, the largest of several, or that one of them is not determinable.
    private func largest(_ figures: [Figure]) -> Markup {
        guard let first = figures.first else { return "–" }
        guard figures.count > 1 else { return .figure(first) }
        let values = figures.compactMap(\.value)
        guard values.count == figures.count, let largest = values.max() else { return .notDeterminable }
        return largest == 0 ? "0" : "≥ \(largest)"
    }
}
