public import AccessModel
public import Identity
public import PositionModel

extension Reconciler {
    /// Which servers and sites are reached from outside, and by whom.
    /// - Parameters:
    ///   - evidence: already cut to the window.
    ///   - identities: who is who in that very evidence.
    ///   - proxies: peers that look like proxies.
    ///   - isWanted: which servers to speak of, by their names, canonical name first.
    public func exposure(
        evidence: Evidence, identities: Identities, estate: Estate, proxies: [SuspectedProxy] = [],
        isWanted: ([String]) -> Bool = { _ in true }
    ) -> ExposureReport {
        let study = Study(
            catalogue: catalogue, evidence: evidence, identities: identities, estate: estate, unread: [],
            proxies: proxies)
        var remarks = Remarks(study.answers)
        let served = ServedProducts(study, remarks: &remarks)
        let reporter = ExposureReporter(
            study, coverage: CoverageGrid(study, served: served), classes: AccountClasses(study))
        return reporter.report(served: served, isWanted: isWanted)
    }
}

/// Turns what is known of each server and site into the lines of `external`.
private struct ExposureReporter {
    private let study: Study
    private let tally: OutsideTally
    /// Per user of unknown relation: why it is unknown.
    private let unknown: [Int: String]
    /// The log that covers most days, of those behind a line: a machine writes some of its event logs on few days only.
    private let coverage: [CoverageKey: CoverageSummary]
    private let windowDays: Int

    private struct CoverageKey: Hashable {
        var server: ExactText
        var source: ExactText
        /// Empty for events: all logs of the server together.
        var site: ExactText
    }

    init(_ study: Study, coverage: CoverageGrid, classes: AccountClasses) {
        self.study = study
        tally = OutsideTally(study, classes: classes)
        unknown = classes.unknownFromOutside
        var best: [CoverageKey: CoverageSummary] = [:]
        for summary in coverage.summaries {
            let key = CoverageKey(
                server: ExactText(summary.server), source: ExactText(summary.source),
                site: ExactText(summary.source == EvidenceSource.web.name ? summary.log : ""))
            if let known = best[key], known.covered >= summary.covered { continue }
            best[key] = summary
        }
        self.coverage = best
        windowDays = study.window.map { Int($0.upperBound.number) - Int($0.lowerBound.number) + 1 } ?? 0
    }

    func report(served: ServedProducts, isWanted: ([String]) -> Bool) -> ExposureReport {
        let servers = study.identities.servers
        func isWantedServer(_ index: Int) -> Bool { isWanted([servers[index].name] + servers[index].names) }
        let places = Set(tally.places).union(coveredPlaces()).filter {
            !servers[$0.server].isServiceAccount && isWantedServer($0.server)
        }.sorted { a, b in
            let (one, other) = (ExactText(servers[a.server].name), ExactText(servers[b.server].name))
            return one == other ? (a.source.rawValue, a.site) < (b.source.rawValue, b.site) : one < other
        }
        let known = Set(places.map(\.server))
        let silent = served.rows.filter { row in
            row.server.map { !known.contains($0) && isWantedServer($0) } ?? isWanted([row.name])
        }.map { row in ExactText(row.server.map { servers[$0].name } ?? row.name) }
        let lines = places.map { line($0, tally.access[$0] ?? SiteAccess()) } + Set(silent).sorted().map(silentLine)
        return ExposureReport(
            window: study.positionWindow,
            lines: lines.enumerated().sorted { a, b in
                let (one, other) = (ExactText(a.element.server), ExactText(b.element.server))
                return one == other ? a.offset < b.offset : one < other
            }.map(\.element),
            proxies: sightings(in: places), limits: limits())
    }

    /// Places whose logs were read, whether or not they prove an access.
    private func coveredPlaces() -> [LoggedPlace] {
        study.evidence.coverage.compactMap { day in
            study.serverByName[ExactText(study.evidence.text(day.server))].map { server in
                LoggedPlace(
                    server: server, source: day.source,
                    site: day.source == .web ? ExactText(study.evidence.text(day.logChannel)) : "")
            }
        }
    }

    // MARK: Lines

