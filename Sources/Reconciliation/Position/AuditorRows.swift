import AccessModel
import Licensing
import PositionModel

extension ProductResult {
    /// The four counts an auditor and a clean count differ in; a row without a clean count says why in its evidence.
    func auditorView(external: Set<Int>, licensing: ExternalLicensing) -> AuditorView {
        let population = requirement.population
        let bridge = population.bridge
        let isOpen = !requirement.isDetermined
        let hasDirectory = bridge.steps.first?.users ?? 0 > 0
        let steps = "bridge, step by step; \(population.evidencedUsers.count) of them seen in the window"
        return AuditorView(
            product: requirement.product.id,
            rows: [
                Self.row(
                    "directory-accounts", auditor: hasDirectory ? bridge.auditorUsers : nil,
                    clean: isOpen ? nil : bridge.defendedUsers,
                    evidence: isOpen
                        ? "not determinable: \(requirement.whyUndetermined); \(steps)"
                        : hasDirectory
                            ? steps : "no directory export, so nobody knows what an auditor starts from; \(steps)"),
                Self.row(
                    "service-accounts", auditor: population.serviceAccounts, clean: 0,
                    evidence: "accounts list, class service, each with its reason; the people behind them: bridge step "
                        + "\(BridgeRules.behind); part of the row directory-accounts, not to be added to it"),
                sharedRow(isOpen: isOpen),
                externalRow(external: external, licensing: licensing, isOpen: isOpen),
            ])
    }

    private func sharedRow(isOpen: Bool) -> AuditorView.Row {
        let evidence: String
        var bought = sharedBought
        if !requirement.notNeeded.isEmpty {
            (bought, evidence) = (0, "no CAL needed; \(requirement.notNeeded)")
        } else if isOpen {
            (bought, evidence) = (nil, "not determinable: \(requirement.whyUndetermined)")
        } else if bought == nil {
            evidence = "not determinable: no price says which mix is cheapest"
        } else {
            evidence = "devices with several users, and those users; mix"
        }
        return Self.row("shared-devices", auditor: sharedSeen, clean: bought, evidence: evidence)
    }

    private func externalRow(external: Set<Int>, licensing: ExternalLicensing, isOpen: Bool) -> AuditorView.Row {
        let seen = external.filter { requirement.access.userRanks[$0] != nil }.count
        let auditor = max(seen, requirement.population.externalAccounts)
        func row(_ clean: Int?, _ evidence: String) -> AuditorView.Row {
            Self.row(
                "external-users", auditor: auditor, clean: clean,
                evidence: evidence
                    + "; those of the directory are part of the row directory-accounts, not to be added to it")
        }
        if !requirement.notNeeded.isEmpty { return row(0, "no CAL needed; \(requirement.notNeeded)") }
        if isOpen, seen > 0 { return row(nil, "not determinable: \(requirement.whyUndetermined)") }
        let rules = Set(
            requirement.servedVersions.flatMap { version in
                requirement.product.externalUsers.filter { Catalogue.Product.holds($0.versions, version.id) }.map(
                    \.rule)
            })
        if requirement.product.id == ExternalLicensing.product {
            return windowsRow(seen: seen, licensing: licensing, row: row)
        }
        if rules == [.calOrConnector], seen > 0, let count = licensing.outsidersWithCAL(requirement.licence) {
            return row(count, "\(seen) seen in the window; External Connectors or CALs: external choice")
        }
        if rules == [.included] {
            return row(0, "external users are included with these server versions (catalogue)")
        }
        return rules.contains(.unknown) && seen > 0
            ? row(nil, "not determinable: the catalogue does not know how external users are covered")
            : row(seen, "\(seen) seen in the window, a CAL each")
    }

    /// Outsiders of Windows Server leave the CAL count for External Connectors, which is no saving where those lack.
    private func windowsRow(
        seen: Int, licensing: ExternalLicensing, row: (Int?, String) -> AuditorView.Row
    ) -> AuditorView.Row {
        var gaps: [ExactText] = []
        for exposure in licensing.exposures where exposure.verdict == .gap {
            if gaps.last != ExactText(exposure.server) { gaps.append(ExactText(exposure.server)) }
        }
        var evidence = "\(seen) seen in the window; External Connectors or CALs: external choice"
        if !gaps.isEmpty {
            evidence +=
                "; the difference is no money saved: external access is a gap on \(gaps.count == 1 ? "1 server" : "\(gaps.count) servers") (\(gaps.prefix(5).map(\.string).joined(separator: ", "))), where External Connectors or CALs have to be bought"
        }
        if seen == 0 { return row(0, evidence) }
        let count = licensing.outsidersWithCAL(requirement.licence)
        if count == nil { evidence = "not determinable: \(licensing.whyNoCount); \(evidence)" }
        return row(count, evidence)
    }

    private static func row(_ input: String, auditor: Int?, clean: Int?, evidence: String) -> AuditorView.Row {
        AuditorView.Row(
            input: input, auditor: Figure(auditor), clean: Figure(clean),
            difference: Figure(auditor.flatMap { auditor in clean.map { auditor - $0 } }), evidence: evidence)
    }
}
