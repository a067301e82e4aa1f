import AccessModel

/// What `#Fields` says about the lines that follow it.
enum W3CFields {
    /// No `#Fields` yet.
    case none
    case columns(W3CColumns)
    /// A list this reader does not split, with the reason.
    case unreadable(reason: String)

    /// Most columns a `#Fields` may name. IIS offers 22 and a handful of custom ones.
    static let maximumColumns = 1024

    /// Reads the names after `#Fields:`, separated by any run of spaces and TABs.
    init(_ list: UnsafeRawBufferPointer) {
        let names = list.split { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
        guard names.count <= W3CFields.maximumColumns else {
            self = .unreadable(reason: "#Fields names more than \(W3CFields.maximumColumns) columns")
            return
        }
        // Exchange's message tracking and proxy logs carry W3C directives above comma-separated values.
        guard !list.contains(UInt8(ascii: ",")) else {
            self = .unreadable(reason: "#Fields is separated by commas: not a W3C access log")
            return
        }
        self = names.isEmpty ? .none : .columns(W3CColumns(names: names.map { String(decoding: $0, as: UTF8.self) }))
    }
}

/// Which column of a line holds what.
struct W3CColumns {
    /// A column an access is made from.
    enum Role: Int, CaseIterable {
        case date, time, localDate, localTime, computer, serverAddress, site, path, query, user, peer, agent, status
        case forwarded, ftpSession
    }

    /// Column names, lower-case, and what they hold (W3C extended log file format; IIS field names as Microsoft lists
    /// them under "W3C logging"). Of several columns for one role the first in this table counts.
    private static let table: [(name: ExactText, role: Role)] = [
        ("date", .date), ("time", .time),
        ("s-computername", .computer), ("s-ip", .serverAddress), ("s-sitename", .site),
        ("cs-uri-stem", .path), ("cs-uri-query", .query),
        ("cs-username", .user), ("c-ip", .peer), ("cs(user-agent)", .agent), ("sc-status", .status),
        ("date-local", .localDate), ("time-local", .localTime),  // IIS Advanced Logging
        ("x-session", .ftpSession),  // Written by the FTP service alone.
    ]

    /// Headers in which proxies say who sent the request, lower-case, most telling first: lists name every hop. They come
    /// as `cs(NAME)` or, as the administrator chose, under their own name. The first with a value on the line counts.
    private static let forwardingHeaders: [ExactText] = [
        "x-forwarded-for",  // de facto standard; ARR, F5, AWS, Azure
        "forwarded",  // RFC 7239
        "x-original-forwarded-for",  // Kubernetes ingress
        "true-client-ip",  // Akamai, Cloudflare Enterprise
        "cf-connecting-ip",  // Cloudflare
        "x-azure-clientip",  // Azure Front Door
        "fastly-client-ip",  // Fastly
        "incap-client-ip",  // Imperva
        "x-cluster-client-ip",  // Rackspace, Riverbed
        "x-real-ip",  // nginx
        "x-client-ip", "client-ip",
    ]

    /// Number of columns.
    let count: Int
    /// By role, -1 where no column has it. Inline: every line asks for most of them.
    private var positions = InlineArray<15, Int16>(repeating: -1)
    /// Columns of further forwarding headers, for lines on which the one with the role has no value.
    private let otherForwarded: [Int]

    /// - Parameter names: at least one, at most `W3CFields.maximumColumns`. Of a name that occurs twice the first counts.
    init(names: [String]) {
        count = names.count
        var places: [ExactText: Int] = [:]
        var loosePlaces: [ExactText: Int] = [:]
        for (position, name) in names.enumerated() {
            let name = ExactText(name.scalarLowercased)
            if places[name] == nil { places[name] = position }
            let loose = W3CColumns.letters(of: name)
            if loosePlaces[loose] == nil { loosePlaces[loose] = position }
        }
        for (name, role) in W3CColumns.table where positions[role.rawValue] < 0 {
            positions[role.rawValue] = Int16(places[name] ?? -1)
        }
        // Written by hand or by another tool: `cs-user-name`, `cs_username`, `c_ip`.
        for (name, role) in W3CColumns.table where positions[role.rawValue] < 0 {
            positions[role.rawValue] = Int16(loosePlaces[W3CColumns.letters(of: name)] ?? -1)
        }
        let forwarded = W3CColumns.forwardingHeaders.flatMap { header in
            let plain = W3CColumns.letters(of: header)
            return [loosePlaces[plain], loosePlaces[ExactText("cs" + plain.string)]].compactMap(\.self)
        }
        otherForwarded = Array(forwarded.dropFirst())
        positions[Role.forwarded.rawValue] = Int16(forwarded.first ?? -1)
    }

    /// The name without what stands between its letters.
    private static func letters(of name: ExactText) -> ExactText {
        ExactText(
            String(
                decoding: name.string.utf8.filter { ![0x2D, 0x5F, 0x28, 0x29, 0x2E, 0x20].contains($0) }, as: UTF8.self)
        )
    }

    /// True where times are in local time alone.
    var hasLocalTimeOnly: Bool { !has(.time) && has(.localTime) }

    /// True where the name is one of those this table knows.
    static func isKnown(_ name: String) -> Bool {
        let name = ExactText(name.scalarLowercased)
        return table.contains { $0.name == name } || otherNames.contains(name)
    }

    /// Columns IIS writes that no access is made from.
    private static let otherNames: Set<ExactText> = [
        "cs-method", "s-port", "cs-version", "cs(cookie)", "cs(referer)", "cs-host", "sc-substatus", "sc-win32-status",
        "sc-bytes", "cs-bytes", "time-taken",
    ]

    /// True where a column holds `role`.
    func has(_ role: Role) -> Bool { positions[role.rawValue] >= 0 }

    /// What a line has in the column of a role, empty where it is none or no column holds the role.
    @inline(__always)
    func value(_ role: Role, of values: LineValues) -> UnsafeRawBufferPointer {
        values.value(at: Int(positions[role.rawValue]))
    }

    /// Of several headers the first that names an address: a client can write anything into one its proxy does not.
    private func chooseForwarded(_ values: LineValues, _ forwarded: inout UnsafeRawBufferPointer) {
        guard ForwardedHops(forwarded).addresses.isEmpty else { return }
        for other in otherForwarded {
            let value = values.value(at: other)
            if !ForwardedHops(value).addresses.isEmpty {
                forwarded = value
                return
            }
            if forwarded.isEmpty { forwarded = value }
        }
    }

    /// Fills in all of a line but its time. Every line of a log passes here: a line that is returned is copied three times.
    @inline(__always)
    func read(_ values: LineValues, into line: inout WebLine) {
        line.computer = value(.computer, of: values)
        line.serverAddress = value(.serverAddress, of: values)
        line.site = value(.site, of: values)
        line.user = value(.user, of: values)
        line.peer = value(.peer, of: values)
        line.forwarded = value(.forwarded, of: values)
        if !otherForwarded.isEmpty { chooseForwarded(values, &line.forwarded) }
        line.agent = value(.agent, of: values)
        line.path = value(.path, of: values)
        line.query = value(.query, of: values)
        if has(.status) { line.status = WebLine.statusCode(value(.status, of: values)) }
        line.hasFTPSession = has(.ftpSession)
    }
}
