import AccessModel
import Identity
import Licensing
import PositionModel

/// Licences some uses of a product need on top of its base CAL. No log of access shows those uses, so how many need one is asked,
/// and priced both ways.
struct AdditiveLicences: Sendable {
    private let study: Study
    private let holdings: Holdings
    private let prices: PriceList
    /// Who holds suites: what is on top in them is theirs alone.
    private let given: [Flavour: SuiteGifts]

    init(_ study: Study, holdings: Holdings, given: [Flavour: SuiteGifts], prices: PriceList) {
        self.study = study
        self.holdings = holdings
        self.prices = prices
        self.given = given
    }

    func positions(_ results: [ProductResult], remarks: inout Remarks) -> [AdditivePosition] {
        var positions: [AdditivePosition] = []
        for result in results where result.requirement.notNeeded.isEmpty && !result.requirement.users.isEmpty {
            for id in result.requirement.product.additive {
                guard let licence = study.catalogue.licence(id) else { continue }
                positions.append(position(licence, of: result.requirement, remarks: &remarks))
                findBase(licence, result, usable: positions.last?.usable.value ?? 0, remarks: &remarks)
            }
        }
        return positions
    }

    private func position(
        _ licence: Catalogue.Licence, of requirement: ProductRequirement, remarks: inout Remarks
    ) -> AdditivePosition {
        let product = requirement.product
        let held = HeldOnTop(licence.id, requirement: requirement, holdings: holdings, given: given)
        let usable = held.usable
        let high = held.most
        func cost(_ count: Int) -> Money? { prices.cost(licence.id, held.flavour, count: max(0, count - usable)) }
        var position = AdditivePosition(
            product: product.id, licence: licence.id, flavour: held.flavour, name: licence.name,
            triggers: licence.triggers ?? [],
            low: Figure(0), high: Figure(high), requirement: .undetermined,
            entitled: held.entitled, usable: Figure(usable),
            delta: .undetermined, lowCost: cost(0), highCost: cost(high), openQuestions: [], reasons: held.reasons)
        if position.highCost == nil {
            for figure in ["lowCost", "highCost"] {
                position.reasons.append(
                    Reason(figure: figure, reason: "no price for \(licence.id)/\(held.flavour.rawValue)"))
            }
        }
        let question = QuestionKind.additive.id(product: product.id, server: licence.id)
        let answer = remarks.answer(
            .additive, question, product: product.id, subject: licence.name,
            otherwise: "the product has \(high) \(held.flavour.rawValue)s to cover",
            accepts: { Self.count($0, most: high) })
        if let answer {
            (position.low, position.high, position.requirement) = (Figure(answer), Figure(answer), Figure(answer))
            (position.lowCost, position.highCost) = (cost(answer), cost(answer))
            position.delta = Figure(usable - answer)
            if usable < answer { find(position, missing: answer - usable, remarks: &remarks) }
            return position
        }
        position.openQuestions = [question]
        let why = "no log of access shows who uses what needs it: \((licence.triggers ?? []).joined(separator: ", "))"
        for figure in ["requirement", "delta"] { position.reasons.append(Reason(figure: figure, reason: why)) }
        ask(position, id: question, remarks: &remarks)
        return position
    }

    /// A licence on top serves nobody without the one below it; whoever lacks that is in the product's own shortfall.
    private func findBase(
        _ licence: Catalogue.Licence, _ result: ProductResult, usable: Int, remarks: inout Remarks
    ) {
        guard let row = result.chosen, let base = row.usable.value, let missing = result.missing, missing > 0,
            usable > base
        else { return }
        remarks.find(
            Finding(
                id: "F-base-\(licence.id)", severity: .medium, product: row.product,
                statement:
                    "\(usable) licences of \(licence.name) are usable on top of \(base) usable base licences of \(row.product).",
                effect:
                    "\(usable - base) of them serve nobody before base licences are bought (shortfall of \(row.product))",
                evidence: "additive and products of \(row.product)"))
    }

    private static func count(_ answer: String, most: Int) -> Int? {
        switch answer {
        case "none": 0
        case "all": most
        default: Int(answer).flatMap { $0 <= most ? $0 : nil }
        }
    }

    private func ask(_ position: AdditivePosition, id: String, remarks: inout Remarks) {
        let high = position.high.value ?? 0
        let cost = position.highCost.map { " (\($0.text) \(study.estate.settings.currency) beyond what is held)" } ?? ""
        remarks.ask(
            AskedQuestion(
                kind: .additive, id: id, product: position.product,
                subjects: [
                    .init(
                        name: position.name,
                        effects: [
                            QuestionEffect(
                                product: position.product, flavour: position.flavour.rawValue, figure: "additive",
                                unit: "licences",
                                high: high)
                        ])
                ],
                statement:
                    "How many \(position.flavour.rawValue)s of \(position.product) need \(position.name) is in no log (\(position.triggers.joined(separator: ", "))).",
                effect: "none: 0 (0.00); all: \(high) licences\(cost)",
                evidence: "the product's own report of features in use", proposed: "none",
                why: "what the figures take for granted; only the product's configuration or its feature report tells"))
    }

    private func find(_ position: AdditivePosition, missing: Int, remarks: inout Remarks) {
        let cost = position.highCost.map { ", \($0.text) \(study.estate.settings.currency)" } ?? ""
        remarks.find(
            Finding(
                id: "F-shortfall-\(position.licence)", severity: .high, product: position.product,
                statement:
                    "\(position.name): \(position.usable.text) usable licences stand against \(position.requirement.text) needed.",
                effect: "\(missing) licences\(cost)", evidence: "additive of \(position.product)"))
    }
}
