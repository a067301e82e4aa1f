/// Outsiders of an estate, the servers they reach and the hosts these run on: what needs CALs or External Connectors.
public struct OutsiderNeeds: Sendable {
    /// A licence of a kind, and how new it must be.
    public struct Term: Sendable, Hashable {
        /// Index into `cals` or `connectors`.
        public var kind: Int32
        public var rank: Int32
        public init(kind: Int32, rank: Int32) {
            self.kind = kind
            self.rank = rank
        }
    }

    /// One product on one server, as outsiders reach it: each of them needs all of the CALs, or every host all of the connectors.
    public struct Demand: Sendable {
        /// Hosts the server may run on.
        public var hosts: [Int32]
        public var cals: [Term]
        /// Empty where no connector covers the product: then only CALs do.
        public var connectors: [Term]
        public var outsiders: [Int32]
        /// True where somebody came whom no CAL can be given: only connectors cover him.
        public var hasAnonymous: Bool
        public init(
            hosts: [Int32], cals: [Term], connectors: [Term], outsiders: [Int32], hasAnonymous: Bool = false
        ) {
            self.hosts = hosts
            self.cals = cals
            self.connectors = connectors
            self.outsiders = outsiders
            self.hasAnonymous = hasAnonymous
        }
    }

    /// A licence assigned by name: to an outsider, or to a host.
    public struct Own: Sendable {
        public var holder: Int32
        public var kind: Int32
        public var rank: Int32
        public init(holder: Int32, kind: Int32, rank: Int32) {
            self.holder = holder
            self.kind = kind
            self.rank = rank
        }
    }

    public var outsiders: Int
    public var hosts: Int
    public var cals: [LicenceNeeds.Kind]
    public var connectors: [LicenceNeeds.Kind]
    public var demands: [Demand]
    public var ownCALs: [Own]
    public var ownConnectors: [Own]

    /// - Precondition: indices within their ranges.
    public init(
        outsiders: Int, hosts: Int, cals: [LicenceNeeds.Kind], connectors: [LicenceNeeds.Kind], demands: [Demand],
        ownCALs: [Own] = [], ownConnectors: [Own] = []
    ) {
        self.outsiders = outsiders
        self.hosts = hosts
        self.cals = cals
        self.connectors = connectors
        self.demands = demands
        self.ownCALs = ownCALs
        self.ownConnectors = ownConnectors
    }
}
