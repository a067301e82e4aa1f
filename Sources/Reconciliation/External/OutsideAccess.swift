import AccessModel
import Identity
import Licensing
import PositionModel

/// What the outside did to one server and site in the window.
struct SiteAccess: Sendable {
    /// Distinct external addresses of successful anonymous visits.
    var anonymous: Set<TextID> = []
    /// External users with successful access, from wherever: the owner decides, not the address.
    var external: Set<Int> = []
    /// Users from outside whose relation nobody declared.
    var unknown: Set<Int> = []
    /// The organisation's own people on outside addresses.
    var employees: Set<Int> = []
    /// External addresses with successful access that names no account and is no web visit: told by events alone.
    var nameless: Set<TextID> = []
    var attempts: UInt64 = 0
    /// Evidence of access, or of attempts, from outside the organisation's networks.
    var isExposed = false
    var isWeb = false
    /// True where outsiders came by something else than the web: no web exemption covers that.
    var hasOtherAccess = false
    /// Why a proxy is suspected; empty where none is.
    var proxy = ""
    /// Internal addresses with successful anonymous visits.
    var internalAnonymous: Set<TextID> = []

    var hasAccess: Bool { !anonymous.isEmpty || !external.isEmpty || !unknown.isEmpty }
}

/// A server and one of its web sites; an empty site stands for everything that is not a web site.
struct SiteKey: Sendable, Hashable {
    var server: Int
    var site: ExactText
}

/// Outside access to every server and site, in one pass over the evidence.
struct OutsideAccess: Sendable {
    private(set) var sites: [SiteKey: SiteAccess] = [:]
    /// Keys in the order of servers and sites.
    let keys: [SiteKey]
    let externalUsers: Set<Int>

    init(_ study: Study, classes: AccountClasses) {
        let (evidence, identities) = (study.evidence, study.identities)
        let isExternal = classes.isExternal
        externalUsers = Set(isExternal.indices.filter { isExternal[$0] })
        var places = AddressPlaces(study)
        func isOutside(_ text: TextID) -> Bool { places.place(text) == .outside }
        func isTrustedProxy(_ text: TextID) -> Bool {
            IPAddress(evidence.text(text)).map(study.networks.isTrustedProxy) ?? false
        }
        var sites: [SiteKey: SiteAccess] = [:]
        for (row, resolved) in zip(evidence.rows, identities.rows)
        where resolved.standing != .no && !identities.servers[resolved.server].isServiceAccount {
            let outside = isOutside(row.clientAddress)
            let external = resolved.user.map { isExternal[$0] } ?? false
            guard outside || external || row.source == .web else { continue }
            let key = SiteKey(server: resolved.server, site: ExactText(evidence.text(row.site)))
            var site = sites.removeValue(forKey: key) ?? SiteAccess()
            site.isWeb = site.isWeb || row.source == .web
            site.isExposed = site.isExposed || outside
            if row.outcome == .failure {
                if outside { site.attempts &+= row.count }
            } else if resolved.standing == .access, resolved.account == nil, outside, row.source != .web {
                site.nameless.insert(row.clientAddress)
            } else if resolved.standing == .access, let user = resolved.user {
                if row.source != .web, external || (outside && classes.unknownRelation[user] != nil) {
                    site.hasOtherAccess = true
                }
                if external {
                    site.external.insert(user)
                } else if outside, classes.unknownRelation[user] != nil {
                    site.unknown.insert(user)
                } else if outside {
                    site.employees.insert(user)
                }
            }
            sites[key] = site
        }
        for (visit, server) in zip(evidence.visits, identities.visitServers) {
            let key = SiteKey(server: server, site: ExactText(evidence.text(visit.site)))
            var site = sites.removeValue(forKey: key) ?? SiteAccess()
            site.isWeb = true
            let outside = isOutside(visit.clientAddress)
            site.isExposed = site.isExposed || outside
            switch (outside, visit.outcome) {
            case (true, .success): site.anonymous.insert(visit.clientAddress)
            case (true, .failure): site.attempts &+= visit.count
            case (false, .success):
                // A trusted proxy that forwards no address is nobody's device.
                if !isTrustedProxy(visit.clientAddress) { site.internalAnonymous.insert(visit.clientAddress) }
            case (false, .failure): break
            }
            sites[key] = site
        }
        for proxy in study.proxies.sorted(by: {
            (ExactText($0.peer), ExactText($0.why)) < (ExactText($1.peer), ExactText($1.why))
        }) {
            guard let server = study.serverByName[ExactText(proxy.server.scalarLowercased)] else { continue }
            let key = SiteKey(server: server, site: ExactText(proxy.site))
            sites[key, default: SiteAccess()].isWeb = true
            if sites[key]?.proxy.isEmpty == true {
                sites[key]?.proxy = "\(proxy.peer): \(proxy.why)"
            }
        }
        self.sites = sites
        keys = sites.keys.sorted { ($0.server, $0.site) < ($1.server, $1.site) }
    }
}

/// Where the addresses of the evidence are, each looked at once.
struct AddressPlaces {
    enum Place: Sendable { case none, inside, outside }
    private let study: Study
    private var known: [Place?]

    init(_ study: Study) {
        self.study = study
        known = [Place?](repeating: nil, count: study.evidence.texts.count)
    }

    /// `none` for whatever is no address.
    mutating func place(_ text: TextID) -> Place {
        let index = Int(text)
        guard known.indices.contains(index) else { return .none }
        if let place = known[index] { return place }
        let address = IPAddress(study.evidence.text(text))
        let place = address.map { study.networks.isInternal($0) ? Place.inside : .outside } ?? .none
        known[index] = place
        return place
    }
}
