public import AccessModel

/// What a row of the evidence counts as: the one place that says so, for the census and for whoever explains it.
public enum RowCounting: Sendable, Hashable {
    /// Access of a user, and of the device it names; of the device alone where several known users may be meant.
    case access
    /// Access of a machine account: of the device it stands for, and of nobody.
    case machine
    /// A web visit of nobody, from an address.
    case visit
    /// Proves that the account is alive, not which server it reached.
    case lead
    /// A failure: exposure where it came from outside, and no evidence of access.
    case attempt
    /// Nothing: `rule` is the one of `PrincipalRules` that excludes the account, `no-channel` where the channel proves
    /// nothing, `no-account` where the row names nobody.
    case nothing(rule: String)

    /// `access`, `machine`, `visit`, `lead`, `attempt` or `nothing`.
    public var name: String {
        switch self {
        case .access: "access"
        case .machine: "machine"
        case .visit: "visit"
        case .lead: "lead"
        case .attempt: "attempt"
        case .nothing: "nothing"
        }
    }

    /// All names, what proves most first.
    public static let names = ["access", "machine", "visit", "lead", "attempt", "nothing"]
}

extension Identities {
    /// What a row counts as.
    /// - Parameter position: its index in `Evidence.rows`.
    public func counting(ofRow position: Int, in evidence: Evidence) -> RowCounting {
        let (row, resolved) = (evidence.rows[position], rows[position])
        guard row.outcome == .success else { return .attempt }
        switch resolved.standing {
        case .no: return .nothing(rule: "no-channel")
        case .lead: return resolved.user == nil ? .nothing(rule: rule(of: resolved)) : .lead
        case .access where row.source == .web && isAnonymous(resolved) && row.clientAddress != 0: return .visit
        case .access where resolved.user != nil || isAmbiguous(resolved): return .access
        case .access:
            let rule = rule(of: resolved)
            return rule == PrincipalRules.machineAccount ? .machine : .nothing(rule: rule)
        }
    }

    private func rule(of row: ResolvedRow) -> String {
        guard let account = row.account else { return "no-account" }
        let rule = accounts[account].principalRule
        if isAmbiguous(row) { return JoinRules.ambiguousName.id }
        return rule.isEmpty ? "no-account" : rule
    }

    /// True for a row that may be any of several known users', and is counted for none.
    public func isAmbiguous(_ row: ResolvedRow) -> Bool {
        row.user == nil && row.account.map { accounts[$0].isAmbiguous } ?? false
    }

    /// Why an account that was seen is no user: id of a rule.
    /// - Parameter hasSucceeded: true where a record of it is a success.
    public func exclusion(ofAccount account: Int, hasSucceeded: Bool) -> String {
        let rule = accounts[account].principalRule
        if !rule.isEmpty { return rule }
        if accounts[account].isAmbiguous { return JoinRules.ambiguousName.id }
        return hasSucceeded ? "no-access" : CensusTaker.failuresOnly
    }
}