    private func line(_ place: LoggedPlace, _ access: SiteAccess) -> ExposureLine {
        let server = study.identities.servers[place.server].name
        let isHidden = !access.proxy.isEmpty
        // Many an event names no address, and an administrator at home in the domain behind it; a web request always has one.
        let isBlind =
            isHidden || (place.source == .web && (!access.unforwarded.isEmpty || access.unaddressed > 0))
        let log = coverage[
            CoverageKey(server: ExactText(server), source: ExactText(place.source.name), site: place.site)]
        // Known from a domain controller's tickets alone.
        let isHearsay = place.source == .event && log == nil
        let visitors = Figure(isHidden ? nil : access.anonymous.count)
        let hasLabels = !isHidden && (study.evidence.labelledClients != nil || access.anonymous.isEmpty)
        var line = ExposureLine(
            server: server, source: place.source.name, site: place.site.string,
            exposed: access.isExposed ? .yes : isBlind || isHearsay ? .notDeterminable : .no,
            firstDay: access.outsideDays?.lowerBound.text ?? "", lastDay: access.outsideDays?.upperBound.text ?? "",
            anonymousVisitors: visitors, probes: Figure(hasLabels ? access.probes.count : nil),
            crawlers: Figure(hasLabels ? access.crawlers.count : nil),
            authenticatedVisitors: Figure(isHidden ? nil : access.external.count),
            unknownRelation: access.unknown.count, employeesFromOutside: access.employees.count,
            accessWithoutAccount: access.nameless.count, attempts: Int(clamping: access.attempts),
            attemptAddresses: access.attemptAddresses.count, internalAddresses: access.internalAddresses.count,
            recordsWithoutAddress: Int(clamping: access.unaddressed),
            coveredDays: log?.covered ?? 0, windowDays: windowDays)
        line.reasons = access.hiddenReasons + openReasons(access, place.source)
        if isHearsay, !access.isExposed {
            line.reasons.append(
                Reason(
                    figure: "exposed", reason: "not determinable: no log of this server itself, others speak of it"))
        }
        if !hasLabels {
            let why =
                isHidden
                ? "suspected proxy: whose requests they are cannot be told"
                : "the evidence read from the store does not say what the user agents of visitors call themselves"
            line.reasons.append(Reason(figure: "probes", reason: why))
            line.reasons.append(Reason(figure: "crawlers", reason: why))
        }
        line.reasons += coverageReasons(log)
        return line
    }

    /// What the records leave open beside suspected proxies.
    private func openReasons(_ access: SiteAccess, _ source: EvidenceSource) -> [Reason] {
        var reasons: [Reason] = []
        if source == .event, access.unaddressed > 0 {
            reasons.append(
                Reason(
                    figure: "recordsWithoutAddress",
                    reason: "accesses over the network whose events name no address: where from is not told"))
        }
        var causes: [String] = []
        for address in access.unforwarded.keys.sorted() {
            causes.append(
                "\(access.unforwarded[address] ?? 0) records of the trusted proxy \(study.evidence.text(address)) "
                    + "forward no address")
        }
        if source == .web, access.unaddressed > 0 {
            causes.append("\(access.unaddressed) records have no client address (no c-ip in the log)")
        }
        let cause = causes.joined(separator: "; ")
        if !cause.isEmpty, access.proxy.isEmpty {
            if !access.isExposed { reasons.append(Reason(figure: "exposed", reason: "not determinable: \(cause)")) }
            reasons += ["anonymousVisitors", "employeesFromOutside", "attempts"].map {
                Reason(figure: $0, reason: "a lower bound: \(cause)")
            }
        }
        if !access.unknown.isEmpty {
            reasons += unknownReasons(access.unknown)
        }
        let inside = access.external.subtracting(access.externalFromOutside).count
        if inside > 0, access.proxy.isEmpty {
            reasons.append(
                Reason(
                    figure: "authenticatedVisitors",
                    reason: "\(inside) of them on internal addresses only: the owner decides, not the address"))
        }
        return reasons
    }

    /// Gaps of a log listed.
    private static let gapsShown = 3
    /// Users listed by name for one reason.
    private static let namesShown = 10

    /// Who they are, so that somebody can say whose: names of successful accesses, never what was typed in vain.
    private func unknownReasons(_ users: Set<Int>) -> [Reason] {
        let byReason = Dictionary(grouping: users.sorted()) { ExactText(unknown[$0] ?? "") }
        return byReason.keys.sorted().map { why in
            let names = (byReason[why] ?? []).map { study.identities.users[$0].name }
            let hidden = names.count - min(names.count, Self.namesShown)
            return Reason(
                figure: "unknownRelation",
                reason: "\(why.string): \(names.prefix(Self.namesShown).joined(separator: ", "))"
                    + (hidden > 0 ? " and \(hidden) more" : ""))
        }
    }

