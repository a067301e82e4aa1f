import Licensing
import PositionModel

/// A shortfall of a mix that is not proven cheapest: another mix may leave less to pay, and nobody may call it a fact.
struct UnprovenShortfall: Sendable {
    private let product: Catalogue.Product
    private let missing: Int
    /// Licences that are missing from every mix.
    private let proven: Int
    private let optimum: ProductMix.Optimum

    /// Nil where the optimum is proven, or nothing is missing.
    init?(_ result: ProductResult, prices: PriceList) {
        guard let optimum = result.mix.optimum, optimum.lowerBound < optimum.cost,
            let delta = result.chosen?.delta.value, delta < 0
        else { return nil }
        product = result.requirement.product
        missing = -delta
        self.optimum = optimum
        let dearest = [Flavour.user, .device].compactMap { prices.price(result.requirement.licence, $0) }.max() ?? 0
        // Even if all of them were of the dearer flavour, this many have to be bought to reach the bound.
        let lower = max(0, optimum.lowerBound.hundredths)
        proven = dearest > 0 ? Int(lower / dearest) + (lower % dearest > 0 ? 1 : 0) : 0
    }

    func remark(currency: String, remarks: inout Remarks) {
        let range =
            "at most \(missing) licences (\(optimum.cost.text) \(currency)) are missing; "
            + "at least \(proven) (\(optimum.lowerBound.text) \(currency)) could be proven"
        remarks.find(
            Finding(
                id: "F-shortfall-\(product.id)", severity: proven > 0 ? .high : .medium, product: product.id,
                statement: "\(product.name): \(range).",
                effect: "at most \(missing) licences, \(optimum.cost.text) \(currency); not proven to be the least",
                evidence: "mix of \(product.id): \(optimum.certificate)"))
        let id = QuestionKind.mixNotProven.id(product: product.id)
        if remarks.answer(.mixNotProven, id, product: product.id) != nil { return }
        remarks.ask(
            AskedQuestion(
                kind: .mixNotProven, id: id, product: product.id,
                subjects: [
                    .init(
                        name: "",
                        effects: [
                            QuestionEffect(
                                product: product.id, flavour: "total", figure: "requirement", unit: "licences",
                                low: proven - missing)
                        ])
                ],
                statement:
                    "Whether a cheaper mix of user and device licences exists for \(product.name) is not proven.",
                effect: "low \(proven), high \(missing) licences missing", evidence: optimum.certificate,
                proposed: "accepted", why: "the cheapest mix found so far: it errs on the side of more licences"))
    }
}
