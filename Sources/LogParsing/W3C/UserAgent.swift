/// What a user agent says of itself: health probes and crawlers are no people.
enum UserAgentClass {
    enum Match {
        case start, anywhere
    }

    /// Agents as IIS logs them (blanks as `+`), lower-case. All but the marked ones were observed in real logs or are
    /// named in `docs/formats.md`, "Proxies, balancers, probes"; the first row that fits counts.
    static let table: [(text: StaticString, match: Match, name: StaticString)] = [
        ("alwayson", .start, "probe"),  // Azure App Service keep-alive, observed
        ("check_http/", .start, "probe"),  // monitoring-plugins, observed (one line a minute)
        ("elb-healthchecker/", .start, "probe"),  // AWS Elastic Load Balancing
        ("googlehc/", .start, "probe"),  // Google Cloud health checks
        ("load+balancer+agent", .start, "probe"),  // Azure load balancer
        ("httpmonitor/", .start, "probe"),  // load balancer monitor
        ("zabbix", .start, "probe"),
        ("prtg", .anywhere, "probe"),
        ("sitescope", .anywhere, "probe"),
        ("pingdom", .anywhere, "probe"),
        ("amazon-route53", .start, "probe"),
        ("amprobe/", .start, "probe"),  // Exchange Managed Availability, observed
        ("ews_probe/", .start, "probe"),  // Exchange Managed Availability
        ("odata_pc_probe/", .start, "probe"),  // Exchange Managed Availability
        ("activemonitoring", .anywhere, "probe"),  // Exchange Managed Availability
        ("msexchmon", .anywhere, "probe"),  // Exchange Managed Availability
        ("testactivesyncconnectivity", .start, "probe"),  // Exchange's Test- cmdlet, observed
        ("system+center+operations+manager", .anywhere, "probe"),
        (";+http://localhost", .anywhere, "probe"),  // WordPress calling its own scheduler, observed
        ("bingbot", .anywhere, "crawler"),  // observed
        ("slurp", .anywhere, "crawler"),  // Yahoo, observed
        ("dotbot", .anywhere, "crawler"),  // Moz, observed
        ("expanse", .anywhere, "crawler"),  // Palo Alto Networks scanner, observed
        ("googlebot", .anywhere, "crawler"),  // observed
        ("msnbot", .anywhere, "crawler"),  // observed
        ("yandexbot", .anywhere, "crawler"),  // observed
    ]

    /// Row of `table` that fits, nil where none does.
    static func row(of agent: UnsafeRawBufferPointer) -> Int? {
        table.firstIndex { row in
            switch row.match {
            case .start: W3CText.begins(agent, with: row.text)
            case .anywhere: W3CText.contains(agent, row.text)
            }
        }
    }
}

/// The fixed 64-bit hash by which user agents are told apart. It is kept in stores, so it must never change.
///
/// Little-endian words of 8 bytes (the last filled with zeros) are folded in one after the other: the two halves of the
/// 128-bit product of (state XOR word) and an odd constant are XORed. It starts from the length, ends with one more
/// fold, and gives 1 instead of 0. Not keyed: two agents that collide on purpose count as one.
enum AgentHash {
    private static let first: UInt64 = 0x9E37_79B9_7F4A_7C15
    private static let second: UInt64 = 0xD6E8_FEB8_6659_FD93

    static func hash(_ agent: UnsafeRawBufferPointer) -> UInt64 {
        guard !agent.isEmpty else { return 0 }
        var state = first ^ UInt64(agent.count)
        var index = 0
        while index + 8 <= agent.count {
            state = fold(
                state ^ UInt64(littleEndian: agent.loadUnaligned(fromByteOffset: index, as: UInt64.self)), second)
            index += 8
        }
        if index < agent.count {
            var word: UInt64 = 0
            for (place, byte) in agent[index...].enumerated() { word |= UInt64(byte) << UInt64(8 * place) }
            state = fold(state ^ word, second)
        }
        return max(fold(state ^ first, second), 1)
    }

    private static func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let product = a.multipliedFullWidth(by: b)
        return product.high ^ product.low
    }
}

/// Remembers the classes of the agents met last; a log has few, and each is long.
struct AgentMemory {
    private struct Slot {
        var hash: UInt64 = 0
        var agent: [UInt8] = []
        var row: Int?
    }

    /// Agents longer than this are classed every time.
    static let longestKept = 512
    private static let size = 1024
    private var slots = [Slot](repeating: Slot(), count: AgentMemory.size)

    /// Row of `UserAgentClass.table` that fits the agent with this hash.
    mutating func row(of agent: UnsafeRawBufferPointer, hash: UInt64) -> Int? {
        guard agent.count <= AgentMemory.longestKept else { return UserAgentClass.row(of: agent) }
        let index = Int(hash % UInt64(AgentMemory.size))
        let isKept = slots[index].hash == hash && slots[index].agent.withUnsafeBytes { W3CText.isSame($0, agent) }
        if !isKept {
            slots[index] = Slot(hash: hash, agent: Array(agent), row: UserAgentClass.row(of: agent))
        }
        return slots[index].row
    }
}
