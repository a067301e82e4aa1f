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
        case date, time, computer, serverAddress, site, path, query, user, peer, agent, status, forwarded, ftpSession
    }

    /// Column names, lower-case, and what they hold (W3C extended log file format; IIS field names as Microsoft lists
    /// them under "W3C logging"). Header names come as `cs(NAME)` or, chosen by the administrator, as any log name.
    private static let table: [(name: ExactText, role: Role)] = [
        ("date", .date), ("time", .time),
        ("s-computername", .computer), ("s-ip", .serverAddress), ("s-sitename", .site),
        ("cs-uri-stem", .path), ("cs-uri-query", .query),
        ("cs-username", .user), ("c-ip", .peer), ("cs(user-agent)", .agent), ("sc-status", .status),
        ("x-forwarded-for", .forwarded), ("cs(x-forwarded-for)", .forwarded),
        ("x-session", .ftpSession),  // Written by the FTP service alone.
    ]

    /// Number of columns.
    let count: Int
    private let positions: [Int]

    /// - Parameter names: at least one. Of a name that occurs twice the first counts.
    init(names: [String]) {
        count = names.count
        var positions = [Int](repeating: -1, count: Role.allCases.count)
        for (position, name) in names.enumerated() {
            let key = W3CColumns.key(name)
            for (known, role) in W3CColumns.table where known == key && positions[role.rawValue] < 0 {
                positions[role.rawValue] = position
            }
        }
        self.positions = positions
    }

    /// Lower case; `X_FORWARDED_FOR` is `x-forwarded-for`.
    private static func key(_ name: String) -> ExactText {
        let lower = name.scalarLowercased
        guard lower.utf8.contains(UInt8(ascii: "_")) else { return ExactText(lower) }
        return ExactText(
            String(decoding: lower.utf8.map { $0 == UInt8(ascii: "_") ? UInt8(ascii: "-") : $0 }, as: UTF8.self))
    }

    /// The column that holds `role`, nil where none does.
    func position(_ role: Role) -> Int? {
        let position = positions[role.rawValue]
        return position < 0 ? nil : position
    }
}
