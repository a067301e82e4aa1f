/// Every rule the figures rest on, with its source: what the catalogue holds, and what decides who is counted.
public struct RuleList: Sendable, Codable {
    public static let currentSchema = "headcount.rules/1"

    public struct Row: Sendable, Hashable, Codable {
        /// `product`, `version`, `licence-model`, `edition`, `external-users`, `licence`, `suite`, `exemption`,
        /// `external-definition`, `price`, `bridge`, `join`, `question`, `source`.
        public var section: String
        public var id: String
        public var rule: String
        /// Ids of rows of the section `source`, or words.
        public var source: String
        /// `H`, `M` or `L` for rows of the catalogue; empty for the others.
        public var confidence: String
        /// True where `rules.disable` of estate.yaml turns it off.
        public var isSwitchable: Bool

        public init(
            section: String, id: String, rule: String, source: String, confidence: String = "",
            isSwitchable: Bool = false
        ) {
            self.section = section
            self.id = id
            self.rule = rule
            self.source = source
            self.confidence = confidence
            self.isSwitchable = isSwitchable
        }
    }

    public var schema = RuleList.currentSchema
    public var catalogueVersion: String
    public var rules: [Row]

    public init(catalogueVersion: String, rules: [Row]) {
        self.catalogueVersion = catalogueVersion
        self.rules = rules
    }
}
