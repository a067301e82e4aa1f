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

    private let external: AccountPatterns
    private let contractors: [(account: AccountPattern, contractor: EstateSettings.Contractor)]
    private let definitions: [Catalogue.ExternalDefinition]
    private let domains: DomainNames

    init(settings: EstateSettings, catalogue: Catalogue, domains: DomainNames) {
        external = AccountPatterns(settings.externalPatterns, domains: domains)
        contractors = settings.contractors.filter { !$0.account.isEmpty }.map { (AccountPattern($0.account), $0) }
        self.domains = domains
        // An agreement without a date: every definition must agree.
        definitions = catalogue.externalDefinitions.filter { definition in
            guard let signed = settings.agreementSigned else { return true }
            let from = definition.from.flatMap { Day(text: $0) }
            let until = definition.until.flatMap { Day(text: $0) }
            return (from.map { signed >= $0 } ?? true) && (until.map { signed <= $0 } ?? true)
        }
    }

    func relation(_ account: NamedAccount) -> Relation {
        if let pattern = external.match(account) { return .external(proof: "declared external: \(pattern)") }
        guard let found = contractors.first(where: { $0.account.matches(account, domains: domains) }) else {
            return .inside
        }
        let answers = definitions.map { isExternal(found.contractor, $0) }
        guard let first = answers.first, let external = first, answers.allSatisfy({ $0 == external }) else {
            return .unknown(
                proof:
                    "contractor \(found.contractor.account): the list does not say enough for the definition in force")
        }
        if !external { return .inside }
        let names = definitions.map(\.id).joined(separator: ", ")
        return .external(proof: "contractor list, definition \(names)")
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
