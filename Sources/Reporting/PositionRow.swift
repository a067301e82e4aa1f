import PositionModel

/// One figure of a position, or words beside the figures: what `position.csv` has as a row.
struct PositionRow: Sendable {
    var section: String
    var product: String
    var flavour: String
    var item: String
    var metric: String
    var value: CSVText.Cell
    var text: String
    /// Why `value` is empty.
    var reason: String

    /// Every figure, section by section.
    static func rows(of position: Position) -> [PositionRow] {
        var table = PositionRowWriter()
        table.window(position)
        for product in position.products { table.product(product) }
        for view in position.auditorView { table.auditorView(view) }
        for bridge in position.bridge { table.bridge(bridge) }
        for mix in position.mix { table.mix(mix) }
        if let gauge = position.gauge { table.gauge(gauge) }
        for additive in position.additive { table.additive(additive) }
        for bundle in position.bundles { table.bundle(bundle) }
        for evidence in position.evidenceOverTime { table.overTime(evidence) }
        for server in position.servers { table.server(server) }
        for exposure in position.external { table.external(exposure) }
        for choice in position.externalChoice { table.externalChoice(choice) }
        if let optimum = position.externalOptimum { table.externalOptimum(optimum) }
        for line in position.entitlements { table.entitlement(line) }
        for cell in position.versions { table.version(cell) }
        for coverage in position.coverage { table.coverage(coverage) }
        for finding in position.findings { table.finding(finding) }
        for answer in position.answers { table.answer(answer) }
        table.inputs(position.inputs)
        return table.rows
    }
}

/// Writes the rows of one section after the other.
private struct PositionRowWriter {
    var rows: [PositionRow] = []

    /// Whom a group of rows is about.
    struct Subject {
        var section: String
        var product = ""
        var flavour = ""
        var item = ""
    }

    private mutating func row(
        _ subject: Subject, _ metric: String, _ value: CSVText.Cell, text: String = "", reason: String = ""
    ) {
        rows.append(
            PositionRow(
                section: subject.section, product: subject.product, flavour: subject.flavour, item: subject.item,
                metric: metric, value: value, text: text, reason: reason))
    }

    private mutating func figure(
        _ subject: Subject, _ metric: String, _ figure: Figure, reasons: [Reason], text: String = ""
    ) {
        let reason = figure.value == nil ? reasons.first { $0.key == metric }?.reason ?? "not determinable" : ""
        row(subject, metric, .number(figure.value), text: text, reason: reason)
    }

    private mutating func money(_ subject: Subject, _ metric: String, _ amount: Money?, reasons: [Reason]) {
        let reason = amount == nil ? reasons.first { $0.key == metric }?.reason ?? "not determinable" : ""
        row(subject, metric, amount.map { .amount($0.text) } ?? .empty, reason: reason)
    }

    private mutating func words(_ subject: Subject, _ metric: String, _ text: String) {
        row(subject, metric, .empty, text: text)
    }

    mutating func window(_ position: Position) {
        let subject = Subject(section: "window")
        words(subject, "organisation", position.organisation)
        words(subject, "from", position.window.from)
        words(subject, "to", position.window.to)
        words(subject, "as_of", position.window.asOf)
        words(subject, "catalogue_version", position.catalogueVersion)
        words(subject, "currency", position.currency)
    }

    mutating func product(_ product: ProductPosition) {
        let subject = Subject(
            section: "products", product: product.product, flavour: product.flavour, item: product.licence)
        words(subject, "status", PositionStatus(product).rawValue)
        words(subject, "chosen", product.chosen ? "yes" : "no")
        row(subject, "directory", .number(product.directory))
        row(subject, "evidenced", .number(product.evidenced))
        figure(subject, "defended", product.defended, reasons: product.reasons)
        figure(subject, "low", product.low, reasons: product.reasons)
        figure(subject, "high", product.high, reasons: product.reasons)
        row(subject, "entitled", .number(product.entitled))
        figure(subject, "usable", product.usable, reasons: product.reasons)
        figure(subject, "requirement", product.requirement, reasons: product.reasons)
        figure(subject, "delta", product.delta, reasons: product.reasons)
        figure(subject, "version_shortfall", product.versionShortfall, reasons: product.reasons)
        figure(subject, "identified_by_tool", product.identifiedByTool, reasons: product.reasons)
        figure(subject, "identified_manually", product.identifiedManually, reasons: product.reasons)
        for tier in product.requiredVersion {
            row(subject, "required_version", .number(tier.count), text: tier.version)
        }
        for question in product.openQuestions { words(subject, "open_question", question) }
    }

