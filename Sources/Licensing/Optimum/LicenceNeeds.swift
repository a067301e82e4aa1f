/// What several kinds of licences must cover: pairs of nodes, one of which needs a licence new enough.
///
/// For outsiders: left nodes are an outsider and a CAL, right ones a host and a kind of External Connector. Whoever reaches a
/// host needs the CAL, or the host the connector. Where a product asks for two licences at once (the RDS CAL and the Windows
/// CAL, or both connectors), every CAL pairs with every connector: all pairs hold exactly where all CALs or all connectors do.
public struct LicenceNeeds: Sendable {
    /// Licences of one rank that anybody can take.
    public struct Held: Sendable, Hashable {
        public var rank: Int32
        public var count: Int
        public init(rank: Int32, count: Int) {
            self.rank = rank
            self.count = count
        }
    }

    /// A licence that can be bought; one bought now serves every version there is.
    public struct Kind: Sendable {
        /// Most ranks the licences held of one kind may have: far more than a product has versions.
        public static let maximumRanks = 62
        /// Hundredths, 0 to `CoverGraph.maximumCost`.
        public var price: Int64
        public var held: [Held]
        public init(price: Int64, held: [Held] = []) {
            self.price = price
            self.held = held
        }
    }

    /// Somebody, or a host, that can hold a licence of one kind.
    public struct Node: Sendable {
        /// Index into `kinds`.
        public var kind: Int32
        /// Rank of the licence assigned to it by name; `Node.nothing` where there is none.
        public var own: Int32
        public static let nothing = Int32.min

        public init(kind: Int32, own: Int32 = Node.nothing) {
            self.kind = kind
            self.own = own
        }
    }

    /// A pair of which the left node needs a licence of `leftRank`, or the right one of `rightRank`, or newer.
    public struct Pair: Sendable, Hashable {
        public var left: Int32
        public var right: Int32
        public var leftRank: Int32
        public var rightRank: Int32
        public init(left: Int32, right: Int32, leftRank: Int32, rightRank: Int32) {
            self.left = left
            self.right = right
            self.leftRank = leftRank
            self.rightRank = rightRank
        }
    }

    /// A node that needs a licence whatever the pairs say.
    public struct Forced: Sendable, Hashable {
        public var node: Int32
        public var rank: Int32
        public init(node: Int32, rank: Int32) {
            self.node = node
            self.rank = rank
        }
    }

    public var kinds: [Kind]
    public var lefts: [Node]
    public var rights: [Node]
    public var pairs: [Pair]
    public var forcedLefts: [Forced]
    public var forcedRights: [Forced]

    /// - Precondition: indices within their arrays, no more than `Kind.maximumRanks` ranks held of a kind.
    public init(
        kinds: [Kind], lefts: [Node], rights: [Node], pairs: [Pair], forcedLefts: [Forced] = [],
        forcedRights: [Forced] = []
    ) {
        self.kinds = kinds
        self.lefts = lefts
        self.rights = rights
        self.pairs = pairs
        self.forcedLefts = forcedLefts
        self.forcedRights = forcedRights
        precondition(
            kinds.allSatisfy { Set($0.held.map(\.rank)).count <= Kind.maximumRanks }, "too many versions of a licence")
    }
}
