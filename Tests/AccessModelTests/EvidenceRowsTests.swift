import AccessModel
import Testing

@Suite struct EvidenceRowsTests {
    private func row(
        _ number: UInt32, day: Int32 = 20_000, count: UInt64 = 1, first: Int64? = nil, last: Int64? = nil
    ) -> EvidenceRow {
        let day = Day(number: day)
        return EvidenceRow(
            server: number % 3, source: number % 2 == 0 ? .event : .web, eventID: number % 5, channel: .network,
            logonType: number % 4, accountDomain: number % 2, accountName: number % 7, accountSID: number % 6,
            clientAddress: number % 8, clientName: number % 9, outcome: number % 3 == 0 ? .failure : .success, day: day,
            site: number % 10, productHint: number % 11, count: count,
            firstSeen: first.map { Instant(milliseconds: $0) } ?? day.start,
            lastSeen: last.map { Instant(milliseconds: $0) } ?? day.start)
    }

    private static let dayStart: Int64 = 20_000 * 86_400_000

    /// Values at the ends of what a packed row holds, and one past them.
    private var rows: [EvidenceRow] {
        let (start, end) = (Self.dayStart, Self.dayStart + 86_399_999)
        let atTheEnds: [EvidenceRow] = [
            row(1, count: UInt64(UInt32.max) - 1), row(2, count: UInt64(UInt32.max)), row(3, count: .max),
            row(4, count: 0), row(5, first: start, last: end), row(6, first: start, last: end + 1),
            row(7, first: start - 1, last: end), row(8, first: .min, last: .max),
            row(9, day: .min), row(10, day: .max), row(11, day: -1),
        ]
        return (0..<200).map { row($0 &* 2_654_435_761 % 1_000) } + atTheEnds
    }

    @Test func rowsAreWhatTheyWere() {
        let packed = EvidenceRows(rows)
        #expect(packed.count == rows.count && Array(packed) == rows)
        #expect(Set(packed.facets).count == packed.facets.count)
        #expect(Set(packed.accounts).count == packed.accounts.count)
        #expect(Set(packed.clients).count == packed.clients.count)
        for (position, row) in rows.enumerated() {
            let facet = packed.facets[packed.facet(of: position)]
            #expect(facet.server == row.server && facet.channel == row.channel && facet.outcome == row.outcome)
            let (account, client) = (
                packed.accounts[packed.account(of: position)], packed.clients[packed.client(of: position)]
            )
            #expect(
                [account.domain, account.name, account.sid] == [row.accountDomain, row.accountName, row.accountSID])
            #expect([client.name, client.address] == [row.clientName, row.clientAddress])
            #expect(packed.day(of: position) == row.day)
            #expect(packed.values(of: position).count == row.count)
        }
    }

    /// What only removed rows had is gone too: an account of no row was not seen.
    @Test func removedRowsLeaveNothingBehind() {
        var packed = EvidenceRows(rows)
        packed.removeAll { $0.server != 1 }
        #expect(Array(packed) == rows.filter { $0.server == 1 })
        #expect(packed.facets.allSatisfy { $0.server == 1 })
        let named = Set(packed.map { [$0.accountDomain, $0.accountName, $0.accountSID] })
        #expect(Set(packed.accounts.map { [$0.domain, $0.name, $0.sid] }) == named)
        packed.removeAll { _ in true }
        #expect(packed == [] && packed.accounts.isEmpty && packed.clients.isEmpty && packed.facets.isEmpty)
    }

    /// Numbers are by who came first, which is not what rows say.
    @Test func rowsAreEqualByWhatTheySay() {
        var one = EvidenceRows(rows)
        one.removeAll { $0.server == 0 }
        var other = EvidenceRows(rows.reversed())
        other.removeAll { $0.server == 0 }
        #expect(one == EvidenceRows(rows.filter { $0.server != 0 }))
        #expect(one != other)
        #expect(one == EvidenceRows(Array(other).reversed()))
    }
}