    mutating func auditorView(_ view: AuditorView) {
        for line in view.rows {
            let subject = Subject(section: "auditor_view", product: view.product, item: line.input)
            figure(subject, "auditor", line.auditor, reasons: [], text: line.evidence)
            figure(subject, "clean", line.clean, reasons: [], text: line.evidence)
            figure(subject, "difference", line.difference, reasons: [], text: line.evidence)
        }
    }

    mutating func bridge(_ bridge: Bridge) {
        let run = BridgeRun(bridge)
        for line in run.lines {
            let subject = Subject(section: "bridge", product: bridge.product, item: line.step.rule)
            if line.isTold { row(subject, "told_users", .number(line.step.users), text: line.step.label) }
            row(subject, "users", .number(line.userChange), text: line.step.label)
            row(subject, "running_users", .number(line.usersAfter), text: line.step.label)
            row(subject, "devices", .number(line.deviceChange), text: line.step.label)
            row(subject, "running_devices", .number(line.devicesAfter), text: line.step.label)
        }
        let subject = Subject(section: "bridge", product: bridge.product)
        row(subject, "auditor_users", .number(bridge.auditorUsers))
        row(subject, "auditor_devices", .number(bridge.auditorDevices))
        row(subject, "defended_users", .number(bridge.defendedUsers))
        row(subject, "defended_devices", .number(bridge.defendedDevices))
        words(subject, "sums", run.sums ? "yes" : "NO")
    }

    mutating func mix(_ mix: ProductMix) {
        let subject = Subject(section: "mix", product: mix.product)
        figure(subject, "all_user", mix.allUser, reasons: mix.reasons)
        figure(subject, "all_device", mix.allDevice, reasons: mix.reasons)
        let optimum = mix.optimum
        figure(subject, "optimum_users", Figure(optimum?.users), reasons: renamed(mix.reasons, "optimum_users"))
        figure(subject, "optimum_devices", Figure(optimum?.devices), reasons: renamed(mix.reasons, "optimum_devices"))
        money(subject, "optimum_cost", optimum?.cost, reasons: renamed(mix.reasons, "optimum_cost"))
        money(subject, "lower_bound", optimum?.lowerBound, reasons: renamed(mix.reasons, "lower_bound"))
        if let optimum { words(subject, "certificate", optimum.certificate) }
        row(subject, "unresolved_edges", .number(mix.unresolvedEdges))
        if let other = mix.alternatives { alternatives(other, subject) }
    }

    private mutating func alternatives(_ other: MixAlternatives, _ subject: Subject) {
        money(subject, "all_user_cost", other.allUserCost, reasons: other.reasons)
        money(subject, "all_device_cost", other.allDeviceCost, reasons: other.reasons)
        money(subject, "segments_cost", other.segmentsCost, reasons: other.reasons)
        for segment in other.segments {
            let subject = Subject(section: "mix", product: subject.product, item: "department \(segment.segment)")
            words(subject, "segment_choice", segment.choice.rawValue)
            row(subject, "segment_users", .number(segment.users))
            row(subject, "segment_users_only", .number(segment.usersOnly))
            row(subject, "segment_devices", .number(segment.devices))
        }
        for price in other.sensitivity {
            let item = "user \(price.userPrice.text), device \(price.devicePrice.text)"
            let subject = Subject(section: "mix", product: subject.product, item: item)
            row(subject, "sensitivity_users", .number(price.users), text: price.tie ? "others cost the same" : "")
            row(subject, "sensitivity_devices", .number(price.devices))
            money(subject, "sensitivity_cost", price.cost, reasons: [])
        }
    }

    mutating func gauge(_ gauge: ShortfallGauge) {
        for line in gauge.lines {
            let subject = Subject(section: "gauge", product: line.product, flavour: line.flavour, item: line.licence)
            figure(subject, "shortfall", line.shortfall, reasons: [])
            figure(subject, "requirement", line.requirement, reasons: [])
            share(subject, line.share, reasons: [])
            money(subject, "cost", line.cost, reasons: [])
            money(subject, "requirement_cost", line.requirementCost, reasons: [])
        }
        let subject = Subject(section: "gauge", item: "total")
        row(subject, "threshold", .text(gauge.threshold), text: gauge.source)
        row(subject, "surcharge", .text(gauge.surcharge))
        share(subject, gauge.share, reasons: gauge.reasons)
        money(subject, "cost", gauge.cost, reasons: gauge.reasons)
        money(subject, "requirement_cost", gauge.requirementCost, reasons: gauge.reasons)
        money(subject, "cost_with_surcharge", gauge.costWithSurcharge, reasons: gauge.reasons)
        row(
            subject, "is_reached", .empty, text: gauge.isReached.map { $0 ? "yes" : "no" } ?? "",
            reason: gauge.isReached == nil ? gauge.reasons.first { $0.key == "is_reached" }?.reason ?? "" : "")
    }

