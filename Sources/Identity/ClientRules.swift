/// One kind of client that is not a device a person sits at.
public struct ClientRule: Sendable, Hashable {
    public enum Test: Sendable, Hashable {
        /// The record names no client.
        case none
        /// The client name is one of these, and no address says more.
        case name([String])
        /// 127.0.0.0/8 or `::1`.
        case loopback
        /// A name or address of the server reached.
        case serverItself
        /// In the `behind` column of servers.csv.
        case frontEnd
        /// In `networks.trusted_proxies`.
        case trustedProxy
        /// In `networks.vpn`, and no name known for it that day.
        case vpn
        /// Seen only in failures, or by channels that prove no access.
        case noAccess
    }

    /// Stable id: `loopback`.
    public let id: String
    public let label: String
    public let test: Test
    /// True where somebody stands behind the client whom no device CAL can cover: the edge forces its user side.
    public let forcesUser: Bool
    public let source: String
}

/// Every client that is no device: the only such table. Clients it names are kept and labelled, never dropped.
public enum ClientRules {
    /// First match wins.
    public static let table: [ClientRule] = [
        row("front-end", "Front end that reaches the server for others", .frontEnd, true, "servers.csv: behind"),
        row("loopback", "Loopback address", .loopback, false, "RFC 1122, RFC 4291"),
        row(
            "server-itself", "The server itself", .serverItself, false,
            "Microsoft, 4624: workstation name of local logons"),
        row("trusted-proxy", "Trusted proxy", .trustedProxy, true, "estate.yaml: networks.trusted_proxies"),
        row("vpn", "VPN address without a name that day", .vpn, true, "estate.yaml: networks.vpn"),
        row("local", "Console session", .name(["local"]), false, "Microsoft, 4778: client name LOCAL"),
        row("no-name", "Placeholder for a name", .name(["null", "(null)"]), false, "NTLM clients that send no name"),
        row("none", "No client recorded", .none, false, "Row contract: none"),
        row("no-access", "Seen without any successful access", .noAccess, false, "Only successful access is evidence"),
    ]

    /// Ids by number, the empty one of "there is a device" first.
    private static let ids = [""] + table.map(\.id)

    /// The number of a rule's id, 0 for the empty one.
    static func code(of id: String) -> UInt8 {
        guard let code = ids.firstIndex(where: { $0.utf8.elementsEqual(id.utf8) }) else {
            preconditionFailure("there is no client rule \(id)")
        }
        return UInt8(code)
    }

    static func id(ofCode code: UInt8) -> String { ids[Int(code)] }

    /// What is known of one client of one server on one day.
    struct Facts {
        /// Client name, empty where none is recorded or where it names the server reached.
        var name = ""
        var hasAddress = false
        var isLoopback = false
        var isServerItself = false
        var isFrontEnd = false
        var isTrustedProxy = false
        var isVPN = false
        /// True where a device is known by name.
        var isNamedDevice = false
        var isWithoutAccess = false

        /// True where no rule can match, as of most clients.
        var isPlain: Bool {
            !(isLoopback || isServerItself || isFrontEnd || isTrustedProxy || isVPN || isWithoutAccess)
                && (hasAddress || isNamedDevice && name.isEmpty)
        }

        func meets(_ test: ClientRule.Test) -> Bool {
            switch test {
            case .none: !hasAddress && name.isEmpty && !isNamedDevice
            case .name(let names): !hasAddress && names.contains { $0.utf8.elementsEqual(name.utf8) }
            case .loopback: isLoopback && !isNamedDevice
            case .serverItself: isServerItself
            case .frontEnd: isFrontEnd
            case .trustedProxy: isTrustedProxy && !isNamedDevice
            case .vpn: isVPN && !isNamedDevice
            case .noAccess: isWithoutAccess
            }
        }
    }

    /// Names that stand in the place of a client name and name nobody.
    static let placeholders: [String] = table.flatMap { rule -> [String] in
        guard case .name(let names) = rule.test else { return [] }
        return names
    }

    static func rule(for facts: Facts) -> ClientRule? {
        facts.isPlain ? nil : table.first { facts.meets($0.test) }
    }

    /// The rule with this id, nil where no row has it.
    public static func rule(id: String) -> ClientRule? { table.first { $0.id == id } }

    private static func row(
        _ id: String, _ label: String, _ test: ClientRule.Test, _ forcesUser: Bool, _ source: String
    ) -> ClientRule {
        ClientRule(id: id, label: label, test: test, forcesUser: forcesUser, source: source)
    }
}
