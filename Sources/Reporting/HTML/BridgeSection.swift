import PositionModel

/// From the directory population to the defended figure, step by step, drawn and tabled.
struct BridgeSection {
    var bridges: [Bridge]
    var context: ReportContext

    func markup(_ anchors: inout Anchors) -> Markup {
        var body = Markup.empty
        for bridge in bridges { body += bridgeMarkup(bridge, &anchors) }
        return """
            <section id="bridge" aria-labelledby="bridge-title">
            <h2 id="bridge-title">The bridge from directory to defended figure</h2>
            <p class="lead">Each account leaves at the first step whose rule it meets. Users are accounts up to the \
            step that joins duplicates, and persons from there on.</p>
            \(bridges.isEmpty ? "<p>No product was counted.</p>\n" : body)</section>

            """
    }

    private func bridgeMarkup(_ bridge: Bridge, _ anchors: inout Anchors) -> Markup {
        let run = BridgeRun(bridge)
        let id = anchors.id("bridge", bridge.product)
        let users = anchors.id("chart", "users-" + bridge.product)
        let devices = anchors.id("chart", "devices-" + bridge.product)
        let hasDevices = run.lines.contains { $0.step.devices != 0 }
        let alarm: Markup =
            run.sums
            ? .empty
            : """
            <div class="notice" role="note"><p><strong>This bridge does not sum.</strong> Its steps arrive at \
            \(run.users) users and \(run.devices) devices, the defended figures are \(bridge.defendedUsers) and \
            \(bridge.defendedDevices).</p></div>

            """
        return """
            <h3 id="\(id)">\(context.product(bridge.product))</h3>
            \(alarm)\(chart(run, bridge, id: users, of: .users))\
            \(hasDevices ? chart(run, bridge, id: devices, of: .devices) : .empty)\
            \(table(run, bridge))
            """
    }

    /// Which of the two counts of a bridge a chart draws.
    private enum Count: String {
        case users, devices

        func size(_ step: BridgeStep) -> Int { self == .users ? step.users : step.devices }
        func span(_ line: BridgeRun.Line) -> (before: Int, after: Int) {
            self == .users ? (line.usersBefore, line.usersAfter) : (line.devicesBefore, line.devicesAfter)
        }
        func defended(_ bridge: Bridge) -> Int { self == .users ? bridge.defendedUsers : bridge.defendedDevices }
    }

    private func chart(_ run: BridgeRun, _ bridge: Bridge, id: String, of count: Count) -> Markup {
        var bars: [BarChart.Bar] = []
        for line in run.lines where count.size(line.step) != 0 && !line.isTold {
            let (before, after) = count.span(line)
            let change = after &- before
            bars.append(
                BarChart.Bar(
                    label: line.step.label, from: before, to: after,
                    value: line.isStart ? NumberText.grouped(after) : NumberText.signed(change),
                    tone: line.isStart ? .total : (change < 0 ? .taken : .added)))
        }
        let defended = count.defended(bridge)
        bars.append(
            BarChart.Bar(
                label: "Defended \(count.rawValue)", from: 0, to: defended, value: NumberText.grouped(defended),
                tone: .total))
        let title = "\(context.product(bridge.product)): \(count.rawValue) from directory to defended figure"
        return BarChart(
            id: id, title: title, bars: bars, caption: "The steps that change the count of \(count.rawValue)",
            isWaterfall: true
        ).markup
    }

    private func table(_ run: BridgeRun, _ bridge: Bridge) -> Markup {
        var rows: [HTMLTable.Row] = []
        for line in run.lines {
            rows.append(
                HTMLTable.Row([
                    "\(line.step.label)<small>\(line.step.rule)</small>",
                    users(line), "\(line.usersAfter)",
                    told(line, line.step.devices) ?? change(line.deviceChange), "\(line.devicesAfter)",
                    "\(line.step.source)",
                ]))
            if line.isAuditorFigure {
                rows.append(
                    HTMLTable.Row(
                        [
                            "The auditor starts here<small>every enabled account</small>", .empty,
                            "\(bridge.auditorUsers)", .empty, "\(bridge.auditorDevices)", .empty,
                        ], weight: .subtotal))
            }
        }
        return HTMLTable(
            caption: "\(context.shortProduct(bridge.product)): every step with its running total",
            columns: [
                .text("Step"), .number("Users"), .number("Running users"), .number("Devices"),
                .number("Running devices"), .text("Rule from"),
            ],
            rows: rows,
            totals: [
                HTMLTable.Row(
                    [
                        "Defended", .empty, "\(bridge.defendedUsers)", .empty, "\(bridge.defendedDevices)", .empty,
                    ], weight: run.sums ? .plain : .alarm)
            ]
        ).markup
    }

    /// What stands for the change where there is none: nothing on the first step, the size in brackets of a step that
    /// is only told.
    private func told(_ line: BridgeRun.Line, _ size: Int) -> Markup? {
        if line.isStart { return .empty }
        return line.isTold && size != 0 ? "(\(size))" : nil
    }

    /// The users of a step, linked to their class in the ledger of accounts.
    private func users(_ line: BridgeRun.Line) -> Markup {
        let shown = told(line, line.step.users) ?? change(line.userChange)
        return line.step.users == 0 || shown.isEmpty ? shown : context.link("class", line.step.rule, shown)
    }

    private func change(_ value: Int) -> Markup { value == 0 ? "0" : "\(NumberText.signed(value))" }
}
