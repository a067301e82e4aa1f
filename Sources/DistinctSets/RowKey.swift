import AccessModel

/// What makes two accesses the same row: everything but count and times, packed so that the order of the words is the
/// canonical order of rows wherever the ids are ordered like their texts.
struct RowKey: Sendable, Equatable {
    /// source, event id, channel
    var kind: UInt64
    /// logon type, outcome, whether its records have ids
    var logon: UInt64
    /// day, server
    var place: UInt64
    /// account domain, account name
    var account: UInt64
    /// account SID, address
    var identity: UInt64
    /// client name, server address
    var client: UInt64
    /// site, forwarded
    var site: UInt64
    /// product hint, agent class
    var hints: UInt64

    /// Order of `ContributionRow`s: by source, event id, channel, logon type, outcome, record ids or
    /// none, day, server, account domain, name, SID, address, client name, server address, site, forwarded, product hint, agent class.
    static func < (a: RowKey, b: RowKey) -> Bool {
        if a.kind != b.kind { return a.kind < b.kind }
        if a.logon != b.logon { return a.logon < b.logon }
        if a.place != b.place { return a.place < b.place }
        if a.account != b.account { return a.account < b.account }
        if a.identity != b.identity { return a.identity < b.identity }
        if a.client != b.client { return a.client < b.client }
        if a.site != b.site { return a.site < b.site }
        return a.hints < b.hints
    }

    func hash(with hash: SeededHash) -> UInt64 {
        var state = hash.add(kind, to: hash.start)
        state = hash.add(logon, to: state)
        state = hash.add(place, to: state)
        state = hash.add(account, to: state)
        state = hash.add(identity, to: state)
        state = hash.add(client, to: state)
        state = hash.add(site, to: state)
        return hash.finish(hash.add(hints, to: state))
    }

    /// The same key with every text id replaced.
    func renumbered(_ ids: [UInt32]) -> RowKey {
        var key = self
        key.place = Pair.high(place) << 32 | UInt64(ids[Int(Pair.low(place))])
        key.account = Pair.renumbered(account, ids)
        key.identity = Pair.renumbered(identity, ids)
        key.client = Pair.renumbered(client, ids)
        key.site = Pair.renumbered(site, ids)
        key.hints = Pair.renumbered(hints, ids)
        return key
    }

    /// The row of this key that an entry of the table is.
    func row(_ entry: RowTable.Entry) -> ContributionRow {
        ContributionRow(
            source: EvidenceSource(rawValue: UInt8(truncatingIfNeeded: kind >> 40)) ?? .event,
            eventID: UInt32(truncatingIfNeeded: kind >> 8),
            channel: Channel(rawValue: UInt8(truncatingIfNeeded: kind)) ?? .otherLogon,
            logonType: UInt32(truncatingIfNeeded: logon >> 8),
            outcome: Outcome(rawValue: UInt8(truncatingIfNeeded: logon) >> 1) ?? .success,
            day: Day(ordered: UInt32(truncatingIfNeeded: Pair.high(place))), server: Pair.low(place),
            accountDomain: Pair.highID(account), accountName: Pair.low(account), accountSID: Pair.highID(identity),
            address: Pair.low(identity), clientName: Pair.highID(client), serverAddress: Pair.low(client),
            site: Pair.highID(site), forwarded: Pair.low(site), productHint: Pair.highID(hints),
            agentClass: Pair.low(hints), hasRecordIDs: logon & 1 == 1, count: entry.count,
            firstSeen: entry.firstSeen, lastSeen: entry.lastSeen, firstOffset: entry.firstOffset,
            lastOffset: entry.lastOffset)
    }
}

/// Two 32-bit numbers in one word, the first in the upper half: it orders like the pair.
enum Pair {
    static func of(_ first: UInt32, _ second: UInt32) -> UInt64 { UInt64(first) << 32 | UInt64(second) }
    static func high(_ word: UInt64) -> UInt64 { word >> 32 }
    static func highID(_ word: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: word >> 32) }
    static func low(_ word: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: word) }

    static func renumbered(_ word: UInt64, _ ids: [UInt32]) -> UInt64 {
        of(ids[Int(highID(word))], ids[Int(low(word))])
    }
}

extension Day {
    /// The number of the day, shifted so that it orders as an unsigned one.
    var ordered: UInt32 { UInt32(bitPattern: number) ^ 0x8000_0000 }

    init(ordered: UInt32) { self.init(number: Int32(bitPattern: ordered ^ 0x8000_0000)) }
}
