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
    /// Version id it counts as; empty where not known.
    var version: String
    /// Lower-case host; empty for unassigned ones.
    var host: String
}

/// entitlements.csv set against the catalogue.
struct Holdings: Sendable {
    private(set) var cals: [Holding] = []
    private(set) var connectors: [ConnectorHolding] = []
    /// The line that gives a holder a licence first.
    private var named: [NamedLicence: Int] = [:]

    /// A licence in somebody's name: the same one on two lines is one.
    private struct NamedLicence: Hashable {
        /// As bought: the suite where it is part of one.
        var bought: String
        var licence: String
        var version: ExactText
        var flavour: Flavour
        var holder: Int
    }

    /// Most licences one line can hold: more is a typing error, and would make sums run over.
    static let maximumQuantity = 100_000_000

    /// Products servers.csv has a row of, by id: licences of others are needed by nobody.
    private let served: Set<String>
    /// Why lines count for nothing, by index into `Estate.entitlements`.
    private(set) var idle: [Int: String] = [:]

    init(_ study: Study, served: Set<String>, remarks: inout Remarks) {
        self.served = served
        for (index, entry) in study.estate.entitlements.enumerated() {
            guard
                let match = study.catalogue.licence(named: entry.licence, flavour: entry.flavour)
                    ?? Self.match(entry, study: study, remarks: &remarks)
            else {
                idle[index] = "not in the catalogue"
                continue
            }
            if let why = whyNotNeeded(match.id, study.catalogue) {
                idle[index] = why
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

    /// Why nobody needs a licence or suite; nil where somebody may.
    private func whyNotNeeded(_ id: String, _ catalogue: Catalogue) -> String? {
        if let suite = catalogue.suite(id) {
            let products = suite.rights.compactMap { catalogue.licence($0.licence)?.product }
            return products.contains(where: served.contains) ? nil : "no server runs any product of it"
        }
        guard let licence = catalogue.licence(id), let product = catalogue.product(licence.product) else { return nil }
        if !served.contains(product.id) { return "no server runs \(product.name)" }
        let isAsked = licence.kind == .connector || product.cal == id || product.additive.contains(id)
        return isAsked
            ? nil : "\(product.name) as it runs here asks for \(product.cal ?? "no licence"), not for this one"
    }

    /// The lines as written, each with what it counts as.
    func ledger(_ study: Study) -> [EntitlementLine] {
        let counted = Dictionary(grouping: cals, by: \.line)
        let placed = Dictionary(grouping: connectors, by: \.line)
        return study.estate.entitlements.enumerated().map { index, entry in
            let counts =
                (counted[index] ?? []).map {
                    EntitlementLine.Count(
                        licence: $0.licence, flavour: $0.flavour, version: $0.version, quantity: $0.quantity,
                        possible: $0.possible)
                }
                + (placed[index] ?? []).map {
                    EntitlementLine.Count(
                        licence: $0.licence, flavour: .server, version: $0.version,
                        quantity: $0.rank == nil ? 0 : $0.quantity,
                        possible: $0.rank == nil ? $0.quantity : 0)
                }
            let why = counts.isEmpty ? idle[index] ?? "its term has ended, or a question about it is open" : ""
            return EntitlementLine(entry, counts: counts, why: why)
        }
    }

    /// Licences held that nobody needs.
    func findIdle(_ study: Study, remarks: inout Remarks) {
        let lines = idle.keys.sorted().filter { !(idle[$0]?.hasPrefix("not in the catalogue") ?? false) }
        guard !lines.isEmpty else { return }
        let shown = lines.prefix(20).map { index -> String in
            let entry = study.estate.entitlements[index]
            return "line \(entry.line): \(entry.quantity) x \(entry.licence) (\(idle[index] ?? ""))"
        }
        let count = lines.reduce(0) { $0 + min(study.estate.entitlements[$1].quantity, Self.maximumQuantity) }
        remarks.find(
            Finding(
                id: "F-unneeded-licences", severity: .info, product: "",
                statement:
                    "\(count) licences on \(lines.count) lines of entitlements.csv are needed by no server of servers.csv.",
                effect: "they cover nobody; a server that is missing from servers.csv would need them",
                evidence: "entitlements.csv " + shown.joined(separator: "; ") + (lines.count > 20 ? "; ..." : "")))
    }

    private struct Line {
        var index: Int
        var entry: EntitlementEntry
        var match: LedgerMatch
        var quantity: Int
    }

    /// The licence somebody has decided a line to be; else it is asked.
    private static func match(_ entry: EntitlementEntry, study: Study, remarks: inout Remarks) -> LedgerMatch? {
        let id = QuestionKind.entitlementLine.id(line: entry.line)
        let question = LineQuestion(entry, kind: .entitlementLine, id: id, product: "")
        let found: LedgerMatch?? = remarks.answer(
            .entitlementLine, id, subject: question.subject, otherwise: "the catalogue has no such licence"
        ) { answer in
            if answer == "none" { return .some(nil) }
            return study.catalogue.licence(named: answer, flavour: entry.flavour).map { .some($0) }
        }
        if let found { return found }
        remarks.ask(
            question.asked(
                statement:
                    "The licence \"\(entry.licence)\" is not in the catalogue; its nearest names are "
                    + study.catalogue.nearestLicences(to: entry.licence).joined(separator: ", ") + ".",
                effect: "low 0, high \(entry.quantity) licences", high: entry.quantity, flavour: ""))
        return nil
    }

    /// Lines of a product's CAL, in ledger order.
    func lines(licence: String, flavour: Flavour) -> [Holding] {
        cals.filter { $0.licence == licence && $0.flavour == flavour }
    }

    private mutating func add(
        _ line: Line, licence: String, suite: Catalogue.Suite?, study: Study, remarks: inout Remarks
    ) {
        guard let found = study.catalogue.licence(licence), let product = study.catalogue.product(found.product),
            found.kind == .base || found.kind == .additive, served.contains(product.id), let asOf = study.asOf
        else { return }
        let entry = line.entry
        let asked = suite?.rights.first { right in
            study.catalogue.licence(right.licence).map { served.contains($0.product) } ?? false
        }
        let isPrimary = suite == nil || licence == asked?.licence
        // A suite's line asks once, under its first product, not once per product it covers; only its versions differ.
        let first = (asked?.licence).flatMap { study.catalogue.licence($0)?.product } ?? product.id
        func question(_ kind: QuestionKind) -> LineQuestion {
            let asking = kind == .licenceVersion ? product.id : first
            var others: [String] = []
            if let suite, kind != .licenceVersion {
                let products = suite.rights.compactMap { study.catalogue.licence($0.licence)?.product }
                for other in products where other != asking && !others.contains(other) { others.append(other) }
            }
            return LineQuestion(
                entry, kind: kind, id: kind.id(product: asking, line: entry.line), product: asking, others: others)
        }
        guard let flavour = self.flavour(line, question: question(.licenceFlavour), isAsked: isPrimary, &remarks)
        else { return }
        let isSubscription = suite?.kind == .subscription || entry.term.scalarLowercased == "subscription"
        let text = entry.version.isEmpty ? line.match.version : entry.version
        let bought = suite == nil ? product.version(named: text) : nil
        var effective = product.effectiveVersion(
            bought: bought, isSubscription: isSubscription, assuranceEnd: entry.softwareAssuranceEnd, asOf: asOf)
        if suite == nil, bought == nil, !text.isEmpty, effective.isOpen {
            let near = NearestWords.of(text.scalarLowercased, in: product.versions.map(\.id), most: 2)
            effective.why =
                "\(product.name) has no version \"\(text)\" in the catalogue (nearest: \(near.joined(separator: ", ")))"
        }
        if isSubscription, effective.version == nil, entry.softwareAssuranceEnd != nil {
            if isPrimary {
                remarks.note(
                    file: "entitlements.csv", line: entry.line, "\(entry.licence): \(effective.why); it counts 0")
            }
            return
        }
        let decided = version(
            effective, of: product, line: line, question: question(.licenceVersion), flavour: flavour.rawValue,
            remarks: &remarks)
        guard let counted = decided else { return }
        var holding = Holding(
            line: line.index, licence: licence, flavour: flavour, quantity: line.quantity, possible: 0,
            rank: counted.isCurrent ? Rank.current : counted.version.flatMap { product.version($0)?.rank },
            version: counted.version ?? "")
        if counted.version == nil { (holding.quantity, holding.possible) = (0, line.quantity) }
        assign(
            &holding, line: line, isSeat: suite?.kind == .subscription, isAsked: isPrimary, study: study,
            question: question, remarks: &remarks)
        if isPrimary { tell(holding, ofRepeated: line, version: text, remarks: &remarks) }
        cals.append(holding)
    }

    /// Whoever has a licence by one spelling of his name needs no second one by another: it covers nobody else.
    private mutating func tell(_ holding: Holding, ofRepeated line: Line, version: String, remarks: inout Remarks) {
        guard let holder = holding.holder, holding.quantity > 0 else { return }
        let licence = NamedLicence(
            bought: line.match.id, licence: holding.licence, version: ExactText(version.scalarLowercased),
            flavour: holding.flavour, holder: holder)
        let entry = line.entry
        if let first = named[licence] {
            remarks.note(
                file: "entitlements.csv", line: entry.line,
                "\(entry.licence) is assigned to \(entry.assignedTo), who has it on line \(first) already: it covers "
                    + "nobody; delete it if it is the same one, or assign it to somebody else")
        }
        named[licence] = named[licence] ?? entry.line
    }

    /// Whom a line is for: as it says, or as somebody has decided; nil where it counts for nothing.
    private func flavour(
        _ line: Line, question: LineQuestion, isAsked: Bool, _ remarks: inout Remarks
    ) -> Flavour? {
        if let flavour = line.match.flavour, flavour != .server { return flavour }
        if let answer = question.answer(&remarks) { return Flavour(rawValue: answer) }
        guard isAsked else { return nil }
        remarks.ask(
            question.asked(
                statement:
                    "\(line.entry.licence) on line \(line.entry.line) does not say whether it is for users or devices.",
                effect: "low 0, high \(line.quantity) licences", high: line.quantity, flavour: ""))
        return nil
    }

    /// The version a line counts with, where that is open: as somebody has decided, else it is asked. Nil where it was
    /// decided to count for nothing.
    private func version(
        _ effective: EffectiveVersion, of product: Catalogue.Product, line: Line, question: LineQuestion,
        flavour: String, remarks: inout Remarks
    ) -> EffectiveVersion? {
        guard effective.isOpen else { return effective }
        let known = product.versions.map(\.id)
        let answer: Catalogue.Version?? = remarks.answer(
            question.kind, question.id, product: product.id, subject: question.subject,
            otherwise: "the catalogue's versions of \(product.name) are \(known.joined(separator: ", "))"
        ) { text in
            if text == "none" { return .some(nil) }
            return product.version(named: text).map { .some($0) }
        }
        if let answer {
            guard let version = answer else { return nil }
            var decided = effective
            decided.isCurrent = effective.isCurrent && effective.version == version.id
            (decided.version, decided.isOpen) = (version.id, false)
            return decided
        }
        let quantity = line.quantity
        // A subscription without a last day is taken as running: all of it may be gone.
        let counts = effective.version != nil && effective.isCurrent
        remarks.ask(
            question.asked(
                statement: "The version of \(line.entry.licence) on line \(line.entry.line) is open: \(effective.why).",
                effect: "low 0, high \(quantity) licences", low: counts ? -quantity : 0, high: counts ? 0 : quantity,
                flavour: flavour, proposed: effective.version ?? "none", versions: known))
        return effective
    }

    /// Seats are for named holders: one that is assigned to nobody covers nobody yet.
    private func assign(
        _ holding: inout Holding, line: Line, isSeat: Bool, isAsked: Bool, study: Study,
        question: (QuestionKind) -> LineQuestion, remarks: inout Remarks
    ) {
        let entry = line.entry
        func ask(_ question: LineQuestion, _ statement: String) {
            guard isAsked else { return }
            remarks.ask(
                question.asked(
                    statement: statement, effect: "low 0, high \(line.quantity) licences", high: line.quantity,
                    flavour: line.match.flavour?.rawValue ?? ""))
        }
        if entry.assignedTo.isEmpty {
            guard isSeat else { return }
            let seats = question(.unassignedSeats)
            let decided: Int? = remarks.answer(
                seats.kind, seats.id, product: seats.product, subject: seats.subject,
                otherwise: "the line has \(line.quantity) seats"
            ) { answer in
                if answer == "all" { return line.quantity }
                if answer == "none" { return 0 }
                return Int(answer).flatMap { $0 <= line.quantity ? $0 : nil }
            }
            if let used = decided {
                (holding.quantity, holding.possible) = holding.rank == nil ? (0, used) : (used, 0)
                return
            }
            (holding.quantity, holding.possible) = (0, line.quantity)
            ask(seats, "\(line.quantity) seats of \(entry.licence) are assigned to nobody.")
            return
        }
        if find(entry.assignedTo, for: &holding, study: study) { return }
        let holder = question(.holder)
        let found = holding
        let decided: Holding? = remarks.answer(
            holder.kind, holder.id, product: holder.product, subject: holder.subject,
            otherwise: "neither directory nor logs know whom it names"
        ) { answer in
            var holding = found
            if answer == "none" {
                (holding.quantity, holding.possible) = (0, 0)
                return holding
            }
            return find(answer, for: &holding, study: study) ? holding : nil
        }
        if let decided {
            holding = decided
            return
        }
        (holding.possible, holding.quantity) = (holding.quantity + holding.possible, 0)
        ask(
            holder, "\(entry.licence) is assigned to \"\(entry.assignedTo)\", whom neither directory nor logs know.")
    }

    /// Gives a licence to the user or device a text names; false where it names nobody.
    private func find(_ name: String, for holding: inout Holding, study: Study) -> Bool {
        switch holding.flavour {
        case .user: holding.user = study.person(written: name)
        case .device: holding.device = study.device(written: name) ?? study.unseenComputer(written: name)
        case .server: break
        }
        return holding.user != nil || holding.device != nil
    }

    private mutating func addConnector(_ line: Line, study: Study, remarks: inout Remarks) {
        guard let licence = study.catalogue.licence(line.match.id),
            let product = study.catalogue.product(licence.product), let asOf = study.asOf
        else { return }
        let entry = line.entry
        let text = entry.version.isEmpty ? line.match.version : entry.version
        var effective = product.effectiveVersion(
            bought: product.version(named: text), isSubscription: entry.term.scalarLowercased == "subscription",
            assuranceEnd: entry.softwareAssuranceEnd, asOf: asOf)
        if effective.isOpen || effective.version == nil {
            let id = QuestionKind.connectorVersion.id(product: product.id, line: entry.line)
            let question = LineQuestion(entry, kind: .connectorVersion, id: id, product: product.id)
            let known = product.versions.map(\.id)
            let answer: Catalogue.Version?? = remarks.answer(
                question.kind, id, product: product.id, subject: question.subject,
                otherwise: "the catalogue's versions of \(product.name) are \(known.joined(separator: ", "))"
            ) { text in
                if text == "none" { return .some(nil) }
                return product.version(named: text).map { .some($0) }
            }
            if let answer {
                effective.isCurrent = effective.isCurrent && answer != nil && effective.version == answer?.id
                effective.version = answer?.id
            } else {
                remarks.ask(
                    question.asked(
                        statement: "The version of \(entry.licence) on line \(entry.line) is open: \(effective.why).",
                        effect: "an External Connector without a version covers no host", high: line.quantity,
                        flavour: Flavour.server.rawValue, proposed: effective.version ?? "none", versions: known))
            }
        }
        connectors.append(
            ConnectorHolding(
                line: line.index, licence: licence.id, quantity: line.quantity,
                rank: effective.isCurrent ? Rank.current : effective.version.flatMap { product.version($0)?.rank },
                version: effective.version ?? "", host: entry.assignedTo.scalarLowercased))
    }
}
