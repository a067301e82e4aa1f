import AccessModel
import PositionModel

/// A row per server: what it runs, who reached it, how well its logs cover the window, and what it shows to the outside.
struct ServersSection {
    var servers: [ServerLine]
    var coverage: [CoverageSummary]
    var external: [ExternalExposure]
    var context: ReportContext

    var markup: Markup {
        """
        <section id="servers" class="landscape" aria-labelledby="servers-title">
        <h2 id="servers-title">Servers at a glance</h2>
        <p class="lead">What each server runs, the distinct users and devices that reached it, on how many days of the window \
        its logs are complete, and what came from outside. Who reaches two servers stands in both rows. Figures of several \
        sites of one server are the largest of them, a lower bound: visitors of two sites may be the same.</p>
        \(lines.isEmpty ? "<p>No server is in the logs.</p>\n" : table)</section>

        """
    }

    private struct Line {
        var server: ServerLine?
        var logs: [CoverageSummary] = []
        var sites: [ExternalExposure] = []
    }

    private var lines: [ExactText: Line] {
        var lines: [ExactText: Line] = [:]
        for row in servers { lines[ExactText(row.server), default: Line()].server = row }
        for row in coverage { lines[ExactText(row.server), default: Line()].logs.append(row) }
        for row in external { lines[ExactText(row.server), default: Line()].sites.append(row) }
        return lines
    }

    private var table: Markup {
        let most = servers.map(\.users).max() ?? 0
        let sorted = lines.sorted { $0.key < $1.key }
        let shown = sorted.prefix(ListLimit.servers)
        return HTMLTable(
            caption:
                "Users, devices, days fully covered by the least covered log of its kind, and what came from outside",
            columns: [
                .text("Server"), .text("Runs"), .number("Users"), .number("Devices"), .text("Event logs"),
                .text("Web logs"), .text("Verdict on access from outside"),
                .number("Anonymous visitors"), .number("Authenticated visitors"), .number("Employees outside"),
                .number("Attempts"),
            ],
            rows: shown.map { server, line in
                HTMLTable.Row([
                    .name(server.string), products(line.server), users(line.server, most: most), devices(line.server),
                    days(line.logs.filter { $0.source == "event" }),
                    days(line.logs.filter { $0.source != "event" }), verdicts(line.sites),
                    largest(line.sites.map(\.anonymousVisitors)), largest(line.sites.map(\.authenticatedVisitors)),
                    largest(line.sites.map { Figure($0.employeesFromOutside) }),
                    largest(line.sites.map { Figure($0.attempts) }),
                ])
            },
            hidden: sorted.count - shown.count
        ).markup
    }

    private func products(_ server: ServerLine?) -> Markup {
        guard let products = server?.products, !products.isEmpty else { return "–" }
        return products.map { product -> Markup in
            "\(context.shortProduct(product.product))\(product.version.isEmpty ? "" : " " + product.version)"
        }.joined(", ")
    }

    /// The figure over a bar as long as its share of the largest.
    private func users(_ server: ServerLine?, most: Int) -> Markup {
        guard let users = server?.users else { return "–" }
        guard most > 0, users > 0 else { return "\(users)" }
        let length = max(1, Int(Double(users) / Double(most) * 100))
        return """
            \(users)<svg xmlns="http://www.w3.org/2000/svg" class="load" viewBox="0 0 100 4" preserveAspectRatio="none" \
            aria-hidden="true"><rect class="soft" width="\(plain: length)" height="4" /></svg>
            """
    }

    /// One figure where no address is without a name, else the lowest and the highest.
    private func devices(_ server: ServerLine?) -> Markup {
        guard let server else { return "–" }
        guard let low = server.devicesLow.value, let high = server.devicesHigh.value else { return .notDeterminable }
        return low == high ? "\(low)" : "\(low) to \(high)"
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
