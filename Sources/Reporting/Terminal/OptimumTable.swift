public import PositionModel

/// What `optimise` prints on a terminal: a table of models per product, with the proof; then the hosts outsiders reach.
public enum OptimumTable {
    public static func text(_ report: OptimumReport, style: TerminalStyle = TerminalStyle()) -> String {
        let window = report.window
        var result = style.paragraph(
            "Window \(window.from) to \(window.to), as of \(window.asOf) (UTC days); amounts in \(report.currency)")
        for mix in report.mix { result += "\n" + product(mix, style) }
        if !report.externalChoice.isEmpty { result += "\n" + hosts(report, style) }
        return result
            + "\n" + style.paragraph("Who gets which licence, and what else there is: --format json.")
    }

    private static func product(_ mix: ProductMix, _ style: TerminalStyle) -> String {
        var table = TextTable(columns: [
            .text(mix.product), .number("user CALs"), .number("device CALs"), .number("cost"),
        ])
        func figure(_ figure: Figure) -> String { figure.value.map { style.number($0) } ?? "n/d" }
        let other = mix.alternatives
        table.append(["all user CALs", figure(mix.allUser), "0", other?.allUserCost?.text ?? "n/d"])
        table.append(["all device CALs", "0", figure(mix.allDevice), other?.allDeviceCost?.text ?? "n/d"])
        if let cost = other?.segmentsCost { table.append(["one flavour per department", "", "", cost.text]) }
        if let optimum = mix.optimum {
            let name = optimum.cost == optimum.lowerBound ? "cheapest mix" : "best mix found"
            table.append([name, style.number(optimum.users), style.number(optimum.devices), optimum.cost.text])
        }
        for price in other?.sensitivity ?? [] {
            table.append([
                "at \(price.userPrice.text) and \(price.devicePrice.text)", style.number(price.users),
                style.number(price.devices), price.cost.text,
            ])
        }
        var result = table.text(style)
        if let optimum = mix.optimum {
            let tie = optimum.tie ? "; other mixes cost the same, the one with most user CALs is shown" : ""
            result += style.paragraph(optimum.certificate + tie, indent: "  ", hanging: "  ")
        }
        for reason in mix.reasons {
            result += style.paragraph("\(reason.key): \(reason.reason)", indent: "  ", hanging: "    ")
        }
        return result
    }

    private static func hosts(_ report: OptimumReport, _ style: TerminalStyle) -> String {
        var table = TextTable(columns: [.text("host outsiders reach"), .text("choice"), .number("cost"), .text("why")])
        for choice in report.externalChoice {
            table.append([choice.host, choice.choice, choice.cost?.text ?? "n/d", choice.why])
        }
        return table.text(style)
    }
}
