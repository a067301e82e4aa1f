import AccessModel
import Identity
import Licensing
import PositionModel

/// What a product on a server needs for the outsiders of one site.
struct OutsiderDemand: Sendable {
    var terms: OutsiderTerms
    var users: Set<Int>
    var cals: [OutsiderTerms.Term]
    /// Empty where no connector covers the product.
    var connectors: [OutsiderTerms.Term]
    /// True where visitors without a name came, whom only a connector covers.
    var hasAnonymous: Bool
}

/// A line of `external`, and what the estate's choice must cover of it.
struct JudgedSite: Sendable {
    var key: SiteKey
    var exposure: ExternalExposure
    var needs: [OutsiderDemand] = []
    /// True where external users came and nobody can say what their access to Windows Server needs.
    var isOpen = false
    /// True where a connector is waste, and what it does not cover lacks cover all the same.
    var lacksCover = false
}

/// Says of each server and site how its outside access is licensed: the verdict, the first that matches.
struct ExternalJudge: Sendable {
    let study: Study
    let hosts: HostRegister
    let terms: TermsByServer
    let licences: OutsiderLicences
    let prices: PriceList
    let coverage: CoverageGrid
    let declared: Declarations

    /// Why access to Windows Server needs nothing, nil where it does; what is open of a declaration; why one does not hold.
    private typealias Exemption = (exempt: String?, open: String, note: String)

    /// How one product stands.
    private enum Standing {
        case free(String)
        case covered(String)
        case missing(String)
        case open(String)
    }

    func judge(_ key: SiteKey, _ reach: OutsiderReach) -> JudgedSite {
        let isHidden = !reach.proxy.isEmpty
        var judged = JudgedSite(
            key: key,
            exposure: ExternalExposure(
                server: study.identities.servers[key.server].name, site: key.site.string, exposed: reach.site.isExposed,
                anonymousVisitors: Figure(isHidden ? nil : reach.anonymous.count),
                authenticatedVisitors: Figure(isHidden ? nil : reach.external.count),
                employeesFromOutside: reach.site.employees.count, attempts: Int(clamping: reach.site.attempts),
                proxySuspected: !reach.site.proxy.isEmpty, verdict: .gap, why: "", ecCost: nil, calCost: nil,
                reasons: reach.site.hiddenReasons))
        let here = terms.terms(key.server)
        let exemption = exemption(here, key, reach)
        let costs = ExternalCosts(key, reach, isWindowsExempt: exemption.exempt != nil, judge: self)
        judged.exposure.ecCost = costs.ec
        judged.exposure.calCost = costs.cal
        decide(&judged, reach, here, exemption, costs)
        if !reach.indirect.isEmpty {
            let fronts = reach.indirect.frontEnds.map { ExactText(study.identities.servers[$0].name) }.sorted()
            judged.exposure.why +=
                "; \(reach.indirect.everybody.count) external users and \(reach.indirect.anonymous.count) anonymous visitors "
                + "of the front ends \(fronts.map(\.string).joined(separator: ", ")) reach it through them "
                + "(behind in servers.csv): pooling never lowers the count"
            if reach.site.proxy.isEmpty, isHidden {
                for figure in ["anonymousVisitors", "authenticatedVisitors"] {
                    judged.exposure.reasons.append(
                        Reason(figure: figure, reason: "suspected proxy before a front end: \(reach.proxy)"))
                }
            }
        }
        judged.exposure.reasons += costs.reasons
        return judged
    }