    private mutating func share(_ subject: Subject, _ share: String, reasons: [Reason]) {
        let reason = share.isEmpty ? reasons.first { $0.key == "share" }?.reason ?? "not determinable" : ""
        row(subject, "share", share.isEmpty ? .empty : .text(share), reason: reason)
    }

    mutating func additive(_ line: AdditivePosition) {
        let subject = Subject(
            section: "additive", product: line.product, flavour: line.flavour.rawValue, item: line.licence)
        words(subject, "name", line.name)
        words(subject, "triggers", line.triggers.joined(separator: "; "))
        figure(subject, "low", line.low, reasons: line.reasons)
        figure(subject, "high", line.high, reasons: line.reasons)
        figure(subject, "requirement", line.requirement, reasons: line.reasons)
        row(subject, "entitled", .number(line.entitled))
        figure(subject, "usable", line.usable, reasons: line.reasons)
        figure(subject, "delta", line.delta, reasons: line.reasons)
        money(subject, "low_cost", line.lowCost, reasons: line.reasons)
        money(subject, "high_cost", line.highCost, reasons: line.reasons)
        for question in line.openQuestions { words(subject, "open_question", question) }
    }

    mutating func bundle(_ bundle: BundleAssignment) {
        let subject = Subject(section: "bundles", flavour: bundle.flavour.rawValue, item: bundle.holder)
        words(subject, "licence", "line \(bundle.line): \(bundle.licence)")
        words(subject, "products", bundle.products.joined(separator: " "))
    }

    mutating func overTime(_ evidence: EvidenceOverTime) {
        for span in evidence.spans {
            let subject = Subject(
                section: "evidence_over_time", product: evidence.product, item: "last \(span.days) days")
            row(subject, "users", .number(span.users), text: "from \(span.from)")
            row(subject, "new_users", .number(span.newUsers))
            row(subject, "devices", .number(span.devices))
            row(subject, "new_devices", .number(span.newDevices))
        }
        for day in evidence.days {
            let subject = Subject(section: "evidence_over_time", product: evidence.product, item: day.day)
            row(subject, "new_users", .number(day.newUsers))
            row(subject, "new_devices", .number(day.newDevices))
            row(subject, "users", .number(day.users), text: "from the first day of the window on")
            row(subject, "devices", .number(day.devices), text: "from the first day of the window on")
            row(subject, "last_users", .number(day.lastUsers))
            row(subject, "last_devices", .number(day.lastDevices))
        }
    }

    mutating func server(_ server: ServerLine) {
        let subject = Subject(section: "servers", item: server.server)
        for product in server.products {
            row(
                Subject(section: "servers", product: product.product, item: server.server), "version", .empty,
                text: product.version)
        }
        row(subject, "users", .number(server.users))
        figure(subject, "devices_low", server.devicesLow, reasons: server.reasons)
        figure(subject, "devices_high", server.devicesHigh, reasons: server.reasons)
        figure(subject, "edges", server.edges, reasons: server.reasons)
        words(subject, "first_day", server.firstDay)
        words(subject, "last_day", server.lastDay)
    }

    /// The reasons given for `optimum`, as reasons for one of its parts.
    private func renamed(_ reasons: [Reason], _ metric: String) -> [Reason] {
        reasons.filter { $0.key == "optimum" }.map { Reason(figure: metric, reason: $0.reason) }
    }

    mutating func external(_ exposure: ExternalExposure) {
        let place = exposure.site.isEmpty ? exposure.server : exposure.server + " " + exposure.site
        let subject = Subject(section: "external", item: place)
        row(subject, "verdict", .empty, text: Wording.verdict(exposure.verdict), reason: exposure.why)
        row(
            subject, "exposed", .empty, text: Wording.exposed(exposure),
            reason: exposure.reasons.first { $0.key == "exposed" }?.reason ?? "")
        words(subject, "proxy_suspected", exposure.proxySuspected ? "yes" : "no")
        figure(subject, "anonymous_visitors", exposure.anonymousVisitors, reasons: exposure.reasons)
        figure(subject, "authenticated_visitors", exposure.authenticatedVisitors, reasons: exposure.reasons)
        func note(_ metric: String) -> String { exposure.reasons.first { $0.key == metric }?.reason ?? "" }
        row(
            subject, "employees_from_outside", .number(exposure.employeesFromOutside),
            text: note("employees_from_outside"))
        row(subject, "attempts", .number(exposure.attempts), text: note("attempts"))
        money(subject, "ec_cost", exposure.ecCost, reasons: exposure.reasons)
        money(subject, "cal_cost", exposure.calCost, reasons: exposure.reasons)
    }

