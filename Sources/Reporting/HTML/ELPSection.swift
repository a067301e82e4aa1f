import PositionModel

/// The position in the columns of the auditor's template, in their order.
struct ELPSection {
    var lines: [ELPLine]
    var context: ReportContext

    func markup(_ anchors: inout Anchors) -> Markup {
        """
        <section id="elp" class="landscape" aria-labelledby="elp-title">
        <h2 id="elp-title">Effective licence position</h2>
        <p class="lead">The columns of Microsoft's template in their order; <code>elp.csv</code> holds the same lines. \
        Licences of newer versions serve older needs: the allocation moves them.</p>
        \(lines.isEmpty ? "<p>No licence is held or needed.</p>\n" : table(&anchors))</section>

        """
    }

    private func table(_ anchors: inout Anchors) -> Markup {
        let shown = lines.prefix(ListLimit.elp)
        var rows: [HTMLTable.Row] = []
        for line in shown {
            rows.append(
                HTMLTable.Row(
                    [
                        "\(line.productFamily)", "\(line.version.isEmpty ? "–" : line.version)",
                        "\(line.mlsVolumeLicenses)", "\(line.fppLicenses)", "\(line.fppUpgrades)",
                        "\(line.oemLicenses)", "\(line.preliminaryLicenseEntitlement)",
                        .figure(line.identifiedByInventoryDiscoveryTool), .difference(line.identifiedManually),
                        .figure(line.totalSoftwareDeployment),
                        .difference(line.softwareDeploymentVsLicenseEntitlement), .difference(line.licenseAllocation),
                        .difference(line.licensingDelta), comments(line), "\(line.upgradeLicenseQuantity)",
                        "\(line.upgradeLicenseQuantityWithMaintenance)", "\(line.notes.isEmpty ? "–" : line.notes)",
                    ], anchor: anchors.place("elp", line.product)))
        }
        return HTMLTable(
            caption: "A line per licence, flavour and version",
            columns: [
                .text("Product family"), .text("Version"), .number("MLS volume licences"), .number("FPP licences"),
                .number("FPP upgrades"), .number("OEM licences"), .number("Preliminary licence entitlement"),
                .number("Identified by inventory discovery tool"), .number("Identified manually"),
                .number("Total software deployment"), .number("Software deployment vs licence entitlement"),
                .number("Licence allocation (+/−)"), .number("Licensing delta"), .text("Comments"),
                .number("Upgrade licence quantity"), .number("Upgrade licence quantity (w/ maintenance)"),
                .text("Notes"),
            ],
            rows: rows, hidden: lines.count - shown.count
        ).markup
    }

    /// The open questions of the line, each linked to where it is asked.
    private func comments(_ line: ELPLine) -> Markup {
        guard !line.comments.isEmpty else { return "–" }
        let words = line.comments.split(separator: " ", omittingEmptySubsequences: false).map { word in
            context.link("question", String(word), .name(String(word)))
        }
        return "<span class=\"wide\">\(words.joined(" "))</span>"
    }
}
