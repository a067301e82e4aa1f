import AccessModel
import Identity
import PositionModel

/// A server, a kind of log, and the web site where the log has one.
struct LoggedPlace: Sendable, Hashable, Comparable {
    var server: Int
    var source: EvidenceSource
    var site: ExactText

    static func < (a: LoggedPlace, b: LoggedPlace) -> Bool {
        (a.server, a.source.rawValue, a.site) < (b.server, b.source.rawValue, b.site)
    }
}

/// Who came from outside, and from inside, to every server and site: one pass over the evidence.
struct OutsideTally: Sendable {
    private(set) var access: [LoggedPlace: SiteAccess] = [:]
    /// Keys of `access`, in order.
    let places: [LoggedPlace]

    init(_ study: Study, classes: AccountClasses) {
        var count = OutsideCount(study, classes: classes)
        count.countRows()
        count.countVisits()
        count.noteLabels()
        count.notePeers()
        access = count.access
        places = access.keys.sorted()
    }
}

private struct OutsideCount {
    private let study: Study
    private let classes: AccountClasses
    private var addresses: AddressPlaces
    private let administrators: Administrators
    private(set) var access: [LoggedPlace: SiteAccess] = [:]

    /// Logons at the machine's own keyboard (Microsoft, "4624(S)", types 2, 7, 11 and 13): they have no address to miss.
    private static let atTheMachine: Set<Channel> = [.interactive, .unlock, .cachedInteractive, .cachedUnlock]

    init(_ study: Study, classes: AccountClasses) {
        self.study = study
        self.classes = classes
        addresses = AddressPlaces(study)
        administrators = Administrators(study)
    }

    mutating func countRows() {
        let identities = study.identities
        let isServiceAccount = identities.servers.map(\.isServiceAccount)
        // Rows are sorted by server and source: the place of most is that of the row before, and is kept at hand.
        var last: (place: LoggedPlace, site: TextID)?
        var access = SiteAccess()
        for (row, resolved) in zip(study.evidence.rows, identities.rows)
        where resolved.standing != .no && !isServiceAccount[resolved.server]
            && !administrators.contains(server: resolved.server, user: resolved.user)
        {
            if last?.site != row.site || last?.place.server != resolved.server || last?.place.source != row.source {
                if let last { self.access[last.place] = access }
                let place = LoggedPlace(
                    server: resolved.server, source: row.source, site: ExactText(study.evidence.text(row.site)))
                access = self.access.removeValue(forKey: place) ?? SiteAccess()
                last = (place, row.site)
            }
            add(row, resolved, to: &access)
        }
        if let last { self.access[last.place] = access }
    }

    private mutating func add(_ row: EvidenceRow, _ resolved: ResolvedRow, to site: inout SiteAccess) {
        let isOutside = locate(row.clientAddress, row.outcome, row.day, row.count, in: &site) == .outside
        if row.clientAddress == 0, resolved.standing == .access, !Self.atTheMachine.contains(row.channel) {
            site.unaddressed &+= row.count
        }
        let isExternal = resolved.user.map { classes.isExternal[$0] } ?? false
        site.isWeb = site.isWeb || row.source == .web
        if isOutside || isExternal || row.source == .web { site.concernsOutsiders = true }
        if row.outcome == .failure || resolved.standing != .access { return }
        guard let user = resolved.user else {
            if row.source != .web {
                if resolved.account == nil, isOutside { site.nameless.insert(row.clientAddress) }
            } else if study.identities.isAnonymous(resolved) {
                addVisitor(row.clientAddress, isOutside: isOutside, to: &site)
            }
            return
        }
        let isUnknown = isOutside && !isExternal && classes.unknownFromOutside[user] != nil
        if row.source != .web, isExternal || isUnknown { site.hasOtherAccess = true }
        if isExternal {
            site.external.insert(user)
            if Sessions.isSession(row) { site.sessions.insert(user) }
            if isOutside { site.externalFromOutside.insert(user) }
        } else if isUnknown {
            site.unknown.insert(user)
        } else if isOutside {
            site.employees.insert(user)
        }
    }

    mutating func countVisits() {
        for (visit, server) in zip(study.evidence.visits, study.identities.visitServers) {
            let place = LoggedPlace(server: server, source: .web, site: ExactText(study.evidence.text(visit.site)))
            var site = access.removeValue(forKey: place) ?? SiteAccess()
            site.isWeb = true
            site.concernsOutsiders = true
            switch (locate(visit.clientAddress, visit.outcome, visit.day, visit.count, in: &site), visit.outcome) {
            case (.outside, .success): addVisitor(visit.clientAddress, isOutside: true, to: &site)
            case (.inside, .success): addVisitor(visit.clientAddress, isOutside: false, to: &site)
            case (.none, _): site.unaddressed &+= visit.count
            case (_, .failure): break
            }
            access[place] = site
        }
    }

    private mutating func addVisitor(_ address: TextID, isOutside: Bool, to site: inout SiteAccess) {
        if isOutside {
            site.anonymous.insert(address)
        } else if address != 0, !addresses.isTrustedProxy(address) {
            // A trusted proxy that forwards no address is nobody's device.
            site.internalAnonymous.insert(address)
        }
    }

    /// Notes where a record came from.
    private mutating func locate(
        _ address: TextID, _ outcome: Outcome, _ day: Day, _ count: UInt64, in site: inout SiteAccess
    ) -> AddressPlaces.Place {
        if addresses.isTrustedProxy(address) { site.unforwarded[address, default: 0] &+= count }
        let place = addresses.place(address)
        switch place {
        case .outside:
            site.seeOutside(on: day)
            if outcome == .failure {
                site.attempts &+= count
                site.attemptAddresses.insert(address)
            }
        case .inside:
            if outcome == .success, !addresses.isTrustedProxy(address), !addresses.isLoopback(address) {
                site.internalAddresses.insert(address)
            }
        case .none: break
        }
        return place
    }

    /// Which of the visitors call themselves probes and crawlers: they stay visitors.
    mutating func noteLabels() {
        for client in study.evidence.labelledClients ?? [] {
            guard let server = study.serverByName[ExactText(study.evidence.text(client.server))] else { continue }
            let place = LoggedPlace(server: server, source: .web, site: ExactText(study.evidence.text(client.site)))
            guard access[place]?.anonymous.contains(client.clientAddress) == true else { continue }
            switch study.evidence.text(client.label) {
            case "probe": access[place]?.probes.insert(client.clientAddress)
            case "crawler": access[place]?.crawlers.insert(client.clientAddress)
            default: break
            }
        }
    }

    /// Suspected proxies of a site; the first by address and words is the one its figures name.
    mutating func notePeers() {
        let proxies = study.proxies.sorted {
            (ExactText($0.peer), ExactText($0.why)) < (ExactText($1.peer), ExactText($1.why))
        }
        for proxy in proxies {
            guard let server = study.serverByName[ExactText(proxy.server.scalarLowercased)] else { continue }
            let place = LoggedPlace(server: server, source: .web, site: ExactText(proxy.site))
            var site = access[place] ?? SiteAccess()
            site.isWeb = true
            site.concernsOutsiders = true
            if site.proxy.isEmpty { site.proxy = "\(proxy.peer): \(proxy.why)" }
            access[place] = site
        }
    }
}
