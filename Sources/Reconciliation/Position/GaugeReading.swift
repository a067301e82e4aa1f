import Licensing
import PositionModel

/// Reads the gauge: shortfall against requirement, per product and by money.
enum GaugeReading {
    /// Source of both: 5 % and 125 % of the price (licensing terms as reported by audit advisers; catalogue `thresholds`).
    private static let source =
        "audit clause as reported (Microsoft Audit Defense, ELP guide): unlicensed use of 5 % or more is billed at 125 % of the price"
    private static let threshold = 0.05
    private static let surcharge = (text: "1.25", percent: Int64(125))

    /// - Parameters:
    ///   - additive: licences no log shows: answered ones are lines of their own, open ones leave open whether the share is reached.
    ///   - outsiders: what is left to pay for them.
    static func gauge(
        _ results: [ProductResult], additive: [AdditivePosition], outsiders: OutsidersLeft, prices: PriceList,
        share asked: Double?
    ) -> ShortfallGauge {
        let share = asked ?? threshold
        var lines: [ShortfallGauge.Line] = []
        var reasons: [Reason] = []
        var (missing, needed): (Int64?, Int64?) = (0, 0)
        for result in results where result.requirement.notNeeded.isEmpty {
            guard let row = result.chosen else { continue }
            let line = line(result, row, prices: prices)
            if line.cost == nil || line.requirementCost == nil, reasons.isEmpty {
                let why = row.reasons.first { $0.figure == "delta" }?.reason ?? "no price for \(row.licence)"
                for figure in ["cost", "requirementCost", "share", "isReached", "costWithSurcharge"] {
                    reasons.append(Reason(figure: figure, reason: "\(row.product): \(why)"))
                }
            }
            missing = plus(missing, line.cost)
            needed = plus(needed, line.requirementCost)
            lines.append(line)
        }
        for answered in additive {
            guard let line = line(answered, prices: prices) else { continue }
            missing = plus(missing, line.cost)
            needed = plus(needed, line.requirementCost)
            lines.append(line)
        }
        if let cost = outsiders.cost {
            missing = missing?.plus(cost.hundredths)
            needed = needed?.plus(cost.hundredths)
        }
        if !outsiders.isWhole, missing != nil, needed != nil {
            let why =
                outsiders.cost == nil
                ? "without what is left to pay for outsiders, which lacks a price (external)"
                : "without outsiders of \(outsiders.openSites) sites of servers, where it is not determinable (external)"
            for figure in ["cost", "requirementCost", "costWithSurcharge"] {
                reasons.append(Reason(figure: figure, reason: why))
            }
        }
        let total = missing.flatMap { missing in needed.map { (missing, $0) } }
        var isReached = total.map { Double($0.0) >= share * Double($0.1) && $0.0 > 0 }
        // Of a mix that is not proven cheapest only its lower bound is sure to be missing.
        let unproven = results.reduce(Int64(0)) { sum, result in
            guard result.requirement.choice == .mix, result.requirement.notNeeded.isEmpty,
                let optimum = result.mix.optimum
            else { return sum }
            return sum.plus(max(0, optimum.cost.hundredths.less(max(0, optimum.lowerBound.hundredths))))
        }
        if let total, isReached == true, unproven > 0 {
            let (sure, needed) = (total.0.less(unproven), total.1.less(unproven))
            if sure <= 0 || Double(sure) < share * Double(max(needed, 0)) {
                isReached = nil
                reasons.append(
                    Reason(
                        figure: "isReached",
                        reason:
                            "the cheapest mix is not proven: at least \(Money(hundredths: max(0, sure)).text) is missing"
                    ))
            }
        }
        let open = additive.filter { $0.requirement.value == nil && ($0.high.value ?? 0) > ($0.usable.value ?? 0) }
        if isReached == false, let first = open.first {
            isReached = nil
            reasons.append(
                Reason(figure: "isReached", reason: "how many \(first.licence) are needed is open (additive)"))
        } else if isReached == false, !outsiders.isWhole {
            isReached = nil
            reasons.append(
                Reason(figure: "isReached", reason: "what is left to pay for outsiders is not determinable (external)"))
        }
        return ShortfallGauge(
            threshold: decimal(share), surcharge: surcharge.text, lines: lines,
            cost: missing.map { Money(hundredths: $0) }, requirementCost: needed.map { Money(hundredths: $0) },
            share: total.map { ratio($0.0, $0.1) } ?? "",
            isReached: isReached,
            costWithSurcharge: missing.map { Money(hundredths: surcharged($0)) }, source: source, reasons: reasons)
    }

    private static func line(
        _ result: ProductResult, _ row: ProductPosition, prices: PriceList
    ) -> ShortfallGauge.Line {
        var line = ShortfallGauge.Line(
            product: row.product, licence: row.licence, flavour: row.flavour,
            shortfall: Figure(row.delta.value.map { max(0, -$0) }), requirement: row.requirement, share: "", cost: nil,
            requirementCost: nil)
        guard let shortfall = line.shortfall.value, let requirement = row.requirement.value else { return line }
        line.share = ratio(Int64(shortfall), Int64(requirement))
        if let flavour = Flavour(rawValue: row.flavour) {
            line.cost = prices.cost(row.licence, flavour, count: shortfall)
            line.requirementCost = prices.cost(row.licence, flavour, count: requirement)
        } else if let optimum = result.mix.optimum {
            line.cost = shortfall == 0 ? Money(hundredths: 0) : optimum.cost
            line.requirementCost = prices.cost(row.licence, .user, count: optimum.users).flatMap { users in
                prices.cost(row.licence, .device, count: optimum.devices).map {
                    Money(hundredths: users.hundredths.plus($0.hundredths))
                }
            }
        }
        return line
    }

    /// A line for licences that somebody has answered about.
    private static func line(_ additive: AdditivePosition, prices: PriceList) -> ShortfallGauge.Line? {
        guard let delta = additive.delta.value, let requirement = additive.requirement.value else { return nil }
        let shortfall = max(0, -delta)
        return ShortfallGauge.Line(
            product: additive.product, licence: additive.licence, flavour: additive.flavour.rawValue,
            shortfall: Figure(shortfall), requirement: Figure(requirement),
            share: ratio(Int64(shortfall), Int64(requirement)),
            cost: prices.cost(additive.licence, additive.flavour, count: shortfall),
            requirementCost: prices.cost(additive.licence, additive.flavour, count: requirement))
    }

    private static func plus(_ sum: Int64?, _ amount: Money?) -> Int64? {
        guard let sum, let amount else { return nil }
        return sum.plus(amount.hundredths)
    }

    private static func surcharged(_ cost: Int64) -> Int64 {
        let (value, overflow) = cost.multipliedReportingOverflow(by: surcharge.percent)
        return overflow ? Int64.max : value / 100
    }

    /// Four decimals, cut; `0.0000` of nothing.
    private static func ratio(_ part: Int64, _ whole: Int64) -> String {
        guard whole > 0, part > 0 else { return "0.0000" }
        return decimal(Double(part) / Double(whole))
    }

    private static func decimal(_ share: Double) -> String {
        // A hair more, so that 0.05 as the nearest binary fraction does not become 0.0499.
        let parts = Int64(min(max(0, share), 1_000_000) * 10_000 + 1e-7)
        let rest = String(parts % 10_000)
        return "\(parts / 10_000)." + String(repeating: "0", count: 4 - rest.count) + rest
    }
}
