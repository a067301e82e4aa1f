/// The cheapest way to license an estate's outsiders: which hosts get which External Connectors, which outsiders which CALs.
///
/// Exact: the least of all choices, with a lower bound that is checked after the solve. Where licences in a pool make the
/// search too long the bound is below the cost, and `isProven` says so.
public struct ConnectorChoice: Sendable {
    /// A licence of this choice.
    public struct Taken: Sendable, Hashable {
        /// Outsider or host.
        public var holder: Int32
        /// Index into `OutsiderNeeds.cals` or `connectors`.
        public var kind: Int32
        public var source: LicenceChoice.Source
    }

    /// By outsider and CAL, and by host and connector; those that need none are not in it.
    public let cals: [Taken]
    public let connectors: [Taken]
    /// Hundredths, of what is bought.
    public let cost: Int64
    public let lowerBound: Int64
    public let tie: Bool
    /// Demands that nothing covers: visitors without a name on a product that has no connector. Indices.
    public let uncoverable: [Int]
    /// What the check of the certificate found wrong; empty, or nothing above may be believed.
    public let fault: String

    public var isProven: Bool { fault.isEmpty && lowerBound == cost }

    public init(_ needs: OutsiderNeeds) { self.init(needs, budget: PoolSearch.budget) }

    /// With a budget of its own, to see what happens beyond it.
    init(_ needs: OutsiderNeeds, budget: Int) {
        let graph = OutsiderGraph(needs)
        let choice = LicenceChoice(graph.needs, budget: budget)
        func taken(_ nodes: [(Int32, Int32)], _ sources: [LicenceChoice.Source]) -> [Taken] {
            zip(nodes, sources).filter { $1 != .none }.map { Taken(holder: $0.0, kind: $0.1, source: $1) }
                .sorted { ($0.holder, $0.kind) < ($1.holder, $1.kind) }
        }
        cals = taken(graph.lefts, choice.lefts)
        connectors = taken(graph.rights, choice.rights)
        cost = choice.cost
        lowerBound = choice.lowerBound
        tie = choice.tie
        uncoverable = graph.uncoverable
        fault = choice.fault
    }
}
