public import PositionModel

/// What `optimise --format csv` prints: a row per product and model, then a row per host outsiders reach.
///
/// | column | content |
/// |---|---|
/// | `scope`, `name` | `product` and its id, or `host` and its name |
/// | `model` | `all-user`, `all-device`, `department`, `mix`, `mix-at-price`; of a host `external-connector`, `cals`, `none` |
/// | `user_price`, `device_price` | for `mix-at-price` |
/// | `users`, `devices`, `cost`, `lower_bound` | empty where not determinable or of no meaning |
/// | `proof` | certificate, or why |
public enum OptimumCSV {
    public static func text(_ report: OptimumReport) -> String {
        var csv = CSVText(
            .pipe,
            header: [
                "scope", "name", "model", "user_price", "device_price", "users", "devices", "cost", "lower_bound",
                "proof",
            ])
        for mix in report.mix { append(mix, to: &csv) }
        for choice in report.externalChoice {
            csv.append([
                .text("host"), .text(choice.host), .text(choice.choice), .empty, .empty, .empty, .empty,
                amount(choice.cost), .empty, .text(choice.why),
            ])
        }
        return csv.text
    }

    private static func append(_ mix: ProductMix, to csv: inout CSVText) {
        func why(_ figure: String) -> CSVText.Cell {
            let reasons = mix.reasons + (mix.alternatives?.reasons ?? [])
            return .text(reasons.first { $0.figure == figure }?.reason ?? "")
        }
        func row(_ model: String, _ cells: [CSVText.Cell]) {
            csv.append([.text("product"), .text(mix.product), .text(model)] + cells)
        }
        let other = mix.alternatives
        row(
            "all-user",
            [
                .empty, .empty, .number(mix.allUser.value), .number(0), amount(other?.allUserCost), .empty,
                why("allUser"),
            ])
        row(
            "all-device",
            [
                .empty, .empty, .number(0), .number(mix.allDevice.value), amount(other?.allDeviceCost), .empty,
                why("allDevice"),
            ])
        if let cost = other?.segmentsCost {
            row(
                "department",
                [.empty, .empty, .empty, .empty, amount(cost), amount(cost), .text(other?.segmentsCertificate ?? "")])
        }
        if let optimum = mix.optimum {
            row(
                "mix",
                [
                    .empty, .empty, .number(optimum.users), .number(optimum.devices), amount(optimum.cost),
                    amount(optimum.lowerBound), .text(optimum.certificate),
                ])
        } else {
            row("mix", [.empty, .empty, .empty, .empty, .empty, .empty, why("optimum")])
        }
        for price in other?.sensitivity ?? [] {
            row(
                "mix-at-price",
                [
                    amount(price.userPrice), amount(price.devicePrice), .number(price.users), .number(price.devices),
                    amount(price.cost), amount(price.cost), .text(price.tie ? "others cost the same" : ""),
                ])
        }
    }

    private static func amount(_ money: Money?) -> CSVText.Cell { money.map { .amount($0.text) } ?? .empty }
}
