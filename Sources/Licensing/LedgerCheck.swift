import AccessModel
public import PositionModel

extension Catalogue {
    /// What contradicts itself in a line of entitlements.csv, in words; nil where nothing does.
    ///
    /// Neither side is believed: whoever wrote the line knows which one is right.
    public func contradiction(in entry: EntitlementEntry) -> String? {
        guard let match = licence(named: entry.licence) else { return nil }
        let words = LedgerName.words(entry.licence)
        if let flavour = entry.flavour, flavour != .server,
            let named = words.lazy.compactMap({ LedgerName.flavourWords[$0] }).first(where: { $0 != .server }),
            named != flavour
        {
            return "the licence says \(named.rawValue), the column flavour \(flavour.rawValue)"
        }
        let sold = licence(match.id)?.flavours ?? suite(match.id)?.flavours ?? []
        if let flavour = entry.flavour, !sold.contains(flavour) {
            return
                "\(match.id) is sold per \(sold.map(\.rawValue).joined(separator: " or ")), not per \(flavour.rawValue)"
        }
        if let id = licence(match.id)?.product, let product = product(id), !match.version.isEmpty,
            let named = product.version(named: match.version), let written = product.version(named: entry.version),
            product.issued(named).id != product.issued(written).id
        {
            return "the licence says version \(named.id), the column version \(written.id)"
        }
        return nil
    }

    /// Names of licences and suites that look most like a text, best first.
    public func nearestLicences(to text: String, most: Int = 3) -> [String] {
        NearestWords.of(
            text.scalarLowercased,
            in: licences.map(\.id) + suites.map(\.id) + licences.map(\.name) + suites.map(\.name), most: most)
    }

    /// Product ids that look most like a text, best first; of a role of Windows Server that product alone.
    public func nearestProducts(to text: String, most: Int = 3) -> [String] {
        if WindowsRoles.contains(text), let windows = product(named: "windows-server") { return [windows.id] }
        return NearestWords.of(text.scalarLowercased, in: products.map(\.id), most: most)
    }
}
