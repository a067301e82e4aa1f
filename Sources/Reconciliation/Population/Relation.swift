import AccessModel
import Licensing
import PositionModel

/// Whose somebody is: decides who is an external user, by the definition in force when the agreement was signed.
struct RelationRules: Sendable {
    enum Relation: Sendable, Hashable {
        /// An employee, an affiliate's employee, or a contractor the definition counts as internal.
        case inside
        case external(proof: String)
        /// Never external: it stays with the users, and a question is asked.
        case unknown(proof: String)
    }

    private let declared: AccountPatterns
    private let contractors: ContractorList
    private let definitions: [Catalogue.ExternalDefinition]

    init(settings: EstateSettings, catalogue: Catalogue, domains: DomainNames) {
        declared = AccountPatterns(settings.externalPatterns, domains: domains)
        contractors = ContractorList(settings.contractors, domains: domains)
        // An agreement without a date: every definition must agree.
        definitions = catalogue.externalDefinitions.filter { definition in
            guard let signed = settings.agreementSigned else { return true }
            let from = definition.from.flatMap { Day(text: $0) }
            let until = definition.until.flatMap { Day(text: $0) }
            return (from.map { signed >= $0 } ?? true) && (until.map { signed <= $0 } ?? true)
        }
    }

    func relation(_ account: NamedAccount) -> Relation {
        if let pattern = declared.match(account) { return .external(proof: "declared external: \(pattern)") }
        guard let found = contractors.entry(of: account) else {
            // An affiliate's employee can be a guest as well as a stranger: asked, never taken for external.
            return RelationRules.isGuest(account)
                ? .unknown(proof: "a guest: \(account.principalName) is an account of another directory") : .inside
        }
        let answers = definitions.map { isExternal(found, $0) }
        guard let first = answers.first, let external = first, answers.allSatisfy({ $0 == external }) else {
            return .unknown(
                proof:
                    "contractor \(found.account): the list does not say enough for the definition in force")
        }
        if !external { return .inside }
        let names = definitions.map(\.id).joined(separator: ", ")
        return .external(proof: "contractor list, definition \(names)")
    }

    /// Why an account is external; nil where it is not, or where that is not known.
    func external(_ account: NamedAccount) -> String? {
        if case .external(let proof) = relation(account) { proof } else { nil }
    }

    /// True for an account invited from another directory (Microsoft Entra B2B: `#EXT#` in the user principal name).
    private static func isGuest(_ account: NamedAccount) -> Bool {
        let name = Array(account.principalName.utf8)
        let mark = Array("#ext#".utf8)
        guard name.count >= mark.count else { return false }
        return (0...(name.count - mark.count)).contains { name[$0..<($0 + mark.count)].elementsEqual(mark) }
    }

    /// True for external, nil where the list does not say enough.
    private func isExternal(
        _ contractor: EstateSettings.Contractor, _ definition: Catalogue.ExternalDefinition
    ) -> Bool? {
        if definition.internalIfOnsite, contractor.onsite == true { return false }
        if let limit = definition.internalAboveHours {
            guard let hours = contractor.hoursPerWeek else { return nil }
            if hours > limit { return false }
        }
        return definition.internalIfOnsite && contractor.onsite == nil ? nil : true
    }
}

/// The contractors file, found by account: thousands of rows against a hundred thousand accounts.
private struct ContractorList: Sendable {
    private let rows: [(account: AccountPattern, contractor: EstateSettings.Contractor)]
    /// Rows by the bare name they end in; rows with wildcards stand apart.
    private var byName: [ExactText: [Int]] = [:]
    private var patterns: [Int] = []
    private let domains: DomainNames

    init(_ contractors: [EstateSettings.Contractor], domains: DomainNames) {
        rows = contractors.filter { !$0.account.isEmpty }.map { (AccountPattern($0.account), $0) }
        self.domains = domains
        for (index, row) in rows.enumerated() {
            let text = row.contractor.account.scalarLowercased
            if text.utf8.contains(where: { "*?=".utf8.contains($0) }) {
                patterns.append(index)
            } else {
                let name = text.lastIndex(of: "\\").map { String(text[text.index(after: $0)...]) } ?? text
                byName[ExactText(name), default: []].append(index)
            }
        }
    }

    /// The first row that names the account.
    func entry(of account: NamedAccount) -> EstateSettings.Contractor? {
        let named = (byName[ExactText(account.name)] ?? []) + (byName[ExactText(account.principalName)] ?? [])
        let candidates = (named + patterns).sorted()
        return candidates.first { rows[$0].account.matches(account, domains: domains) }.map { rows[$0].contractor }
    }
}
