import AccessModel
import PositionModel

/// What the outside did to one server and site in the window.
struct SiteAccess: Sendable {
    /// Distinct external addresses of successful anonymous visits.
    var anonymous: Set<TextID> = []
    /// Those of `anonymous` that sent requests which call themselves a health probe's, or a crawler's.
    var probes: Set<TextID> = []
    var crawlers: Set<TextID> = []
    /// External users with successful access, from wherever: the owner decides, not the address.
    var external: Set<Int> = []
    /// Those of `external` with a remote desktop session.
    var sessions: Set<Int> = []
    /// Those of `external` who were seen on an outside address.
    var externalFromOutside: Set<Int> = []
    /// Users from outside whose relation nobody declared.
    var unknown: Set<Int> = []
    /// The organisation's own people on outside addresses.
    var employees: Set<Int> = []
    /// External addresses with successful access that names no account and is no web visit: told by events alone.
    var nameless: Set<TextID> = []
    var attempts: UInt64 = 0
    /// Distinct external addresses of `attempts`.
    var attemptAddresses: Set<TextID> = []
    /// Evidence of access, or of attempts, from outside the organisation's networks.
    var isExposed = false
    /// First and last day of such evidence.
    var outsideDays: ClosedRange<Day>?
    var isWeb = false
    /// True where outsiders, or visitors without a name, can matter: a web site, or a record of theirs.
    var concernsOutsiders = false
    /// True where outsiders came by something else than the web: no web exemption covers that.
    var hasOtherAccess = false
    /// Why a proxy is suspected; empty where none is.
    var proxy = ""
    /// Internal addresses with successful anonymous visits.
    var internalAnonymous: Set<TextID> = []
    /// Internal addresses with any successful access.
    var internalAddresses: Set<TextID> = []
    /// Records by trusted proxies that name nobody behind them, by the proxy's address.
    var unforwarded: [TextID: UInt64] = [:]
    /// Records without a client address.
    var unaddressed: UInt64 = 0

    var hasAccess: Bool { !anonymous.isEmpty || !external.isEmpty || !unknown.isEmpty }

    /// Notes a record from outside.
    mutating func seeOutside(on day: Day) {
        isExposed = true
        outsideDays = SiteAccess.span(outsideDays, day...day)
    }

    mutating func formUnion(_ other: SiteAccess) {
        anonymous.formUnion(other.anonymous)
        probes.formUnion(other.probes)
        crawlers.formUnion(other.crawlers)
        external.formUnion(other.external)
        sessions.formUnion(other.sessions)
        externalFromOutside.formUnion(other.externalFromOutside)
        unknown.formUnion(other.unknown)
        employees.formUnion(other.employees)
        nameless.formUnion(other.nameless)
        attempts &+= other.attempts
        attemptAddresses.formUnion(other.attemptAddresses)
        isExposed = isExposed || other.isExposed
        if let days = other.outsideDays { outsideDays = SiteAccess.span(outsideDays, days) }
        isWeb = isWeb || other.isWeb
        concernsOutsiders = concernsOutsiders || other.concernsOutsiders
        hasOtherAccess = hasOtherAccess || other.hasOtherAccess
        if proxy.isEmpty { proxy = other.proxy }
        internalAnonymous.formUnion(other.internalAnonymous)
        internalAddresses.formUnion(other.internalAddresses)
        unforwarded.merge(other.unforwarded, uniquingKeysWith: &+)
        unaddressed &+= other.unaddressed
    }

    private static func span(_ known: ClosedRange<Day>?, _ added: ClosedRange<Day>) -> ClosedRange<Day> {
        guard let known else { return added }
        return min(known.lowerBound, added.lowerBound)...max(known.upperBound, added.upperBound)
    }

    /// What a suspected proxy leaves open: whoever comes through it has its address. Empty where none is suspected.
    var hiddenReasons: [Reason] {
        if proxy.isEmpty { return [] }
        let proxy = "suspected proxy: \(proxy)"
        var reasons = [
            Reason(figure: "anonymousVisitors", reason: proxy),
            Reason(
                figure: "authenticatedVisitors",
                reason: "\(proxy); known external accounts seen all the same: \(external.count)"),
            Reason(
                figure: "employeesFromOutside",
                reason: "a lower bound: employees who come through the suspected proxy are not told apart"),
            Reason(
                figure: "attempts",
                reason: "a lower bound: attempts through the suspected proxy are not told from internal failures"),
        ]
        if !isExposed {
            reasons.append(
                Reason(
                    figure: "exposed",
                    reason: "not determinable: whether outsiders come through the suspected proxy cannot be told"))
        }
        return reasons
    }
}
