/// Sites as one number each: what the agents of a peer are kept by.
struct SiteNumbers: Sendable {
    struct Site: Sendable, Equatable {
        /// computer, server address
        var server: UInt64
        var site: UInt32

        static func < (a: Site, b: Site) -> Bool { a.server == b.server ? a.site < b.site : a.server < b.server }
    }

    private let hash: SeededHash
    private var index = HashIndex()
    private(set) var sites: [Site] = []
    /// The numbers of the sites before: the lines of a farm come mixed.
    private var recent = [UInt32](repeating: .max, count: recentCount)
    /// A power of two.
    private static let recentCount = 64

    init(hash: SeededHash) { self.hash = hash }

    var bytes: Int { index.bytes + sites.count * MemoryLayout<Site>.stride }

    mutating func number(of site: Site) -> UInt32 {
        let place = Int(truncatingIfNeeded: site.server >> 32 &* 7 ^ site.server ^ UInt64(site.site) &* 31)
        let slot = place & (SiteNumbers.recentCount - 1)
        let last = Int(recent[slot])
        if last < sites.count, sites[last] == site { return recent[slot] }
        recent[slot] = find(site)
        return recent[slot]
    }

    private mutating func find(_ site: Site) -> UInt32 {
        let hash = hash.finish(hash.add(UInt64(site.site), to: hash.add(site.server, to: hash.start)))
        let known = index.find(hash: hash) { sites[$0] == site }
        if known >= 0 { return UInt32(truncatingIfNeeded: known) }
        index.enter(hash: hash)
        sites.append(site)
        return UInt32(truncatingIfNeeded: sites.count - 1)
    }
}
