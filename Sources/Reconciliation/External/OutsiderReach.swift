import AccessModel
import Licensing

/// What the outside did to one server and site: by itself, and through front ends.
struct OutsiderReach: Sendable {
    var site = SiteAccess()
    var indirect = IndirectAccess()

    /// External users, however they came.
    let external: Set<Int>
    let unknown: Set<Int>
    let anonymous: Set<TextID>

    init(_ site: SiteAccess = SiteAccess(), indirect: IndirectAccess = IndirectAccess()) {
        self.site = site
        self.indirect = indirect
        external = indirect.isEmpty ? site.external : site.external.union(indirect.everybody)
        unknown = indirect.isEmpty ? site.unknown : site.unknown.union(indirect.unknown)
        anonymous = indirect.isEmpty ? site.anonymous : site.anonymous.union(indirect.anonymous)
    }

    var hasAccess: Bool { !external.isEmpty || !unknown.isEmpty || !anonymous.isEmpty }
    var proxy: String { site.proxy.isEmpty ? indirect.proxy : site.proxy }
    var isIndirectOnly: Bool { !indirect.isEmpty && !site.hasAccess }

    /// External users of a product that runs there.
    func users(of terms: OutsiderTerms) -> Set<Int> {
        let direct = terms.isReachedByAll ? site.external : site.sessions
        guard let through = indirect.external[ExactText(terms.product.id)] else { return direct }
        return direct.union(through)
    }
}
