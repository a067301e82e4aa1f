import AccessModel
import Licensing
import PositionModel

/// Settings of estate.yaml that mean nothing, or something twice: each is told, so that a typing error does not decide silently.
struct SettingsCheck: Sendable {
    private let settings: EstateSettings
    private let catalogue: Catalogue
    private let served: Set<String>

    init(_ study: Study, served: Set<String>) {
        settings = study.estate.settings
        catalogue = study.catalogue
        self.served = served
    }

    func note(_ remarks: inout Remarks) {
        noteChoices(&remarks)
        notePrices(&remarks)
    }

    private func noteChoices(_ remarks: inout Remarks) {
        var seen: Set<String> = []
        for (written, choice) in settings.choices {
            guard let product = catalogue.product(named: written) else {
                let nearest = catalogue.nearestProducts(to: written).joined(separator: ", ")
                remarks.note(
                    file: "estate.yaml",
                    "rules.choose.\(written): the catalogue has no such product, so nothing is chosen by it; the nearest are "
                        + nearest)
                continue
            }
            if !seen.insert(product.id).inserted {
                remarks.note(
                    file: "estate.yaml",
                    "rules.choose names \(product.id) more than once: the first counts, \(choice.rawValue) does not")
            } else if !served.contains(product.id) {
                remarks.note(
                    file: "estate.yaml", "rules.choose.\(written): no server of servers.csv runs \(product.name)")
            }
        }
    }

    private func notePrices(_ remarks: inout Remarks) {
        var seen: Set<[ExactText]> = []
        for price in settings.prices {
            let written = "\(price.licence)/\(price.flavour.rawValue)"
            guard let match = catalogue.licence(named: price.licence) else {
                let nearest = catalogue.nearestLicences(to: price.licence).joined(separator: ", ")
                remarks.note(
                    file: "estate.yaml",
                    "prices.\(written): the catalogue has no such licence, so the price is used by nothing; the nearest are "
                        + nearest)
                continue
            }
            if let licence = catalogue.licence(match.id), !licence.flavours.contains(price.flavour) {
                let sold = licence.flavours.map(\.rawValue).joined(separator: " or ")
                remarks.note(
                    file: "estate.yaml",
                    "prices.\(written): \(match.id) is sold per \(sold), so the price is used by nothing")
            }
            if !seen.insert([ExactText(match.id), ExactText(price.flavour.rawValue)]).inserted {
                remarks.note(
                    file: "estate.yaml",
                    "prices names \(match.id)/\(price.flavour.rawValue) more than once: the first counts")
            }
        }
    }
}
