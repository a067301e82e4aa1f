import AccessModel
import Identity

/// Principals every Windows has, whose names say nothing of anybody: SYSTEM, ANONYMOUS LOGON, NT SERVICE\*.
enum BuiltInPrincipals {
    /// True where a rule of `PrincipalRules` names the account itself. Rules of a pattern name many, some of which may be a
    /// person's or a password typed in the wrong place; rules of a relative id hold whatever the account was renamed to.
    static func contains(_ account: AccountText) -> Bool {
        guard !account.hasDollar,
            let rule = PrincipalRules.rule(
                domain: account.domain?.scalarLowercased ?? "", name: account.name.scalarLowercased, sid: "")
        else { return false }
        switch rule.test {
        case .name, .nameInDomain, .domain, .digitsAfter: return true
        case .sid, .sidPrefix, .relativeID, .nullSIDAlone, .pattern, .hexadecimalAfter, .managedServiceInDirectory:
            return false
        }
    }
}
