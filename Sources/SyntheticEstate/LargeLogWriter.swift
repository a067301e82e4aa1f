import AccessModel

/// Writes one event log of any size, fast: for measurements of speed and memory, not of truth.
///
/// The framing is that of `wevtutil qe`. The mix is that of a busy file server and controller: network logons,
/// tickets, share access, logoffs and privileges. Every event has its own time, record id, account and address.
public struct LargeLogWriter: Sendable {
    public var seed: UInt64
    /// Distinct accounts and distinct addresses in the log; at most a million of each.
    public var accounts: Int
    public var addresses: Int

    public init(seed: UInt64, accounts: Int = 5000, addresses: Int = 4000) {
        self.seed = seed
        self.accounts = min(max(accounts, 1), 1_000_000)
        self.addresses = min(max(addresses, 1), 1_000_000)
    }

    /// Writes whole events until `bytes` of text are reached or passed, and says how many events they are.
    ///
    /// - Parameters:
    ///   - bytes: size of the text before compression.
    ///   - compressed: true for gzip (level 1), false for plain text.
    @discardableResult
    public func write(bytes: Int, to path: String, compressed: Bool = false) throws(SyntheticEstateError) -> Int {
        let file = try OutputFile(path: path, gzipLevel: compressed ? 1 : nil)
        var random = SeededRandom(seed: seed)
        var templates = LargeLogWriter.templates()
        var written = 0
        var events = 0
        // 2026-09-01T00:00:00Z, and on by some milliseconds per event.
        var time: Int64 = 1_788_220_800_000
        while written < bytes {
            let number = random.next()
            time &+= Int64(number & 63)
            let place = LargeLogWriter.mix[Int(number >> 6 & 15)]
            templates[place].fill(
                recordID: 1_000_000_000 &+ events, time: time,
                account: Int((number >> 12) % UInt64(accounts)), address: Int((number >> 36) % UInt64(addresses)))
            try file.write(templates[place].bytes)
            written += templates[place].bytes.count
            events += 1
        }
        try file.close()
        return events
    }

    /// Which template each of sixteen draws takes.
    private static let mix = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 3, 3, 4, 4, 4, 5]

    private static func templates() -> [EventTemplate] {
        let account = NamedAccount(
            domain: World.domain, name: EventTemplate.accountMark, sid: "\(World.domainSID)-\(EventTemplate.ridMark)")
        let address = EventTemplate.addressMark
        let parts = EventForm.LogonParts(
            type: 3, process: "Kerberos", package: "Kerberos", address: address, port: "51514", logonID: 0x51_7ac4)
        let forms: [EventForm] = [
            .logon(account, parts),
            .serviceTicket(
                user: account.name, service: "FS01$", serviceSID: "\(World.domainSID)-1002",
                address: "::ffff:" + address, port: "51512"),
            .share(account, address: address, port: "51514", logonID: 0x51_7ac4),
            .noise(4634, account, logonID: 0x51_7ac4), .noise(4672, account, logonID: 0x51_7ac4),
            .ticketGranting(account, address: "::ffff:" + address, port: "51510", status: "0x0"),
        ]
        return forms.map(EventTemplate.init)
    }
}

/// The text of one kind of event with slots of fixed width for what differs from event to event.
struct EventTemplate {
    /// Stand for the values when the text is made; each as long as what replaces it.
    static let accountMark = "u@@@@@@"
    static let ridMark = "2######"
    static let addressMark = "10.!!!.!!!.!!!"
    private static let recordMark = 9_999_999_999

    private(set) var bytes: [UInt8]
    private var accountSlots: [Int]
    private var ridSlots: [Int]
    private var addressSlots: [Int]
    private var recordSlot: Int
    private var timeSlot: Int

    init(_ form: EventForm) {
        let event = EventInstance(
            form: form, time: Instant(milliseconds: 1_788_220_800_000), ticks: 0,
            recordID: EventTemplate.recordMark, channel: "Security", computer: "FS01.\(World.dnsDomain)")
        bytes = Array((EventFraming.wevtutil.text(event) + "\r\n").utf8)
        accountSlots = EventTemplate.places(of: "@@@@@@", in: bytes)
        ridSlots = EventTemplate.places(of: "######", in: bytes)
        addressSlots = EventTemplate.places(of: "!!!.!!!.!!!", in: bytes)
        recordSlot = EventTemplate.places(of: String(EventTemplate.recordMark), in: bytes).first ?? 0
        timeSlot = EventTemplate.places(of: "2026-09-01T00:00:00.000", in: bytes).first ?? 0
    }

    /// Puts values into the slots.
    mutating func fill(recordID: Int, time: Int64, account: Int, address: Int) {
        for slot in accountSlots { put(account, digits: 6, at: slot) }
        for slot in ridSlots { put(account, digits: 6, at: slot) }
        for slot in addressSlots {
            // Three digits in every octet, for the slot has no other width: 10.1oo.1oo.1oo.
            put(100 + address / 10_000 % 100, digits: 3, at: slot)
            put(100 + address / 100 % 100, digits: 3, at: slot + 4)
            put(100 + address % 100, digits: 3, at: slot + 8)
        }
        put(recordID, digits: 10, at: recordSlot)
        let second = Int(time / 1000)
        let day = Day(Instant(milliseconds: time)).civil
        put(day.year, digits: 4, at: timeSlot)
        put(day.month, digits: 2, at: timeSlot + 5)
        put(day.day, digits: 2, at: timeSlot + 8)
        put(second / 3600 % 24, digits: 2, at: timeSlot + 11)
        put(second / 60 % 60, digits: 2, at: timeSlot + 14)
        put(second % 60, digits: 2, at: timeSlot + 17)
        put(Int(time % 1000), digits: 3, at: timeSlot + 20)
    }

    private mutating func put(_ value: Int, digits: Int, at place: Int) {
        var rest = value
        for offset in stride(from: digits - 1, through: 0, by: -1) {
            bytes[place + offset] = UInt8(0x30 + rest % 10)
            rest /= 10
        }
    }

    private static func places(of needle: String, in bytes: [UInt8]) -> [Int] {
        let needle = Array(needle.utf8)
        return bytes.indices.filter { start in
            start + needle.count <= bytes.count && bytes[start..<(start + needle.count)].elementsEqual(needle)
        }
    }
}
