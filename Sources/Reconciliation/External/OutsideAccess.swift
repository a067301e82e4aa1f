import AccessModel
import Identity
import Licensing
import PositionModel

/// A server and one of its web sites; an empty site stands for everything that is not a web site.
struct SiteKey: Sendable, Hashable {
    var server: Int
    var site: ExactText
}

/// Outside access to every server and site that outsiders, or visitors without a name, can matter for.
struct OutsideAccess: Sendable {
    private(set) var sites: [SiteKey: SiteAccess] = [:]
    /// Keys in the order of servers and sites.
    let keys: [SiteKey]
    let externalUsers: Set<Int>

    init(_ study: Study, classes: AccountClasses) {
        let isExternal = classes.isExternal
        externalUsers = Set(isExternal.indices.filter { isExternal[$0] })
        let tally = OutsideTally(study, classes: classes)
        var sites: [SiteKey: SiteAccess] = [:]
        for place in tally.places {
            guard let access = tally.access[place], access.concernsOutsiders else { continue }
            sites[SiteKey(server: place.server, site: place.site), default: SiteAccess()].formUnion(access)
        }
        self.sites = sites
        keys = sites.keys.sorted { ($0.server, $0.site) < ($1.server, $1.site) }
    }
}
