import AccessModel
import CompactSets

extension WebVisits {
    /// By kind in the new numbering, the visitors of each rising; kinds that became one are added up.
    func orderedVisits(_ ids: [UInt32]) -> [ContributedVisits] {
        let ranks = Ranks(of: kinds.entries.map { $0.kind.renumbered(ids) }, by: <)
        var result = ranks.distinct.map {
            $0.visits(firstSeen: Instant(milliseconds: .max), lastSeen: Instant(milliseconds: .min), pieces: [])
        }
        for (entry, rank) in zip(kinds.entries, ranks.ranks) {
            result[Int(rank)].firstSeen = min(result[Int(rank)].firstSeen, entry.firstSeen)
            result[Int(rank)].lastSeen = max(result[Int(rank)].lastSeen, entry.lastSeen)
        }
        var writer = VisitorSetWriter()
        var pending: (rank: UInt32, visitor: Visitor)?
        func close(_ rank: UInt32, _ piece: PackedPiece?) {
            if let piece { result[Int(rank)].pieces.append(piece) }
        }
        forEachVisitor(ranks.ranks) { rank, visitor in
            if let last = pending {
                if last.rank == rank, last.visitor.address == visitor.address {
                    pending?.visitor.records += visitor.records
                    return
                }
                close(last.rank, writer.add(last.visitor))
                if last.rank != rank { close(last.rank, writer.finish()) }
            }
            pending = (rank, visitor)
        }
        if let last = pending {
            close(last.rank, writer.add(last.visitor))
            close(last.rank, writer.finish())
        }
        return result
    }

    /// Every visitor of every kind, by rank of the kind and address.
    ///
    /// Nearly all addresses are IPv4 and nearly all counts are small, so that a visitor is two words; sorting these, and
    /// not places in the table, saves a cache miss for each. The others come in between.
    private func forEachVisitor(_ ranks: [UInt32], _ body: (UInt32, Visitor) -> Void) {
        var plain: [OrderedByWord.Entry] = []
        plain.reserveCapacity(visitors.count)
        var others: [(rank: UInt32, visitor: Visitor)] = []
        visitors.forEach { kind, number, visits in
            let rank = ranks[Int(kind)]
            if AddressNumbers.isV4(number), let visits = UInt32(exactly: visits) {
                plain.append(OrderedByWord.Entry(word: UInt64(rank) << 32 | number, number: visits))
            } else {
                others.append((rank, Visitor(address: addresses.address(number), records: visits)))
            }
        }
        OrderedByWord.sort(&plain)
        others.sort { $0.rank == $1.rank ? $0.visitor.address < $1.visitor.address : $0.rank < $1.rank }
        var next = others.startIndex
        for entry in plain {
            let (rank, address) = (Pair.highID(entry.word), IPAddress(v4: Pair.low(entry.word)))
            while next < others.endIndex, (others[next].rank, others[next].visitor.address) < (rank, address) {
                body(others[next].rank, others[next].visitor)
                next += 1
            }
            body(rank, Visitor(address: address, records: UInt64(entry.number)))
        }
        for other in others[next...] { body(other.rank, other.visitor) }
    }

    /// By computer, server address and site in the new numbering, the peers of each rising.
    func orderedAgents(_ ids: [UInt32]) -> [ContributedAgents] {
        let ranks = Ranks(
            of: sites.sites.map { site in
                SiteNumbers.Site(server: Pair.renumbered(site.server, ids), site: ids[Int(site.site)])
            }, by: <)
        var pieces = [[PackedPiece]](repeating: [], count: ranks.distinct.count)
        let order = sorted(Array(0..<UInt32(truncatingIfNeeded: agents.count))) { position in
            let entry = agents.entry(at: position)
            return (ranks.ranks[Int(entry.site)], entry.peer)
        }
        var writer = AgentSetWriter()
        var pending: (rank: UInt32, peer: Peer)?
        func close(_ rank: UInt32, _ piece: PackedPiece?) {
            if let piece { pieces[Int(rank)].append(piece) }
        }
        for position in order {
            let entry = agents.entry(at: position)
            let (rank, address) = (ranks.ranks[Int(entry.site)], addresses.address(entry.peer))
            if let last = pending {
                if last.rank == rank, last.peer.address == address {
                    let all = Set(last.peer.agents + entry.agents).sorted()
                    pending?.peer.agents = Array(all.prefix(EvidenceSnapshot.agentsPerPeer))
                    continue
                }
                close(last.rank, writer.add(last.peer))
                if last.rank != rank { close(last.rank, writer.finish()) }
            }
            pending = (rank, Peer(address: address, agents: entry.agents))
        }
        if let last = pending {
            close(last.rank, writer.add(last.peer))
            close(last.rank, writer.finish())
        }
        return zip(ranks.distinct, pieces).compactMap { site, pieces in
            // A site all of whose lines came without an agent has none.
            if pieces.isEmpty { return nil }
            return ContributedAgents(
                computer: Pair.highID(site.server), serverAddress: Pair.low(site.server), site: site.site,
                pieces: pieces)
        }
    }

    /// Numbers sorted by rank, then by address.
    private func sorted(
        _ numbers: [UInt32], by key: (UInt32) -> (rank: UInt32, address: AddressNumbers.Number)
    ) -> [UInt32] {
        // Nearly all addresses are IPv4, and a rank and such an address are one word; the others go behind those of
        // their rank.
        var (v4, v6): ([OrderedByWord.Entry], [(rank: UInt32, address: IPAddress, number: UInt32)]) = ([], [])
        v4.reserveCapacity(numbers.count)
        for number in numbers {
            let (rank, address) = key(number)
            let whole = addresses.address(address)
            if whole.isV4 {
                v4.append(OrderedByWord.Entry(word: UInt64(rank) << 32 | whole.low, number: number))
            } else {
                v6.append((rank, whole, number))
            }
        }
        OrderedByWord.sort(&v4)
        if v6.isEmpty { return v4.map(\.number) }
        v6.sort { $0.rank == $1.rank ? $0.address < $1.address : $0.rank < $1.rank }
        var result: [UInt32] = []
        result.reserveCapacity(numbers.count)
        var next = 0
        for entry in v6 {
            while next < v4.count, v4[next].word >> 32 <= UInt64(entry.rank) {
                result.append(v4[next].number)
                next += 1
            }
            result.append(entry.number)
        }
        result += v4[next...].lazy.map(\.number)
        return result
    }
}

/// The places of elements among the distinct ones of them.
private struct Ranks<Element: Equatable> {
    /// Rising.
    private(set) var distinct: [Element] = []
    /// Of each element, in the order given: its place in `distinct`.
    private(set) var ranks: [UInt32]

    init(of elements: [Element], by isBefore: (Element, Element) -> Bool) {
        ranks = [UInt32](repeating: 0, count: elements.count)
        for index in elements.indices.sorted(by: { isBefore(elements[$0], elements[$1]) }) {
            if distinct.last != elements[index] { distinct.append(elements[index]) }
            ranks[index] = UInt32(truncatingIfNeeded: distinct.count - 1)
        }
    }
}
