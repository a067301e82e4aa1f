import AccessModel

/// Where a licence was bought, as the ELP's columns tell: from the `source` text of entitlements.csv.
enum LicenceSource: Sendable, Hashable {
    case volume
    /// Full packaged product.
    case boxed
    case oem

    /// Words that mean it, in the order looked for (columns "FPP Licenses" and "OEM Licenses" of the ELP template; terms of the
    /// Product Terms and of resellers' ledgers).
    private static let words: [(LicenceSource, Set<String>)] = [
        (.boxed, ["fpp", "retail", "boxed", "box"]),
        (.oem, ["oem", "cog", "rok"]),
    ]

    /// Volume, where no whole word says otherwise: "Boehme" is no OEM.
    init(_ source: String) {
        let words = Set(
            source.scalarLowercased.split { !$0.isLetter && !$0.isNumber }.map(String.init))
        self = Self.words.first { !$0.1.isDisjoint(with: words) }?.0 ?? .volume
    }
}