    /// First match wins, in the order none, exempt, not determinable, covered, waste, gap; a product that is missing
    /// something is a gap whatever is open beside it.
    private func decide(
        _ judged: inout JudgedSite, _ reach: OutsiderReach, _ here: [OutsiderTerms], _ exemption: Exemption,
        _ costs: ExternalCosts
    ) {
        let key = judged.key
        func say(_ verdict: ExternalExposure.Verdict, _ why: String) {
            (judged.exposure.verdict, judged.exposure.why) = (verdict, why)
        }
        func notDeterminable(_ why: String) {
            judged.isOpen = !reach.external.isEmpty
            say(.notDeterminable, why)
        }
        let isHidden = !reach.proxy.isEmpty
        guard reach.hasAccess || isHidden else {
            let (verdict, why) = without(key, reach)
            return say(verdict, why)
        }
        if isHidden {
            return notDeterminable("a proxy is suspected: who is behind it is not known (\(reach.proxy))")
        }
        var exemption = exemption
        let others = here.filter { !$0.isWindows && !reach.users(of: $0).isEmpty && !$0.isFree }
        if exemption.exempt == nil || !others.isEmpty, !reach.unknown.isEmpty {
            return notDeterminable(
                "\(reach.unknown.count) \(reach.unknown.count == 1 ? "user" : "users") from outside whose relation nobody declared: in "
                    + "estate.yaml, accounts: external and contractors, or the open question")
        }
        if exemption.exempt == nil {
            if !exemption.open.isEmpty { return notDeterminable(exemption.open) }
            if !reach.anonymous.isEmpty, reach.external.isEmpty, !declared.isDeclared(key) {
                let what = reach.isIndirectOnly ? "server" : "site"
                let site = judged.exposure.site.isEmpty ? "" : ", site: \(judged.exposure.site)"
                return notDeterminable(
                    "anonymous web access only: whether the \(what) is a web workload nobody has declared; in estate.yaml, "
                        + "sites: [{server: \(judged.exposure.server)\(site), exemption: web-workload}], or exemption: none"
                )
            }
        }
        if let exempt = exemption.exempt, !exemption.note.isEmpty {
            exemption.exempt = "\(exempt); \(exemption.note)"
        }
        var standings: [Standing] = []
        for product in here {
            let users = reach.users(of: product)
            if product.isWindows {
                if let exempt = exemption.exempt {
                    if standings.isEmpty { standings.append(.free(exempt)) }
                    continue
                }
            } else if users.isEmpty, reach.anonymous.isEmpty || !product.isReachedByAll {
                continue
            }
            let anonymous = product.isWindows || product.isReachedByAll ? reach.anonymous.count : 0
            standings.append(standing(product, users: users, anonymous: anonymous, key: key))
            guard case .licences(let cals, let connectors) = product.cover else { continue }
            judged.needs.append(
                OutsiderDemand(
                    terms: product, users: users, cals: cals, connectors: connectors,
                    hasAnonymous: product.isWindows && !reach.anonymous.isEmpty))
        }
        if exemption.exempt == nil, !exemption.note.isEmpty { standings.append(.free(exemption.note)) }
        conclude(&judged, standings, reach, costs)
    }

    private func conclude(
        _ judged: inout JudgedSite, _ standings: [Standing], _ reach: OutsiderReach, _ costs: ExternalCosts
    ) {
        var (missing, open, covered, free): ([String], [String], [String], [String]) = ([], [], [], [])
        for standing in standings {
            switch standing {
            case .missing(let why): missing.append(why)
            case .open(let why): open.append(why)
            case .covered(let why): covered.append(why)
            case .free(let why): free.append(why)
            }
        }
        func say(_ verdict: ExternalExposure.Verdict, _ whys: [String]) {
            (judged.exposure.verdict, judged.exposure.why) = (verdict, whys.joined(separator: "; "))
        }
        if !missing.isEmpty {
            if hosts.hasConnector(judged.key.server), let waste = waste(reach, costs) {
                judged.lacksCover = true
                return say(.waste, [waste] + missing)
            }
            return say(.gap, missing + open + free)
        }
        if !open.isEmpty { return say(.notDeterminable, open + covered + free) }
        say(covered.isEmpty ? .exempt : .covered, covered + free)
    }

    /// Nobody external, nobody unknown and no anonymous visitor was seen.
    private func without(_ key: SiteKey, _ reach: OutsiderReach) -> (ExternalExposure.Verdict, String) {
        if hosts.hasConnector(key.server) {
            return coverage.isFull(server: key.server)
                ? (.waste, "External Connector assigned, no outside access in a fully covered window")
                : (
                    .notDeterminable,
                    "External Connector assigned and no outside access seen, but the logs do not cover the whole window"
                )
        }
        let site = reach.site
        if !site.nameless.isEmpty {
            return (
                .notDeterminable,
                "successful access without an account from \(site.nameless.count) outside addresses, told by events alone"
            )
        }
        if !site.employees.isEmpty { return (.none, "from outside came the organisation's own people alone") }
        return (.none, site.attempts > 0 ? "attempts from outside, no successful access" : "no outside access seen")
    }

