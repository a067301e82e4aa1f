import AccessModel

/// What a value of estate.yaml must look like.
indirect enum SettingsShape: Sendable {
    /// One text, as written.
    case text
    /// A list of texts; one text alone is a list of one.
    case texts
    /// A text that may name an account: no doubled backslash.
    case account
    case accounts
    /// A mapping with these keys and no others.
    case mapping([Key])
    /// A mapping whose keys the organisation chooses, to texts.
    case openMapping
    /// A list of mappings.
    case list([Key])

    struct Key: Sendable {
        let name: String
        let shape: SettingsShape
        let isRequired: Bool

        init(_ name: String, _ shape: SettingsShape, required: Bool = false) {
            self.name = name
            self.shape = shape
            isRequired = required
        }
    }
}

/// Every key of estate.yaml (`estate.md`).
enum SettingsSchema {
    static let root: [SettingsShape.Key] = [
        .init("organisation", .mapping([.init("name", .text), .init("domains", .texts), .init("affiliates", .texts)])),
        .init(
            "networks",
            .mapping([.init("internal", .texts), .init("vpn", .texts), .init("trusted_proxies", .texts)])),
        .init(
            "window",
            .mapping([.init("as_of", .text), .init("days", .text), .init("from", .text), .init("to", .text)])),
        .init("agreement", .mapping([.init("signed", .text)])),
        .init("web_folders", .openMapping),
        .init("time_zones", .openMapping),
        .init("accounts", accounts),
        .init(
            "sites",
            .list([
                .init("server", .text, required: true), .init("site", .text), .init("exemption", .text, required: true),
                .init("declared_by", .text), .init("date", .text),
            ])),
        .init(
            "multiplexers",
            .list([.init("account", .account, required: true), .init("population", .text, required: true)])),
        .init(
            "administrators",
            .list([.init("server", .text, required: true), .init("accounts", .accounts, required: true)])),
        .init("thresholds", .mapping([.init("dormant_days", .text), .init("position_share", .text)])),
        .init("prices", .openMapping),
        .init("rules", .mapping([.init("disable", .texts), .init("choose", .openMapping)])),
        .init("answers", .text),
    ]

    private static let accounts = SettingsShape.mapping([
        .init("service", .accounts), .init("shared", .accounts), .init("external", .accounts),
        .init("test", .accounts),
        .init(
            "aliases",
            .list([.init("user", .account, required: true), .init("accounts", .accounts, required: true)])),
        .init("separate", .accounts), .init("contractors", .text),
    ])
}

/// A value of estate.yaml that fits its shape, with the line it stands on.
struct SettingsValue: Sendable {
    indirect enum Content: Sendable {
        case text(String)
        case list([SettingsValue])
        /// In file order.
        case mapping([(key: String, value: SettingsValue)])
    }

    let content: Content
    /// 1-based line.
    let line: Int

    subscript(_ key: String) -> SettingsValue? {
        guard case .mapping(let pairs) = content else { return nil }
        return pairs.first { ExactText($0.key) == ExactText(key) }?.value
    }

    var text: String {
        guard case .text(let text) = content else { return "" }
        return text
    }

    var items: [SettingsValue] {
        guard case .list(let items) = content else { return [] }
        return items
    }

    var pairs: [(key: String, value: SettingsValue)] {
        guard case .mapping(let pairs) = content else { return [] }
        return pairs
    }

    var texts: [String] { items.map(\.text) }
}
