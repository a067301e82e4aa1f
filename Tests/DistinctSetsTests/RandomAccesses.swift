import AccessModel

/// A small seeded generator (SplitMix64), so that every failure can be repeated.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }
}

/// Random accesses with their texts, as parsers give them but dirtier: what goes into a batch.
struct RandomAccesses {
    struct Record {
        /// A record's accesses stay together and in order.
        var accesses: [(access: Access, texts: [[UInt8]])]
    }

    struct Seen {
        var texts: [[UInt8]]
        var time: Instant
        var source: EvidenceSource
        var event: Sighting.LogEvent
        var recordID: UInt64?
    }

    var records: [Record] = []
    var sightings: [Seen] = []

    /// Empty, plain, long, canonically equal but different, not UTF-8, and what that repairs to.
    private static let pool: [[UInt8]] =
        [
            "", "a", "b", "ann", "corp", "web01.corp.example", "192.0.2.1", "198.51.100.7", "2001:db8::1",
            "\u{E9}", "e\u{301}", "\u{FFFD}", "x\u{FFFD}", String(repeating: "long", count: 40), "W3SVC1", "zz",
            "aaaaaaaab", "aaaaaaaac", "aaaaaaaa", "\u{10FFFF}", "\u{0}", "\u{0}\u{0}",
        ].map { Array($0.utf8) } + [[0xFF], [0xFE], [0x78, 0xC3], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0x80]]

    init(count: Int, using random: inout SplitMix) {
        for number in 0..<count {
            var group: [(Access, [[UInt8]])] = []
            let first = RandomAccesses.access(number, using: &random)
            group.append(first)
            if Int.random(in: 0..<4, using: &random) == 0 {
                var second = RandomAccesses.access(number, using: &random)
                second.0.continuesRecord = true
                second.0.record = nil
                group.append(second)
            }
            records.append(Record(accesses: group))
            sightings.append(
                Seen(
                    texts: RandomAccesses.texts(3, using: &random), time: first.0.time, source: first.0.source,
                    event: ([.none, .none] + Sighting.LogEvent.allCases).randomElement(using: &random)
                        ?? .none,
                    recordID: RandomAccesses.recordID(using: &random)))
        }
    }

    private static func texts(_ count: Int, using random: inout SplitMix) -> [[UInt8]] {
        (0..<count).map { _ in
            // Few texts, so that rows meet again, and now and then one of many.
            if Int.random(in: 0..<20, using: &random) == 0 {
                return Array("user\(Int.random(in: 0..<500, using: &random))".utf8)
            }
            let reach = Int.random(in: 0..<3, using: &random) == 0 ? pool.count : 3
            return pool[Int.random(in: 0..<reach, using: &random)]
        }
    }

    /// Mostly close together, now and then none or one of the ends.
    private static func recordID(using random: inout SplitMix) -> UInt64? {
        switch Int.random(in: 0..<10, using: &random) {
        case 0: nil
        case 1: Bool.random(using: &random) ? .max : .max - 1
        default: UInt64.random(in: 0..<100, using: &random)
        }
    }

    private static func access(_ number: Int, using random: inout SplitMix) -> (Access, [[UInt8]]) {
        var access = Access()
        access.source = Bool.random(using: &random) ? .event : .web
        access.eventID = [0, 4624, 4625, UInt32.max].randomElement(using: &random) ?? 0
        access.channel = [.web, .network, .otherLogon, .smtp].randomElement(using: &random) ?? .web
        access.logonType = [0, 3, UInt32.max].randomElement(using: &random) ?? 0
        access.outcome = Bool.random(using: &random) ? .success : .failure
        access.time = Instant(milliseconds: Int64.random(in: -100_000_000...200_000_000, using: &random))
        access.agentHash = [0, 1, 2, UInt64.max, random.next(), random.next()].randomElement(using: &random) ?? 0
        access.offset = UInt64(number)
        if Int.random(in: 0..<3, using: &random) > 0 {
            access.record = EventRecordKey(
                computer: .empty, logChannel: .empty, recordID: UInt64.random(in: 0..<50, using: &random))
        }
        var texts = texts(13, using: &random)
        if Int.random(in: 0..<3, using: &random) == 0 { makeVisit(of: &access, &texts, using: &random) }
        return (access, texts)
    }

    private static let addresses = [
        "192.0.2.1", "198.51.100.7", "2001:db8::1", "2001:db8::2", "10.0.0.9", "255.255.255.255", "fe80::1",
    ]
    private static let lists = [
        "", "", "", "203.0.113.5", "203.0.113.5:443", "unknown", "203.0.113.5,+10.0.0.9", "x, 2001:db8::9",
        "for=203.0.113.8, 10.0.0.9", "203.0.113.5, 10.0.0.9, 10.0.0.8",
    ]

    /// A web line without an account: one of few addresses, through proxies or not.
    private static func makeVisit(of access: inout Access, _ texts: inout [[UInt8]], using random: inout SplitMix) {
        (access.source, access.eventID, access.logonType, access.record) = (.web, 0, 0, nil)
        if Bool.random(using: &random) { access.peerSigns = .requestRouting }
        for column in [1, 2, 3, 5] { texts[column] = [] }
        texts[4] = Array((addresses.randomElement(using: &random) ?? "").utf8)
        texts[8] = Array((lists.randomElement(using: &random) ?? "").utf8)
    }

    /// A batch of these records and sightings. Texts are stored again and again or once, as parsers may.
    func batch(_ recordRange: Range<Int>, _ sightingRange: Range<Int>, sharing: Bool) -> AccessBatch {
        var batch = AccessBatch()
        var stored: [[UInt8]: TextRange] = [:]
        func store(_ bytes: [UInt8]) -> TextRange {
            if sharing, let range = stored[bytes] { return range }
            let range = batch.store(bytes)
            stored[bytes] = range
            return range
        }
        for record in records[recordRange] {
            for (template, texts) in record.accesses {
                var access = template
                let ranges = texts.map(store)
                (access.server, access.accountDomain, access.accountName) = (ranges[0], ranges[1], ranges[2])
                (access.accountSID, access.address, access.clientName) = (ranges[3], ranges[4], ranges[5])
                (access.serverAddress, access.site, access.forwarded) = (ranges[6], ranges[7], ranges[8])
                (access.productHint, access.agentClass) = (ranges[9], ranges[10])
                access.record?.computer = ranges[11]
                access.record?.logChannel = ranges[12]
                batch.accesses.append(access)
            }
        }
        for seen in sightings[sightingRange] {
            let ranges = seen.texts.map(store)
            batch.sightings.append(
                Sighting(
                    source: seen.source, computer: ranges[0], logChannel: ranges[1], serverAddress: ranges[2],
                    time: seen.time, logEvent: seen.event, recordID: seen.recordID))
            batch.leases.append(
                Lease(
                    address: ranges[2], name: ranges[0], hardware: ranges[1],
                    time: LocalTime(milliseconds: seen.time.milliseconds)))
            batch.renames.append(
                Rename(
                    computer: ranges[0], domain: ranges[1], oldName: ranges[2], newName: ranges[1], sid: ranges[0],
                    time: Instant(milliseconds: seen.time.milliseconds / 10_000_000),
                    offset: UInt64(bitPattern: seen.time.milliseconds) % 1000))
        }
        return batch
    }

    var whole: AccessBatch { batch(records.indices, sightings.indices, sharing: true) }

    /// The same, cut into batches at random places.
    func batches(using random: inout SplitMix) -> [AccessBatch] {
        let pieces = Int.random(in: 1...8, using: &random)
        func cuts(_ count: Int) -> [Int] {
            [0] + (1..<pieces).map { _ in Int.random(in: 0...count, using: &random) }.sorted() + [count]
        }
        let (recordCuts, sightingCuts) = (cuts(records.count), cuts(sightings.count))
        return (0..<pieces).map {
            batch(
                recordCuts[$0]..<recordCuts[$0 + 1], sightingCuts[$0]..<sightingCuts[$0 + 1],
                sharing: Bool.random(using: &random))
        }
    }
}
