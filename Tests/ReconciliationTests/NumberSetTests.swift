import AccessModel
import Testing

@testable import Identity
@testable import Reconciliation

/// Sets by number against sets by hash.
@Suite struct NumberSetTests {
    private let numbers = (0..<400).map { $0 * 7919 % 1009 } + [0, 63, 64, 127, 128]

    @Test func aSetHoldsWhatWasInserted() {
        var set = NumberSet()
        for number in numbers { set.insert(number) }
        #expect(Array(set) == Set(numbers).sorted())
        #expect((-2..<1200).allSatisfy { set.contains($0) == numbers.contains($0) })
        #expect(Array(NumberSet()).isEmpty && !NumberSet().contains(0))
    }

    @Test func aUnionHoldsBoth() {
        for (first, second) in [(numbers, [2000, 3]), ([2000, 3], numbers), ([], numbers), (numbers, [])] {
            var (set, other) = (NumberSet(), NumberSet())
            for number in first { set.insert(number) }
            for number in second { other.insert(number) }
            set.formUnion(other)
            #expect(Array(set) == Set(first + second).sorted())
        }
    }

    @Test func theHighestRankStays() {
        var (ranks, others) = (HighestRanks(), HighestRanks())
        for (number, rank) in [(5, 2022), (5, 2019), (70, Rank.any), (3, Rank.current)] {
            ranks.raise(number, to: rank)
        }
        #expect(Array(ranks.keys) == [3, 5, 70])
        #expect(ranks[5] == 2022 && ranks[70] == Rank.any && ranks[3] == Rank.current)
        #expect(ranks[4] == nil && ranks[71] == nil && ranks[-1] == nil)
        others.raise(5, to: 2025)
        others.raise(90, to: 2016)
        ranks.merge(others)
        #expect(ranks[5] == 2025 && ranks[90] == 2016 && ranks[3] == Rank.current)
    }

    /// More edges than the list holds before it is tidied, most of them many times.
    @Test func edgesAreDistinctAndInOrder() {
        var list = EdgeList()
        var twin: Set<ProductAccess.Edge> = []
        for turn in 0..<300_000 {
            let edge = ProductAccess.Edge(user: turn * 7919 % 501, device: turn * 31 % 307)
            list.add(edge)
            twin.insert(edge)
        }
        list.finish()
        #expect(list.edges == twin.sorted())
        list.add(ProductAccess.Edge(user: 0, device: 4_000_000))
        list.finish()
        #expect(list.edges.count == twin.count + 1)
        #expect(list.edges.contains { $0.user == 0 && $0.device == 4_000_000 })
    }

    /// A server whose names are far apart in the order of the rows has several runs.
    @Test func rowsOfAServerAreFoundInAllItsRuns() {
        var identities = Identities()
        let servers = [2, 2, 0, 2, 1, 1, 0]
        identities.servers = (0..<4).map {
            ServerIdentity(name: "srv\($0)", names: [], entries: [], proof: "", isServiceAccount: false)
        }
        let evidence = EvidenceRows(
            servers.map { server in
                EvidenceRow(
                    server: TextID(server), source: .event, eventID: 4624, channel: .network, logonType: 3,
                    accountDomain: 0, accountName: 0, accountSID: 0, clientAddress: 0, clientName: 0, outcome: .success,
                    day: Day(number: 0), site: 0, productHint: 0, count: 1, firstSeen: Day(number: 0).start,
                    lastSeen: Day(number: 0).start)
            })
        identities.rows = ResolvedRows(
            servers.map {
                ResolvedRow(server: $0, account: nil, user: nil, device: nil, clientRule: "", standing: .access)
            }, of: evidence)
        let rows = RowsByServer(identities)
        #expect(Array(rows.servers) == [0, 1, 2])
        for server in 0..<4 {
            var found: [Int] = []
            rows.forEach(of: server) { found.append($0) }
            #expect(found == servers.indices.filter { servers[$0] == server })
        }
    }
}