    /// Days the logs do not cover: a server is not safe on days nobody looked.
    private func coverageReasons(_ log: CoverageSummary?) -> [Reason] {
        guard let log, log.covered < windowDays else { return [] }
        let shown = log.gaps.prefix(Self.gapsShown).joined(separator: ", ")
        let hidden = log.gaps.count - min(log.gaps.count, Self.gapsShown)
        let gaps = log.gaps.isEmpty ? "" : " (no record: \(shown)\(hidden > 0 ? " and \(hidden) more" : ""))"
        let name = log.log.isEmpty ? "the log" : log.log
        return [
            Reason(
                figure: "coveredDays",
                reason: "\(name) covers \(log.covered) of \(windowDays) days fully\(gaps): "
                    + "what came from outside on the others is not known")
        ]
    }

    private func silentLine(_ server: ExactText) -> ExposureLine {
        ExposureLine(
            server: server.string, source: "", site: "", exposed: .notDeterminable, anonymousVisitors: .undetermined,
            probes: .undetermined, crawlers: .undetermined, authenticatedVisitors: .undetermined, coveredDays: 0,
            windowDays: windowDays,
            reasons: ["exposed", "anonymousVisitors", "probes", "crawlers", "authenticatedVisitors"].map {
                Reason(figure: $0, reason: "no log of this server was read: servers.csv alone names it")
            })
    }

    // MARK: Proxies

    private func sightings(in places: [LoggedPlace]) -> [ProxySighting] {
        struct Place: Hashable {
            var server: Int
            var site: ExactText
            var peer: ExactText
        }
        var found: [Place: ProxySighting] = [:]
        let servers = study.identities.servers
        let wanted = Set(places.map(\.server))
        func add(_ server: Int, _ site: ExactText, _ peer: String, _ kind: ProxySighting.Kind, why: String, so: String)
        {
            guard wanted.contains(server) else { return }
            found[Place(server: server, site: site, peer: ExactText(peer))] = ProxySighting(
                server: servers[server].name, site: site.string, peer: peer, kind: kind, why: why, consequence: so)
        }
        for peer in study.evidence.peers {
            let address = study.evidence.text(peer.peer)
            guard let server = study.serverByName[ExactText(study.evidence.text(peer.server))],
                IPAddress(address).map(study.networks.isTrustedProxy) == true
            else { continue }
            add(
                server, ExactText(study.evidence.text(peer.site)), address, .trusted,
                why: "named in trusted_proxies", so: "")
        }
        for place in places {
            for (address, records) in tally.access[place]?.unforwarded ?? [:] {
                add(
                    place.server, place.site, study.evidence.text(address), .trusted, why: "named in trusted_proxies",
                    so: "\(records) records forward no address: who is behind them cannot be told")
            }
        }
        for proxy in study.proxies {
            guard let server = study.serverByName[ExactText(proxy.server.scalarLowercased)] else { continue }
            add(
                server, ExactText(proxy.site), proxy.peer, .suspected, why: proxy.why,
                so: "devices and visitors of the site cannot be counted; log X-Forwarded-For and name the proxy in "
                    + "trusted_proxies of estate.yaml")
        }
        return found.sorted { a, b in
            let names = (ExactText(a.value.server), ExactText(b.value.server))
            if names.0 != names.1 { return names.0 < names.1 }
            return (a.key.site, a.key.peer) < (b.key.site, b.key.peer)
        }.map(\.value)
    }

    // MARK: Limits

    private func limits() -> [String] {
        var limits: [String] = []
        if study.evidence.rows.isEmpty, study.evidence.visits.isEmpty {
            limits.append("No access in the window.")
        }
        if !study.hasDeclaredNetworks {
            limits.append(
                "No networks are declared: addresses outside the private ranges count as outside, the organisation's own "
                    + "public addresses too (networks.internal in estate.yaml).")
        }
        if study.estate.directory.isEmpty {
            limits.append(
                "No directory: users from outside are of unknown relation unless a declared domain or pattern says whose "
                    + "they are.")
        }
        return limits
    }
}