    mutating func externalChoice(_ choice: ExternalChoice) {
        let subject = Subject(section: "external_choice", item: choice.host)
        row(subject, "choice", .empty, text: choice.choice, reason: choice.why)
        money(subject, "cost", choice.cost, reasons: [])
        words(subject, "servers", choice.servers.joined(separator: " "))
    }

    mutating func externalOptimum(_ optimum: ExternalOptimum) {
        let subject = Subject(section: "external_optimum", item: "estate")
        money(subject, "cost", optimum.cost, reasons: [])
        money(subject, "lower_bound", optimum.lowerBound, reasons: [])
        words(subject, "certificate", optimum.certificate)
        words(subject, "tie", optimum.tie ? "yes" : "no")
    }

    mutating func entitlement(_ line: EntitlementLine) {
        let subject = Subject(
            section: "entitlements", flavour: line.flavour, item: "line \(line.line): \(line.licence)")
        row(subject, "quantity", .number(line.quantity), text: line.note, reason: line.why)
        for (metric, text) in [
            ("version", line.version), ("term", line.term), ("sa_end", line.saEnd), ("agreement", line.agreement),
            ("signed", line.signed), ("source", line.source), ("assigned_to", line.assignedTo),
        ] where !text.isEmpty { words(subject, metric, text) }
        for count in line.counts {
            let what = "\(count.licence)/\(count.flavour.rawValue)"
            row(
                subject, "counts", .number(count.quantity),
                text: count.version.isEmpty ? what : "\(what) \(count.version)")
            if count.possible > 0 { row(subject, "may_count", .number(count.possible), text: what) }
        }
    }

    mutating func version(_ cell: VersionCell) {
        let subject = Subject(section: "versions", product: cell.product, item: "server \(cell.serverVersion)")
        row(
            subject, "held", .number(cell.held),
            text: "CAL \(cell.calVersion): \(cell.serves ? "serves" : "does not serve")")
        row(
            subject, "shortfall", .number(cell.shortfall),
            text: "CAL \(cell.calVersion): short by version alone at this server version")
    }

    mutating func coverage(_ coverage: CoverageSummary) {
        let item = [coverage.server, coverage.source, coverage.log].filter { !$0.isEmpty }.joined(separator: " ")
        let subject = Subject(section: "coverage", item: item)
        row(subject, "covered", .number(coverage.covered), text: coverage.sensitivity)
        row(subject, "partial", .number(coverage.partial))
        row(subject, "none", .number(coverage.none), text: coverage.gaps.joined(separator: " "))
        row(subject, "cleared", .number(coverage.cleared), text: coverage.recordIds)
        for reason in coverage.reasons where reason.kind != .noRecord && reason.kind != .noLine {
            row(subject, reason.kind.rawValue, .empty, text: "\(reason.from)..\(reason.to): \(reason.text)")
        }
    }

    mutating func finding(_ finding: Finding) {
        let subject = Subject(section: "findings", product: finding.product, item: finding.id)
        words(subject, "severity", finding.severity.rawValue)
        words(subject, "statement", finding.statement)
        words(subject, "effect", finding.effect)
        words(subject, "evidence", finding.evidence)
        for reference in finding.explain { words(subject, "explain", Wording.explain(reference)) }
    }

    mutating func answer(_ answer: AnsweredQuestion) {
        let subject = Subject(
            section: "answers", product: answer.product,
            item: answer.subject.isEmpty ? answer.id : "\(answer.id): \(answer.subject)")
        words(subject, "answer", answer.answer)
        words(subject, "decided", "\(answer.name), \(answer.date)")
        words(subject, "proof", answer.proof)
        words(subject, "effect", answer.effect)
    }

    mutating func inputs(_ ledger: InputLedger) {
        for entry in ledger.entries {
            let subject = Subject(section: "inputs", item: InputName.display(entry))
            words(subject, "sha256", entry.sha256)
            tally(subject, [entry.records, entry.accepted, entry.ignored, entry.rejected, entry.duplicates])
        }
        let totals = ledger.totals
        let subject = Subject(section: "inputs", item: "total")
        tally(subject, [totals.records, totals.accepted, totals.ignored, totals.rejected, totals.duplicates])
        words(subject, "ties_out", TieOut(ledger).holds ? "yes" : "NO")
    }

    private mutating func tally(_ subject: Subject, _ counts: [UInt64]) {
        for (metric, count) in zip(["records", "accepted", "ignored", "rejected", "duplicates"], counts) {
            row(subject, metric, .count(count))
        }
    }
}