    /// Why access to Windows Server needs nothing; else what is open, or does not hold, of what was declared.
    private func exemption(_ here: [OutsiderTerms], _ key: SiteKey, _ reach: OutsiderReach) -> Exemption {
        let windows = here.filter(\.isWindows)
        let free = windows.compactMap { terms -> String? in
            if case .free(let why) = terms.cover { return why }
            return nil
        }
        if let why = free.first, free.count == windows.count { return (why, "", "") }
        let version = hosts.version(key.server)
        var (open, note) = ("", "")
        switch declared.exemption(key, reach, version: version) {
        case .exempt(let why): return (why, "", "")
        case .open(let why): open = why
        case .refused(let why): note = why
        case nil: break
        }
        if reach.external.isEmpty, reach.unknown.isEmpty, let version, let rule = declared.anonymousRule,
            Catalogue.Product.holds(rule.versions, version.id)
        {
            return ("\(rule.name) (\(rule.id), Windows Server \(version.id))", "", note)
        }
        return (nil, open, note)
    }

    private func standing(
        _ product: OutsiderTerms, users: Set<Int>, anonymous: Int, key: SiteKey
    ) -> Standing {
        let name = product.isWindows ? "" : "\(product.label): "
        switch product.cover {
        case .free(let why): return .free(why)
        case .open(let why): return .open(why)
        case .licences(let cals, let connectors):
            let missing = hosts.missing(key.server, connectors)
            if !connectors.isEmpty, missing.isEmpty {
                let which = product.isWindows ? "External Connector" : names(connectors)
                return .covered("\(name)a usable \(which) on every host")
            }
            if product.isWindows {
                if anonymous == 0, let why = byCALs(users, cals) { return .covered(why) }
                return .missing(
                    "\(users.count) external users and \(anonymous) anonymous visitors; no usable External Connector on "
                        + missing.joined(separator: ", "))
            }
            // Only of Windows Server itself every visitor is known to be a user.
            let doubt =
                anonymous == 0
                ? ""
                : "whether \(anonymous) visitors without a name use it is not known; no CAL can be given to them"
            if let why = byCALs(users, cals) {
                if doubt.isEmpty { return .covered(name + why) }
                return .open(name + (users.isEmpty ? doubt : "\(why); \(doubt)"))
            }
            let lacking = lacking(users, connectors: connectors, missing: missing)
            return .missing(name + lacking + (doubt.isEmpty ? "" : "; \(doubt)"))
        }
    }

    private func byCALs(_ users: Set<Int>, _ cals: [OutsiderTerms.Term]) -> String? {
        let open = cals.filter { !licences.allHold(users, $0) }
        if open.isEmpty { return "every external user holds a CAL by name" }
        return open.allSatisfy(licences.spareCovers)
            ? "user CALs nobody inside needs cover all external users" : nil
    }

    private func lacking(
        _ users: Set<Int>, connectors: [OutsiderTerms.Term], missing: [String]
    ) -> String {
        if connectors.isEmpty {
            return "\(users.count) external users without a CAL each; no External Connector covers this product"
        }
        var text = "\(users.count) external users; no usable \(names(connectors)) on \(missing.joined(separator: ", "))"
        // One of the connectors alone is none.
        let alone = missing.filter { host in
            connectors.first.map { (hosts.rank(of: $0.licence, on: host) ?? Int.min) >= $0.rank } ?? false
        }
        if !alone.isEmpty, connectors.count > 1 {
            text +=
                "; the \(names([connectors[0]])) on \(alone.joined(separator: ", ")) covers nothing without the "
                + names(Array(connectors.dropFirst()))
        }
        return text
    }

    private func names(_ terms: [OutsiderTerms.Term]) -> String {
        terms.map { study.catalogue.licence($0.licence)?.name ?? $0.licence }.joined(separator: " with ")
    }

    private func waste(_ reach: OutsiderReach, _ costs: ExternalCosts) -> String? {
        guard reach.anonymous.isEmpty, let ecCost = costs.ec, let calCost = costs.cal, calCost < ecCost else {
            return nil
        }
        return
            "CALs for \(reach.external.count) external users cost \(calCost.text), External Connectors \(ecCost.text)"
    }
}

extension OutsiderTerms {
    var isWindows: Bool { product.id == ExternalLicensing.product }
    /// The product and its version, as far as known.
    var label: String { version.map { "\(product.name) \($0.id)" } ?? product.name }
    var isFree: Bool { if case .free = cover { true } else { false } }
}
