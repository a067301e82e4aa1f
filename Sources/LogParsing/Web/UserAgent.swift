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

    /// Row of `table` that fits, nil where none does; in one pass over the agent.
    static func row(of agent: UnsafeRawBufferPointer) -> Int? {
        var fitting: UInt64 = 0
        rowsByInitial.withUnsafeBufferPointer { rowsByInitial in
            for (offset, byte) in agent.enumerated() {
                var candidates = rowsByInitial[Int(byte)] & (offset == 0 ? .max : anywhereRows)
                while candidates != 0 {
                    let index = candidates.trailingZeroBitCount
                    let rest = UnsafeRawBufferPointer(rebasing: agent[offset...])
                    if LineText.begins(rest, with: table[index].text) { fitting |= 1 << UInt64(index) }
                    candidates &= candidates - 1
                }
            }
        }
        return fitting == 0 ? nil : fitting.trailingZeroBitCount
    }

    /// Rows whose text begins with a byte, as bits by their index, in either case. At most 64 rows.
    private static let rowsByInitial: [UInt64] = (0...255).map { initial in
        table.indices.reduce(0) { bits, index in
            let fits = table[index].text.utf8Start[0] == LineText.lowercased(UInt8(initial))
            return fits ? bits | 1 << UInt64(index) : bits
        }
    }

    private static let anywhereRows: UInt64 = table.indices.reduce(0) { bits, index in
        table[index].match == .anywhere ? bits | 1 << UInt64(index) : bits
    }
}

/// Remembers the classes of the agents met last; a log has few, and each is long.
struct AgentMemory {
    private struct Slot {
        var hash: UInt64 = 0
        /// Where the agent is in `texts`.
        var start: Int32 = 0
        var count: Int32 = -1
        var row: Int32 = -1
    }

    /// Agents longer than this are classed every time.
    static let longestKept = 512
    /// A power of two.
    private static let slotCount = 4096
    /// Bytes of agents kept; where they are full, all are forgotten.
    private static let mostBytes = 1 << 20
    private var slots = [Slot](repeating: Slot(), count: slotCount)
    private var texts: [UInt8] = []

    /// Row of `UserAgentClass.table` that fits the agent with this hash.
    mutating func row(of agent: UnsafeRawBufferPointer, hash: UInt64) -> Int? {
        guard agent.count <= AgentMemory.longestKept else { return UserAgentClass.row(of: agent) }
        let index = Int(truncatingIfNeeded: hash) & (AgentMemory.slotCount - 1)
        let slot = slots[index]
        if slot.hash == hash, slot.count == agent.count, holds(agent, at: Int(slot.start)) {
            return slot.row < 0 ? nil : Int(slot.row)
        }
        let row = UserAgentClass.row(of: agent)
        keep(agent, hash: hash, row: row, in: index)
        return row
    }

    private func holds(_ agent: UnsafeRawBufferPointer, at start: Int) -> Bool {
        texts.withUnsafeBytes {
            LineText.isSame(UnsafeRawBufferPointer(rebasing: $0[start..<start + agent.count]), agent)
        }
    }

    private mutating func keep(_ agent: UnsafeRawBufferPointer, hash: UInt64, row: Int?, in index: Int) {
        if texts.count + agent.count > AgentMemory.mostBytes {
            texts.removeAll(keepingCapacity: true)
            for index in slots.indices { slots[index] = Slot() }
        }
        slots[index] = Slot(
            hash: hash, start: Int32(texts.count), count: Int32(agent.count), row: row.map { Int32($0) } ?? -1)
        texts.append(contentsOf: agent)
    }
}
