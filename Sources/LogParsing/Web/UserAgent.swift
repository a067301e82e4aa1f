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
            case .start: LineText.begins(agent, with: row.text)
            case .anywhere: LineText.contains(agent, row.text)
            }
        }
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
        let isKept = slots[index].hash == hash && slots[index].agent.withUnsafeBytes { LineText.isSame($0, agent) }
        if !isKept {
            slots[index] = Slot(hash: hash, agent: Array(agent), row: UserAgentClass.row(of: agent))
        }
        return slots[index].row
    }
}
