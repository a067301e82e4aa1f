import AccessModel

/// What many visits have in common: all but the visitor.
struct VisitKind: Sendable, Equatable {
    /// day, outcome and channel
    var when: UInt64
    /// server, server address
    var server: UInt64
    /// site, product hint
    var site: UInt64
    /// agent class, peer
    var agent: UInt64
    /// hops of the forwarded list between visitor and peer
    var hops: UInt32

    init(
        day: Day, outcome: Outcome, channel: Channel, server: UInt64, site: UInt64, agentClass: UInt32, peer: UInt32,
        hops: UInt32
    ) {
        when = Pair.of(day.ordered, UInt32(outcome.rawValue) << 8 | UInt32(channel.rawValue))
        self.server = server
        self.site = site
        agent = Pair.of(agentClass, peer)
        self.hops = hops
    }

    /// By day, outcome, channel, server, server address, site, product hint, agent class, peer and hops.
    static func < (a: VisitKind, b: VisitKind) -> Bool {
        if a.when != b.when { return a.when < b.when }
        if a.server != b.server { return a.server < b.server }
        if a.site != b.site { return a.site < b.site }
        return a.agent == b.agent ? a.hops < b.hops : a.agent < b.agent
    }

    func renumbered(_ ids: [UInt32]) -> VisitKind {
        var kind = self
        kind.server = Pair.renumbered(server, ids)
        kind.site = Pair.renumbered(site, ids)
        kind.agent = Pair.renumbered(agent, ids)
        kind.hops = ids[Int(hops)]
        return kind
    }

    func visits(firstSeen: Instant, lastSeen: Instant, pieces: [PackedPiece]) -> ContributedVisits {
        ContributedVisits(
            day: Day(ordered: Pair.highID(when)),
            outcome: Outcome(rawValue: UInt8(truncatingIfNeeded: when >> 8)) ?? .success,
            channel: Channel(rawValue: UInt8(truncatingIfNeeded: when)) ?? .web, server: Pair.highID(server),
            serverAddress: Pair.low(server), site: Pair.highID(site), productHint: Pair.low(site),
            agentClass: Pair.highID(agent), peer: Pair.low(agent), hops: hops, firstSeen: firstSeen,
            lastSeen: lastSeen, pieces: pieces)
    }
}

/// The kinds of visits there are, and the time between which each was seen.
struct VisitKinds: Sendable {
    struct Entry: Sendable {
        var kind: VisitKind
        var firstSeen: Instant
        var lastSeen: Instant
    }

    private let hash: SeededHash
    private var index = HashIndex()
    private(set) var entries: [Entry] = []

    init(hash: SeededHash) { self.hash = hash }

    var bytes: Int { index.bytes + entries.count * MemoryLayout<Entry>.stride }

    /// The number of a kind, which was seen at `time`.
    mutating func number(of kind: VisitKind, at time: Instant) -> UInt32 {
        var state = hash.add(kind.when, to: hash.start)
        state = hash.add(kind.server, to: state)
        state = hash.add(kind.site, to: state)
        state = hash.add(kind.agent, to: state)
        let finished = hash.finish(hash.add(UInt64(kind.hops), to: state))
        let known = index.find(hash: finished) { entries[$0].kind == kind }
        if known < 0 {
            index.enter(hash: finished)
            entries.append(Entry(kind: kind, firstSeen: time, lastSeen: time))
            return UInt32(truncatingIfNeeded: entries.count - 1)
        }
        if time < entries[known].firstSeen { entries[known].firstSeen = time }
        if entries[known].lastSeen < time { entries[known].lastSeen = time }
        return UInt32(truncatingIfNeeded: known)
    }
}
