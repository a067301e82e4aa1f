import AccessModel
import Licensing
import PositionModel

/// Prices of licences: the organisation's own, else the catalogue's examples, always said which.
struct PriceList: Sendable {
    private let settings: EstateSettings
    private let catalogue: Catalogue

    init(settings: EstateSettings, catalogue: Catalogue) {
        self.settings = settings
        self.catalogue = catalogue
    }

    /// Hundredths; nil where nobody gives a price.
    func price(_ licence: String, _ flavour: Flavour) -> Int64? {
        if let own = settings.prices.first(where: {
            $0.flavour == flavour && (catalogue.licence(named: $0.licence)?.id ?? $0.licence) == licence
        }) {
            return min(max(0, own.hundredths), CoverGraph.maximumCost)
        }
        return catalogue.examplePrice(licence: licence, flavour: flavour).map {
            min(max(0, $0.amount.hundredths), CoverGraph.maximumCost)
        }
    }

    /// Says which prices are examples.
    func note(_ licence: String, _ flavours: [Flavour], remarks: inout Remarks) {
        for flavour in flavours {
            let isOwn = settings.prices.contains {
                $0.flavour == flavour && (catalogue.licence(named: $0.licence)?.id ?? $0.licence) == licence
            }
            guard !isOwn, let example = catalogue.examplePrice(licence: licence, flavour: flavour) else { continue }
            let unit =
                example.currency == settings.currency
                ? example.currency : "\(example.currency), used as \(settings.currency) without conversion"
            remarks.note(
                file: "estate.yaml",
                "no price for \(licence)/\(flavour.rawValue): the catalogue's example \(example.amount.text) (\(unit)) "
                    + "is used; put your own under prices")
        }
    }

    /// `count` licences at a price; nil without a price.
    func cost(_ licence: String, _ flavour: Flavour, count: Int) -> Money? {
        price(licence, flavour).map { Money(hundredths: PriceList.times($0, count)) }
    }

    /// A product of hundredths and a count, at most what 64 bits hold.
    static func times(_ hundredths: Int64, _ count: Int) -> Int64 {
        let (product, overflow) = hundredths.multipliedReportingOverflow(by: Int64(count))
        return overflow ? Int64.max : product
    }
}

extension Int64 {
    /// Difference and sum that stop at the ends of 64 bits instead of trapping.
    func less(_ other: Int64) -> Int64 {
        let (value, overflow) = subtractingReportingOverflow(other)
        return overflow ? (other > 0 ? Int64.min : Int64.max) : value
    }

    func plus(_ other: Int64) -> Int64 {
        let (value, overflow) = addingReportingOverflow(other)
        return overflow ? (other > 0 ? Int64.max : Int64.min) : value
    }
}
