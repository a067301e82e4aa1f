import AccessModel
import Identity
import Licensing
import PositionModel

/// One line of entitlements.csv as it counts for one product.
struct Holding: Sendable, Hashable {
    /// Index into `Estate.entitlements`.
    var line: Int
    /// Licence of the product: `ws-cal`, whatever suite carries it.
    var licence: String
    var flavour: Flavour
    /// Sure to count.
    var quantity: Int
    /// May count: low 0, high this many.
    var possible: Int
    /// Rank it serves; nil where its version is not known.
    var rank: Int?
    /// Version id it counts as; empty where not known.
    var version: String
    /// The user or device the line names.
    var user: Int?
    var device: Int?
}

/// An External Connector of entitlements.csv.
struct ConnectorHolding: Sendable, Hashable {
    var line: Int
    var licence: String
    var quantity: Int
    var rank: Int?
    /// Lower-case host; empty for unassigned ones.
    var host: String
}

/// entitlements.csv set against the catalogue.
struct Holdings: Sendable {
    private(set) var cals: [Holding] = []
    private(set) var connectors: [ConnectorHolding] = []

    /// Most licences one line can hold: more is a typing error, and would make sums run over.
    static let maximumQuantity = 100_000_000

    init(_ study: Study, remarks: inout Remarks) {
        for (index, entry) in study.estate.entitlements.enumerated() {
            guard let match = study.catalogue.licence(named: entry.licence, flavour: entry.flavour) else {
                remarks.ask(
                    OpenQuestion(
                        id: "Q-entitlement-line-\(entry.line)", product: "",
                        statement: "The licence \"\(entry.licence)\" is not in the catalogue.",
                        effect: "low 0, high \(entry.quantity) licences",
                        evidence: "entitlements.csv line \(entry.line)"))
                continue
            }
            if entry.quantity > Holdings.maximumQuantity {
                remarks.note(
                    file: "entitlements.csv", line: entry.line,
                    "quantity \(entry.quantity) is read as \(Holdings.maximumQuantity)")
            }
            let line = Line(
                index: index, entry: entry, match: match,
                quantity: min(max(0, entry.quantity), Holdings.maximumQuantity))
            if let suite = study.catalogue.suite(match.id) {
                for right in suite.rights {
                    add(line, licence: right.licence, suite: suite, study: study, remarks: &remarks)
                }
            } else if study.catalogue.licence(match.id)?.kind == .connector {
                addConnector(line, study: study, remarks: &remarks)
            } else {
                add(line, licence: match.id, suite: nil, study: study, remarks: &remarks)
            }
        }
    }

    private struct Line {
        var index: Int
        var entry: EntitlementEntry
        var match: LedgerMatch
        var quantity: Int
    }

    /// Lines of a product's CAL, in ledger order.
    func lines(licence: String, flavour: Flavour) -> [Holding] {
        cals.filter { $0.licence == licence && $0.flavour == flavour }
    }

    private mutating func add(
        _ line: Line, licence: String, suite: Catalogue.Suite?, study: Study, remarks: inout Remarks
    ) {
        guard let found = study.catalogue.licence(licence), let product = study.catalogue.product(found.product),
            found.kind == .base || found.kind == .additive, let asOf = study.asOf
        else { return }
        let entry = line.entry
        let isPrimary = suite == nil || licence == suite?.rights.first?.licence
        func ask(_ kind: String, _ statement: String) {
            // A suite's line asks once, not once per product it covers.
            guard isPrimary || kind == "version" else { return }
            remarks.ask(
                OpenQuestion(
                    id: "Q-\(product.id)-\(kind)-line-\(entry.line)", product: product.id, statement: statement,
                    effect: "low 0, high \(line.quantity) licences", evidence: "entitlements.csv line \(entry.line)"))
        }
        guard let flavour = line.match.flavour, flavour != .server else {
            ask("flavour", "\(entry.licence) on line \(entry.line) does not say whether it is for users or devices.")
            return
        }
        let isSubscription = suite?.kind == .subscription || entry.term.scalarLowercased == "subscription"
        let text = entry.version.isEmpty ? line.match.version : entry.version
        let bought = suite == nil ? product.version(named: text) : nil
        let effective = product.effectiveVersion(
            bought: bought, isSubscription: isSubscription, assuranceEnd: entry.softwareAssuranceEnd, asOf: asOf)
        if isSubscription, effective.version == nil, entry.softwareAssuranceEnd != nil {
            if isPrimary {
                remarks.note(
                    file: "entitlements.csv", line: entry.line, "\(entry.licence): \(effective.why); it counts 0")
            }
            return
        }
        if effective.isOpen {
            ask("version", "The version of \(entry.licence) on line \(entry.line) is open: \(effective.why).")
        }
        var holding = Holding(
            line: line.index, licence: licence, flavour: flavour, quantity: line.quantity, possible: 0,
            rank: effective.isCurrent ? Rank.current : effective.version.flatMap { product.version($0)?.rank },
            version: effective.version ?? "")
        if effective.version == nil { (holding.quantity, holding.possible) = (0, line.quantity) }
        assign(&holding, line: line, isSeat: suite?.kind == .subscription, study: study, ask: ask)
        cals.append(holding)
    }

    /// Seats are for named holders: one that is assigned to nobody covers nobody yet.
    private func assign(
        _ holding: inout Holding, line: Line, isSeat: Bool, study: Study, ask: (String, String) -> Void
    ) {
        let entry = line.entry
        if entry.assignedTo.isEmpty {
            guard isSeat else { return }
            (holding.quantity, holding.possible) = (0, line.quantity)
            ask("unassigned", "\(line.quantity) seats of \(entry.licence) are assigned to nobody.")
            return
        }
        switch holding.flavour {
        case .user: holding.user = study.user(written: entry.assignedTo)
        case .device: holding.device = study.device(written: entry.assignedTo)
        case .server: break
        }
        if holding.user == nil, holding.device == nil {
            (holding.possible, holding.quantity) = (holding.quantity + holding.possible, 0)
            ask(
                "holder",
                "\(entry.licence) is assigned to \"\(entry.assignedTo)\", whom neither directory nor logs know.")
        }
    }

    private mutating func addConnector(_ line: Line, study: Study, remarks: inout Remarks) {
        guard let licence = study.catalogue.licence(line.match.id),
            let product = study.catalogue.product(licence.product), let asOf = study.asOf
        else { return }
        let entry = line.entry
        let text = entry.version.isEmpty ? line.match.version : entry.version
        let effective = product.effectiveVersion(
            bought: product.version(named: text), isSubscription: entry.term.scalarLowercased == "subscription",
            assuranceEnd: entry.softwareAssuranceEnd, asOf: asOf)
        if effective.isOpen || effective.version == nil {
            remarks.ask(
                OpenQuestion(
                    id: "Q-\(product.id)-connector-version-line-\(entry.line)", product: product.id,
                    statement: "The version of \(entry.licence) on line \(entry.line) is open: \(effective.why).",
                    effect: "an External Connector without a version covers no host",
                    evidence: "entitlements.csv line \(entry.line)"))
        }
        connectors.append(
            ConnectorHolding(
                line: line.index, licence: licence.id, quantity: line.quantity,
                rank: effective.isCurrent ? Rank.current : effective.version.flatMap { product.version($0)?.rank },
                host: entry.assignedTo.scalarLowercased))
    }
}
