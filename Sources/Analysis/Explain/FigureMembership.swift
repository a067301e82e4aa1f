import AccessModel
import Identity
import PositionModel

/// Whom or what a row counts for in each figure of the census.
struct FigureMembership {
    /// One of those a figure counts, by its index among the identities.
    enum Key: Hashable {
        case user(Int)
        case device(Int)
        case edge(user: Int, device: Int)
        case address(TextID)
        case account(Int, rule: String)
        case client(name: TextID, address: TextID, rule: String)
        case counting(String, rule: String)
    }

    private let evidence: Evidence
    private let identities: Identities
    /// By address text.
    private let outside: [Bool]
    /// Accounts with a success, of those that are no users.
    private let succeeded: Set<Int>

    init(evidence: Evidence, identities: Identities, estate: Estate) {
        self.evidence = evidence
        self.identities = identities
        let networks = IdentityResolver.networks(evidence: evidence, estate: estate)
        var isAddress = Array(repeating: false, count: evidence.texts.count)
        for row in evidence.rows { isAddress[Int(row.clientAddress)] = true }
        for visit in evidence.visits { isAddress[Int(visit.clientAddress)] = true }
        outside = evidence.texts.indices.map { index in
            isAddress[index] && IPAddress(evidence.texts[index].string).map { !networks.isInternal($0) } ?? false
        }
        succeeded = Set(
            evidence.rows.indices.filter { evidence.rows[$0].outcome == .success }
                .compactMap { identities.rows[$0].account })
    }

    /// What a visit without an account counts as.
    func counting(ofVisit position: Int) -> RowCounting {
        evidence.visits[position].outcome == .success ? .visit : .attempt
    }

    /// Nil where the row does not count in the figure.
    func key(ofRow position: Int, in figure: CensusFigure) -> Key? {
        let (row, resolved) = (evidence.rows[position], identities.rows[position])
        let counting = identities.counting(ofRow: position, in: evidence)
        switch (figure, counting) {
        case (.users, .access), (.leads, .lead): return resolved.user.map(Key.user)
        case (.outside, .access): return isOutside(row.clientAddress) ? resolved.user.map(Key.user) : nil
        case (.devices, .access), (.devices, .machine): return resolved.device.map(Key.device)
        case (.devices, .visit): return isOutside(row.clientAddress) ? nil : resolved.device.map(Key.device)
        case (.edges, .access):
            guard let user = resolved.user, let device = resolved.device else { return nil }
            return .edge(user: user, device: device)
        case (.visitors, .visit), (.attempts, .attempt):
            return isOutside(row.clientAddress) ? .address(row.clientAddress) : nil
        case (.records, .nothing(let rule)): return .counting(counting.name, rule: rule)
        case (.records, _): return .counting(counting.name, rule: "")
        case (.excludedAccounts, _): return excludedAccount(resolved)
        case (.excludedClients, _):
            guard resolved.device == nil else { return nil }
            return .client(name: row.clientName, address: row.clientAddress, rule: resolved.clientRule)
        default: return nil
        }
    }

    func key(ofVisit position: Int, in figure: CensusFigure) -> Key? {
        let visit = evidence.visits[position]
        switch (figure, counting(ofVisit: position)) {
        case (.visitors, .visit), (.attempts, .attempt):
            return isOutside(visit.clientAddress) ? .address(visit.clientAddress) : nil
        case (.devices, .visit):
            return isOutside(visit.clientAddress) ? nil : identities.visitDevices[position].map(Key.device)
        case (.records, let counting): return .counting(counting.name, rule: "")
        default: return nil
        }
    }

    private func isOutside(_ address: TextID) -> Bool { outside[Int(address)] }

    private func excludedAccount(_ row: ResolvedRow) -> Key? {
        guard let account = row.account, identities.accounts[account].user == nil else { return nil }
        return .account(
            account, rule: identities.exclusion(ofAccount: account, hasSucceeded: succeeded.contains(account)))
    }
}
