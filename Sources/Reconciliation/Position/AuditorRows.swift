import AccessModel
import Licensing
import PositionModel

extension ProductResult {
    /// The four counts an auditor and a clean count differ in.
    /// - Parameters:
    ///   - outsidersWithCAL: outsiders who need a CAL in the cheapest choice; nil where that is not determinable.
    func auditorView(external: Set<Int>, outsidersWithCAL: Int?) -> AuditorView {
        let population = requirement.population
        let bridge = population.bridge
        return AuditorView(
            product: requirement.product.id,
            rows: [
                Self.row(
                    "directory-accounts", auditor: bridge.auditorUsers,
                    clean: requirement.isDetermined ? bridge.defendedUsers : nil,
                    evidence: "bridge, step by step; \(population.evidencedUsers.count) of them seen in the window"),
                Self.row(
                    "service-accounts", auditor: population.serviceAccounts, clean: 0,
                    evidence: "accounts list, class service, each with its reason; the people behind them: bridge step "
                        + "\(BridgeRules.behind)"),
                Self.row(
                    "shared-devices", auditor: sharedSeen, clean: sharedBought,
                    evidence: sharedBought == nil
                        ? "not determinable without prices" : "devices with several users, and those users; mix"),
                externalRow(external: external, outsidersWithCAL: outsidersWithCAL),
            ])
    }

    private func externalRow(external: Set<Int>, outsidersWithCAL: Int?) -> AuditorView.Row {
        let seen = external.filter { requirement.access.userRanks[$0] != nil }.count
        let auditor = max(seen, requirement.population.externalAccounts)
        let rules = Set(
            requirement.servedVersions.flatMap { version in
                requirement.product.externalUsers.filter { Catalogue.Product.holds($0.versions, version.id) }.map(
                    \.rule)
            })
        if requirement.product.id == ExternalLicensing.product {
            return Self.row(
                "external-users", auditor: auditor, clean: seen == 0 ? 0 : outsidersWithCAL,
                evidence: "\(seen) seen in the window; External Connectors or CALs: external choice")
        }
        if rules == [.included] {
            return Self.row(
                "external-users", auditor: auditor, clean: 0,
                evidence: "external users are included with these server versions (catalogue)")
        }
        return Self.row(
            "external-users", auditor: auditor, clean: rules.contains(.unknown) && seen > 0 ? nil : seen,
            evidence: rules.contains(.unknown)
                ? "the catalogue does not know how they are covered" : "\(seen) seen in the window, a CAL each")
    }

    private static func row(_ input: String, auditor: Int, clean: Int?, evidence: String) -> AuditorView.Row {
        AuditorView.Row(
            input: input, auditor: Figure(auditor), clean: Figure(clean),
            difference: Figure(clean.map { auditor - $0 }), evidence: evidence)
    }
}
