public import PositionModel

/// What is known about client access licences: products, versions, licences, suites, exemptions, prices.
///
/// Facts are rows with a source and a confidence; nothing about a product is written in code. The built-in catalogue
/// can be replaced by a file of the same schema.
public struct Catalogue: Sendable {
    public static let currentSchema = "headcount.catalogue/1"

    /// Version of the facts, printed with every position.
    public let version: String
    public let products: [Product]
    public let licences: [Licence]
    public let suites: [Suite]
    public let exemptions: [Exemption]
    /// Who is an external user, by the day the agreement was signed; oldest first.
    public let externalDefinitions: [ExternalDefinition]
    /// Where the rows come from.
    public let sources: [Source]
    /// Example prices: never facts, always flagged where they are used.
    public let prices: [ExamplePrice]

    let productIndex: [String: Int]
    let licenceIndex: [String: Int]
    let suiteIndex: [String: Int]
    let productNames: [String: String]
    let licenceNames: [String: String]

    /// How far a row can be trusted.
    public enum Confidence: String, Sendable, Hashable, Codable {
        /// Licensor text, or two independent sources.
        case high = "H"
        /// One good secondary source or a clear inference.
        case medium = "M"
        /// Weak or old: a question, not a fact.
        case low = "L"
    }

    /// A product whose access is licensed.
    public struct Product: Sendable, Codable {
        public var id: String
        public var name: String
        public var synonyms: [String]
        /// The licence one access needs; nil where access is not what is counted.
        public var cal: String?
        /// Licences some uses need on top of it; logs of access do not show those uses.
        public var additive: [String]
        /// The External Connector, where the product ever had one.
        public var connector: String?
        /// Products every user of this one uses too.
        public var infrastructure: [String]
        public var versions: [Version]
        public var models: [LicenceModel]
        public var editions: [Edition]
        public var externalUsers: [ExternalRule]
        public var notes: [String]?
        public var source: [String]
        public var confidence: Confidence
    }

    /// A version of a product.
    public struct Version: Sendable, Codable {
        public var id: String
        /// Order within the product.
        public var rank: Int
        /// When it was available: `YYYY-MM` (known to the month) or `YYYY-MM-DD`.
        public var available: String
        /// Oldest version of the licence that serves it: `2012` for 2012 R2.
        public var calMinimum: String
        /// False where no licence of this version was ever sold.
        public var calIssued: Bool
        /// True where only licences under Software Assurance, or subscriptions, serve it.
        public var needsActiveAssurance: Bool?
        /// Other ways of writing it, build numbers among them.
        public var synonyms: [String]?
        public var source: [String]
        public var confidence: Confidence
    }

    /// How servers of some versions are licensed.
    public struct LicenceModel: Sendable, Codable {
        public var id: String
        /// Version ids, or `*`.
        public var versions: [String]
        /// Assumed where servers.csv says nothing; nil where that would be a guess.
        public var defaultModel: String?
        /// Models under which access needs no licence.
        public var calFreeModels: [String]
        public var source: [String]
        public var confidence: Confidence
    }

    /// An edition, and whether access to it needs licences.
    public struct Edition: Sendable, Codable {
        public enum Need: String, Sendable, Codable {
            case required
            case notRequired = "not-required"
            case byModel = "by-model"
        }
        public var id: String
        public var cal: Need
        public var versions: [String]
        public var synonyms: [String]
        public var note: String?
        public var source: [String]
        public var confidence: Confidence
    }

    /// What covers external users of some versions.
    public struct ExternalRule: Sendable, Codable {
        public enum Rule: String, Sendable, Codable {
            case calOrConnector = "cal-or-connector"
            case calOnly = "cal-only"
            case included
            case unknown
        }
        public var id: String
        public var versions: [String]
        public var rule: Rule
        public var source: [String]
        public var confidence: Confidence
    }

    /// A licence for access.
    public struct Licence: Sendable, Codable {
        public enum Kind: String, Sendable, Codable { case base, additive, connector, management }
        public var id: String
        public var name: String
        public var kind: Kind
        public var product: String
        public var flavours: [Flavour]
        /// Licences the same holder needs as well.
        public var requires: [String]
        public var synonyms: [String]
        public var triggers: [String]?
        public var source: [String]
        public var confidence: Confidence
    }

    /// A suite, a bridge or a subscription that carries the rights of several licences.
    public struct Suite: Sendable, Codable {
        public enum Kind: String, Sendable, Codable { case suite, bridge, subscription }
        public struct Right: Sendable, Codable {
            public var licence: String
            public var confidence: Confidence
        }
        public var id: String
        public var name: String
        public var kind: Kind
        public var flavours: [Flavour]
        public var needsAssurance: Bool
        public var rights: [Right]
        public var synonyms: [String]
        public var note: String?
        public var source: [String]
        public var confidence: Confidence
    }

    /// A kind of access that needs no licence.
    public struct Exemption: Sendable, Codable {
        public var id: String
        public var name: String
        /// Product ids; empty for all.
        public var products: [String]
        public var versions: [String]
        /// Whether it holds for users who logged on.
        public var authenticated: Bool
        /// `automatic`, `suggested`, `declared`.
        public var decision: String
        public var note: String?
        public var source: [String]
        public var confidence: Confidence
    }

    /// Who is not an external user, for agreements signed in a span of days.
    public struct ExternalDefinition: Sendable, Codable {
        public var id: String
        /// First and last day of signature, `YYYY-MM-DD`; nil for open.
        public var from: String?
        public var until: String?
        public var internalIfOnsite: Bool
        /// Contractors above this many hours a week are internal; nil where hours do not matter.
        public var internalAboveHours: Double?
        public var text: String
        public var source: [String]
        public var confidence: Confidence
    }

    /// An example price, to be replaced by the organisation's own.
    public struct ExamplePrice: Sendable, Codable {
        public var id: String
        public var licence: String
        public var flavour: Flavour
        public var currency: String
        public var amount: Money
        public var example: Bool
        public var range: [Money]
        public var asOf: String
        public var source: [String]
        public var confidence: Confidence
    }

    /// Where facts come from.
    public struct Source: Sendable, Codable {
        public var id: String
        public var title: String
        public var url: String?
    }

    /// The product with this id.
    public func product(_ id: String) -> Product? { productIndex[id].map { products[$0] } }
    /// The licence with this id.
    public func licence(_ id: String) -> Licence? { licenceIndex[id].map { licences[$0] } }
    /// The suite with this id.
    public func suite(_ id: String) -> Suite? { suiteIndex[id].map { suites[$0] } }

    /// The example price of a licence, nil where there is none.
    public func examplePrice(licence: String, flavour: Flavour) -> ExamplePrice? {
        prices.first { $0.licence == licence && $0.flavour == flavour }
    }
}
