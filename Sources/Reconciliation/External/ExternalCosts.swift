import AccessModel
import Licensing
import PositionModel

/// What each way of licensing the outsiders of one server and site costs by itself.
struct ExternalCosts: Sendable {
    private(set) var ec: Money?
    private(set) var cal: Money?
    /// Why a cost is missing or an upper bound, and how many outsiders make both equal.
    private(set) var reasons: [Reason] = []

    /// - Parameter isWindowsExempt: then Windows Server has a part in the costs only where nothing else has.
    init(_ key: SiteKey, _ reach: OutsiderReach, isWindowsExempt: Bool, judge: ExternalJudge) {
        let (hosts, prices) = (judge.hosts, judge.prices)
        let count = hosts.hosts(key.server).count
        var connectors: Set<ExactText> = []
        /// CALs, with the external users who need one: where CALs cover everybody, and where connectors cover whom they can.
        var users: [ExactText: Set<Int>] = [:]
        var only: [ExactText: Set<Int>] = [:]
        var breakEven: [Reason] = []
        let here = judge.terms.terms(key.server)
        let isWindowsPriced =
            !isWindowsExempt
            || here.allSatisfy { $0.isWindows || $0.isFree || reach.users(of: $0).isEmpty }
        for product in here {
            let seen = reach.users(of: product)
            guard product.isWindows ? isWindowsPriced : !seen.isEmpty else { continue }
            guard case .licences(let cals, let packed) = product.costed(judge.study.catalogue) else { continue }
            for cal in cals {
                users[ExactText(cal.licence), default: []].formUnion(seen)
                if packed.isEmpty { only[ExactText(cal.licence), default: []].formUnion(seen) }
            }
            for connector in packed { connectors.insert(ExactText(connector.licence)) }
            if let line = Self.breakEven(product, cals: cals, connectors: packed, hosts: count, prices: prices) {
                breakEven.append(Reason(figure: "breakEven", reason: line))
            }
        }
        func sum(_ items: [(licence: ExactText, flavour: Flavour, count: Int)], _ figure: String) -> Money? {
            var sum: Int64 = 0
            for item in items where item.count > 0 {
                guard let price = prices.price(item.licence.string, item.flavour) else {
                    reasons.append(
                        Reason(
                            figure: figure, reason: "no price for \(item.licence.string)/\(item.flavour.rawValue)"))
                    return nil
                }
                sum = sum.plus(PriceList.times(price, item.count))
            }
            return Money(hundredths: sum)
        }
        ec = sum(
            connectors.sorted().map { ($0, .server, count) }
                + only.keys.sorted().map { ($0, .user, only[$0]?.count ?? 0) },
            "ecCost")
        for cal in only.keys.sorted() where !(only[cal] ?? []).isEmpty {
            reasons.append(
                Reason(
                    figure: "ecCost",
                    reason:
                        "\(only[cal]?.count ?? 0) CALs (\(cal.string)) are part of it: no External Connector covers that product"
                ))
        }
        let isHidden = !reach.proxy.isEmpty
        if isHidden || !reach.anonymous.isEmpty || !reach.unknown.isEmpty {
            reasons.append(
                Reason(
                    figure: "calCost",
                    reason: isHidden
                        ? "how many external users are behind the suspected proxy cannot be told"
                        : reach.anonymous.isEmpty
                            ? "whose these users are is not known" : "anonymous visitors cannot be given CALs"))
        } else {
            cal = sum(users.keys.sorted().map { ($0, .user, users[$0]?.count ?? 0) }, "calCost")
        }
        if !hosts.areDeclared(key.server) {
            reasons.append(
                Reason(
                    figure: "ecCost",
                    reason: "servers.csv names no physical host: the server itself is taken, an upper bound"))
        }
        reasons += breakEven
    }

    /// Outsiders from whom on External Connectors cost no more than CALs.
    private static func breakEven(
        _ product: OutsiderTerms, cals: [OutsiderTerms.Term], connectors: [OutsiderTerms.Term], hosts: Int,
        prices: PriceList
    ) -> String? {
        if connectors.isEmpty { return nil }
        var (each, user): (Int64, Int64) = (0, 0)
        for connector in connectors {
            guard let price = prices.price(connector.licence, .server) else { return nil }
            each = each.plus(price)
        }
        for cal in cals {
            guard let price = prices.price(cal.licence, .user) else { return nil }
            user = user.plus(price)
        }
        if user <= 0 { return nil }
        let total = PriceList.times(each, hosts)
        let equal = total / user + (total % user == 0 ? 0 : 1)
        let name = product.isWindows ? "" : "\(product.product.name): "
        return "\(name)External Connectors on \(hosts) host(s) cost as much as CALs for \(equal) external users"
    }
}

extension OutsiderTerms {
    /// What it would take, whether or not something is needed: Windows Server always has a price.
    fileprivate func costed(_ catalogue: Catalogue) -> Cover {
        guard isWindows, case .licences = cover else {
            return isWindows ? OutsiderTerms(windowsOf: catalogue)?.cover ?? cover : cover
        }
        return cover
    }
}
