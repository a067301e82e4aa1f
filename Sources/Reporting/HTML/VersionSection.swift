import AccessModel
import PositionModel

/// Server version against CAL version: which licences held serve which servers.
struct VersionSection {
    var cells: [VersionCell]
    var context: ReportContext

    func markup(_ anchors: inout Anchors) -> Markup {
        """
        <section id="versions" aria-labelledby="versions-title">
        <h2 id="versions-title">Version coverage</h2>
        <p class="lead">A CAL serves servers of its own version and older ones. Versions are those after Software \
        Assurance. Short by version alone are those licences the chosen model lacks that would not be lacking if every \
        licence held had the right version; versions the same CAL serves share one such number.</p>
        \(cells.isEmpty ? "<p>No licence or no server version to compare.</p>\n" : grids(&anchors))</section>

        """
    }

    private func grids(_ anchors: inout Anchors) -> Markup {
        var result = Markup.empty
        for product in distinct(cells.map(\.product)) {
            let ofProduct = cells.filter { ExactText($0.product) == ExactText(product) }
            result += grid(product, ofProduct, anchor: anchors.place("versions", product))
        }
        return result
    }

    private func grid(_ product: String, _ cells: [VersionCell], anchor: String) -> Markup {
        let calVersions = distinct(cells.map(\.calVersion))
        return HTMLTable(
            caption: "\(context.shortProduct(product)): licences held of each CAL version, and whether they serve",
            columns: [.text("Server version")]
                + calVersions.map { .text("CAL \($0.isEmpty ? "without version" : $0)") }
                + [.number("Short by version alone")],
            rows: distinct(cells.map(\.serverVersion)).map { server in
                HTMLTable.Row(
                    ["\(server)"]
                        + calVersions.map { version in
                            cell(cells.first { same($0.serverVersion, server) && same($0.calVersion, version) })
                        }
                        + ["\(cells.first { same($0.serverVersion, server) }?.shortfall ?? 0)"])
            },
            anchor: anchor
        ).markup
    }

    private func cell(_ cell: VersionCell?) -> Markup {
        guard let cell else { return "–" }
        if cell.held == 0 { return cell.serves ? "none held" : "none held, would not serve" }
        return cell.serves
            ? "<span class=\"tag ok\">\(cell.held) serve</span>"
            : "<span class=\"tag bad\">\(cell.held) do not serve</span>"
    }

    private func same(_ a: String, _ b: String) -> Bool { ExactText(a) == ExactText(b) }

    /// The values in order of first appearance.
    private func distinct(_ values: [String]) -> [String] {
        var seen: Set<ExactText> = []
        return values.filter { seen.insert(ExactText($0)).inserted }
    }
}
