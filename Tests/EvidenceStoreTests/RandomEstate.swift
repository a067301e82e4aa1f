import AccessModel

/// Random inputs from a small world, so that overlaps, conflicts and equal rows are common.
struct RandomEstate {
    var inputs: [TestInput] = []
    var settings = OrganisationSettings()

    private static let accounts: [ExactText] = ["amiller", "bjones", "é", "e\u{301}", "svc|sql", ""]
    private static let addresses: [ExactText] = ["10.0.0.5", "203.0.113.7", "2001:db8::7", ""]
    private static let paths = ["logs/web01/W3SVC1/a.log", "logs/b.xml", "logs/old/b.xml", "c.log", "W3SVC2/d.log"]

    init(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let events = (0..<12).map { _ in RandomEstate.eventIdentity(&generator) }
        let count = 1 + generator.below(5)
        for number in 0..<count {
            let path = RandomEstate.paths.any(&generator) + (generator.chance(30) ? "" : "\(number)")
            let format: LogFormat = generator.chance(60) ? .eventXML : .w3c
            var records: [TestRecord] = []
            for offset in 0..<generator.below(30) {
                var record =
                    format == .w3c
                    ? RandomEstate.webRecord(&generator) : RandomEstate.eventRecord(events, &generator)
                record.offset = UInt64(offset * 100)
                records.append(record)
            }
            var input = TestInput(UInt64(generator.below(1000) * 10 + number), path: path, format: format, records)
            input.ignored = UInt64(generator.below(3))
            if generator.chance(30) {
                input.rejections = [Rejection(reason: .noComputer, offset: 7, record: 1, detail: "no Computer")]
            }
            if generator.chance(20) { input.damage = "cut at \(number)" }
            inputs.append(input)
            if generator.chance(25) {
                var copy = input
                copy.location.path = RandomEstate.paths.any(&generator) + "-copy\(number)"
                copy.damage = generator.chance(40) ? "copy cut at \(number)" : ""
                // Another folder may name another site.
                for index in copy.records.indices where copy.records[index].rows[0].site == "W3SVC1" {
                    copy.records[index].rows[0].site = "W3SVC9"
                }
                inputs.append(copy)
            }
        }
        if generator.chance(50) { settings.trustedProxies = ["10.0.0.5"] }
        if generator.chance(50) { settings.webFolders = [.init(pattern: "old", server: "Intranet01")] }
    }

    private static func time(_ generator: inout SeededGenerator) -> Instant {
        Instant(milliseconds: 1_790_000_000_000 + Int64(generator.below(40)) * 4_000_123)
    }

    private static func eventIdentity(
        _ generator: inout SeededGenerator
    ) -> (identity: TestRecord.Identity, eventID: UInt32, time: Instant) {
        let identity = TestRecord.Identity(
            computer: (["srv01", "srv02"] as [ExactText]).any(&generator),
            logChannel: (["Security", "System"] as [ExactText]).any(&generator),
            recordID: [1, 2, 3, UInt64.max].any(&generator))
        return (identity, [4624, 302].any(&generator), time(&generator))
    }

    private static func eventRecord(
        _ events: [(identity: TestRecord.Identity, eventID: UInt32, time: Instant)],
        _ generator: inout SeededGenerator
    ) -> TestRecord {
        let event = events.any(&generator)
        var row = TestRow.event(
            server: event.identity.computer, domain: (["corp", ""] as [ExactText]).any(&generator),
            account: accounts.prefix(3).map { $0 }.any(&generator), address: "10.0.0.5",
            clientName: (["pc1", ""] as [ExactText]).any(&generator))
        row.eventID = event.eventID
        row.outcome = generator.chance(80) ? .success : .failure
        var rows = [row]
        if event.eventID == 302, generator.chance(60) {
            rows[0].channel = .rdGateway
            rows[0].server = "host01"
            row.channel = .rdGatewayHost
            rows.append(row)
        }
        let hasID = generator.chance(80)
        var record = TestRecord(
            identity: hasID ? event.identity : nil, time: hasID ? event.time : time(&generator), rows: rows)
        if generator.chance(20) {
            record.rename = TestRename(
                oldName: accounts.prefix(3).map { $0 }.any(&generator),
                newName: accounts.prefix(4).map { $0 }.any(&generator))
        }
        return record
    }

    private static func webRecord(_ generator: inout SeededGenerator) -> TestRecord {
        var row = TestRow.web(
            computer: (["", "", "iis01"] as [ExactText]).any(&generator),
            serverAddress: (["", "127.0.0.1", "10.0.0.80"] as [ExactText]).any(&generator),
            account: generator.chance(40) ? accounts.any(&generator) : "", peer: addresses.any(&generator),
            site: (["W3SVC1", ""] as [ExactText]).any(&generator),
            forwarded: (["", "198.51.100.3,+10.0.0.5", "x"] as [ExactText]).any(&generator),
            outcome: generator.chance(80) ? .success : .failure)
        row.product = (["", "exchange-server"] as [ExactText]).any(&generator)
        row.agentClass = (["", "probe"] as [ExactText]).any(&generator)
        return TestRecord(time: time(&generator), rows: [row], agent: UInt32(generator.below(40)))
    }

    /// The store after the inputs were written in a random order, cut at random places, two at a time, with settling
    /// in between, a killed input, and inputs read again.
    func write(to store: some StoreWriting, seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        if generator.chance(50) { try store.set(settings) }
        for input in inputs.shuffled(using: &generator) {
            try store.add(input, partSize: 1 + generator.below(12))
            if generator.chance(20) { try store.settle() }
            if generator.chance(20) { try store.abandonHalf(of: input) }
            if generator.chance(20) { try store.add(input, partSize: 5) }
        }
        try store.settle()
        try store.set(settings)
    }
}

/// What `RandomEstate` needs of a store.
protocol StoreWriting {
    func set(_ settings: OrganisationSettings) throws
    func add(_ input: TestInput, partSize: Int) throws
    func abandonHalf(of input: TestInput) throws
    func settle() throws
}
