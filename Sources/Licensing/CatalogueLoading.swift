import AccessModel
public import Foundation
import PositionModel

/// The file of a catalogue, as its JSON is laid out (keys in snake case).
private struct CatalogueFile: Codable {
    var schema: String
    var version: String
    var sources: [Catalogue.Source]
    var products: [Catalogue.Product]
    var licences: [Catalogue.Licence]
    var suites: [Catalogue.Suite]
    var exemptions: [Catalogue.Exemption]
    var externalDefinitions: [Catalogue.ExternalDefinition]
    var prices: [Catalogue.ExamplePrice]
}

private struct CatalogueHeader: Codable {
    var schema: String
}

extension Catalogue {
    /// Largest catalogue file read.
    public static let maximumBytes = 16 << 20

    /// Reads a catalogue and checks every reference in it.
    public static func load(json: Data) throws(CatalogueError) -> Catalogue {
        guard json.count <= maximumBytes else {
            throw .unreadable(detail: "it has \(json.count) bytes, more than the \(maximumBytes) allowed")
        }
        let file: CatalogueFile
        do {
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            let header = try decoder.decode(CatalogueHeader.self, from: json)
            guard header.schema == currentSchema else { throw CatalogueError.wrongSchema(found: header.schema) }
            file = try decoder.decode(CatalogueFile.self, from: json)
        } catch let error as CatalogueError {
            throw error
        } catch let error as DecodingError {
            throw .unreadable(detail: error.place)
        } catch {
            throw .unreadable(detail: "\(error)")
        }
        let faults = CatalogueCheck(file: file).faults()
        guard faults.isEmpty else { throw .inconsistent(faults: faults) }
        return Catalogue(file)
    }

    /// The catalogue this program was built with.
    public static var builtIn: Catalogue {
        get throws(CatalogueError) { try cached.get() }
    }

    /// Version of the catalogue this program was built with, read off its first lines: every command names it, and reading the
    /// whole takes longer than starting the program. Empty where it is not there.
    public static var builtInVersion: String {
        let head = String(decoding: PackageResources.catalogue_json.prefix(headSize), as: UTF8.self)
        let parts = head.split(separator: "\"", omittingEmptySubsequences: false)
        guard let key = parts.firstIndex(of: "version"), key + 2 < parts.count else { return "" }
        return String(parts[key + 2])
    }

    /// Bytes in which the version stands.
    private static let headSize = 256

    private static let cached = Result { () throws(CatalogueError) in
        try load(json: Data(PackageResources.catalogue_json))
    }

    private init(_ file: CatalogueFile) {
        version = file.version
        sources = file.sources
        products = file.products
        licences = file.licences
        suites = file.suites
        exemptions = file.exemptions
        externalDefinitions = file.externalDefinitions
        prices = file.prices
        productIndex = Catalogue.index(file.products.map(\.id))
        licenceIndex = Catalogue.index(file.licences.map(\.id))
        suiteIndex = Catalogue.index(file.suites.map(\.id))
        productNames = Catalogue.names(file.products.map { ($0.id, [$0.id, $0.name] + $0.synonyms) })
        licenceNames = Catalogue.names(
            file.licences.map { ($0.id, [$0.id, $0.name] + $0.synonyms) }
                + file.suites.map { ($0.id, [$0.id, $0.name] + $0.synonyms) })
    }

    private static func index(_ ids: [String]) -> [String: Int] {
        Dictionary(ids.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }

    private static func names(_ rows: [(id: String, names: [String])]) -> [String: String] {
        Dictionary(
            rows.flatMap { row in row.names.map { (LedgerName.key($0), row.id) } },
            uniquingKeysWith: { first, _ in first })
    }
}

extension DecodingError {
    /// Where in the JSON, and what was expected there.
    fileprivate var place: String {
        func path(_ context: Context) -> String {
            let keys = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }
            return keys.isEmpty ? "" : " at " + keys.joined(separator: ".")
        }
        switch self {
        case .keyNotFound(let key, let context): return "the key \"\(key.stringValue)\" is missing\(path(context))"
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            return "\(context.debugDescription)\(path(context))"
        @unknown default: return "\(self)"
        }
    }
}

/// Everything that must hold between the rows of a catalogue.
private struct CatalogueCheck {
    let file: CatalogueFile

    func faults() -> [String] {
        duplicates() + file.products.flatMap(productFaults) + file.licences.flatMap(licenceFaults)
            + file.suites.flatMap(suiteFaults) + otherFaults() + nameFaults()
    }

    private func duplicates() -> [String] {
        var faults: [String] = []
        func check(_ kind: String, _ ids: [String]) {
            var seen: Set<String> = []
            for id in ids {
                if id.isEmpty { faults.append("a \(kind) has an empty id") }
                if !seen.insert(id).inserted { faults.append("the \(kind) id \"\(id)\" is given twice") }
            }
        }
        check("source", file.sources.map(\.id))
        check("product", file.products.map(\.id))
        check("licence or suite", file.licences.map(\.id) + file.suites.map(\.id))
        check("exemption", file.exemptions.map(\.id))
        check("external definition", file.externalDefinitions.map(\.id))
        check("price", file.prices.map(\.id))
        check("model, external rule", file.products.flatMap { $0.models.map(\.id) + $0.externalUsers.map(\.id) })
        for product in file.products {
            check("version of \(product.id)", product.versions.map(\.id))
            check("edition of \(product.id)", product.editions.map(\.id))
        }
        return faults
    }

    private func productFaults(_ product: Catalogue.Product) -> [String] {
        var faults = sourceFaults("product \(product.id)", product.source)
        func refer(_ licence: String, _ role: String) {
            guard let found = file.licences.first(where: { $0.id == licence }) else {
                faults.append("product \(product.id) names the unknown \(role) \"\(licence)\"")
                return
            }
            if found.product != product.id {
                faults.append("licence \(licence) belongs to \(found.product), not to \(product.id)")
            }
        }
        if let cal = product.cal { refer(cal, "licence") }
        if let connector = product.connector { refer(connector, "connector") }
        for licence in product.additive { refer(licence, "additive licence") }
        for id in product.infrastructure where !file.products.contains(where: { $0.id == id }) {
            faults.append("product \(product.id) stands on the unknown product \"\(id)\"")
        }
        let ids = Set(product.versions.map(\.id))
        func knownVersions(_ versions: [String], _ where: String) {
            for id in versions where id != "*" && !ids.contains(id) {
                faults.append("\(`where`) names the unknown version \"\(id)\" of \(product.id)")
            }
        }
        for model in product.models {
            knownVersions(model.versions, "model \(model.id)")
            faults += sourceFaults("model \(model.id)", model.source)
        }
        for edition in product.editions {
            knownVersions(edition.versions, "edition \(edition.id)")
            faults += sourceFaults("edition \(edition.id) of \(product.id)", edition.source)
        }
        for rule in product.externalUsers {
            knownVersions(rule.versions, "external rule \(rule.id)")
            faults += sourceFaults("external rule \(rule.id)", rule.source)
        }
        return faults + versionFaults(product)
    }

    private func versionFaults(_ product: Catalogue.Product) -> [String] {
        var faults: [String] = []
        if product.versions.isEmpty { faults.append("product \(product.id) has no versions") }
        let ranks = Dictionary(product.versions.map { ($0.id, $0.rank) }, uniquingKeysWith: { first, _ in first })
        for version in product.versions {
            let name = "version \(version.id) of \(product.id)"
            faults += sourceFaults(name, version.source)
            if AvailabilityDate(version.available) == nil {
                faults.append("\(name) has the date \"\(version.available)\", expected YYYY-MM or YYYY-MM-DD")
            }
            if let minimum = ranks[version.calMinimum] {
                if minimum > version.rank { faults.append("\(name) needs the newer licence \(version.calMinimum)") }
            } else {
                faults.append("\(name) needs the unknown licence version \"\(version.calMinimum)\"")
            }
        }
        for (a, b) in zip(product.versions, product.versions.dropFirst()) {
            if a.rank >= b.rank {
                faults.append("versions \(a.id) and \(b.id) of \(product.id) are not in rising order of rank")
            }
            if let older = AvailabilityDate(a.available), let newer = AvailabilityDate(b.available),
                newer.lastDay < older.lastDay
            {
                faults.append("version \(b.id) of \(product.id) is dated before the older \(a.id)")
            }
        }
        return faults
    }

    private func licenceFaults(_ licence: Catalogue.Licence) -> [String] {
        var faults = sourceFaults("licence \(licence.id)", licence.source)
        if !file.products.contains(where: { $0.id == licence.product }) {
            faults.append("licence \(licence.id) belongs to the unknown product \"\(licence.product)\"")
        }
        for id in licence.requires where !file.licences.contains(where: { $0.id == id }) {
            faults.append("licence \(licence.id) requires the unknown licence \"\(id)\"")
        }
        if licence.flavours.isEmpty { faults.append("licence \(licence.id) has no flavour") }
        return faults
    }

    private func suiteFaults(_ suite: Catalogue.Suite) -> [String] {
        var faults = sourceFaults("suite \(suite.id)", suite.source)
        for right in suite.rights where !file.licences.contains(where: { $0.id == right.licence }) {
            faults.append("suite \(suite.id) gives the unknown licence \"\(right.licence)\"")
        }
        if suite.flavours.isEmpty { faults.append("suite \(suite.id) has no flavour") }
        return faults
    }

    private func otherFaults() -> [String] {
        var faults: [String] = []
        for exemption in file.exemptions {
            faults += sourceFaults("exemption \(exemption.id)", exemption.source)
            for id in exemption.products where !file.products.contains(where: { $0.id == id }) {
                faults.append("exemption \(exemption.id) names the unknown product \"\(id)\"")
            }
        }
        for definition in file.externalDefinitions {
            faults += sourceFaults("external definition \(definition.id)", definition.source)
            for text in [definition.from, definition.until] {
                if let text, Day(text: text) == nil {
                    faults.append("external definition \(definition.id) has the date \"\(text)\"")
                }
            }
        }
        for price in file.prices {
            faults += sourceFaults("price \(price.id)", price.source)
            if !file.licences.contains(where: { $0.id == price.licence && $0.flavours.contains(price.flavour) }) {
                faults.append("price \(price.id) is of an unknown licence \(price.licence)/\(price.flavour.rawValue)")
            }
            if price.amount.hundredths < 0 { faults.append("price \(price.id) is negative") }
        }
        return faults
    }

    /// One name may not mean two things.
    private func nameFaults() -> [String] {
        var faults: [String] = []
        func check(_ rows: [(id: String, names: [String])]) {
            var owner: [String: String] = [:]
            for row in rows {
                for name in row.names {
                    let key = LedgerName.key(name)
                    if let other = owner[key], other != row.id {
                        faults.append("the name \"\(name)\" means both \(other) and \(row.id)")
                    }
                    owner[key] = row.id
                }
            }
        }
        check(file.products.map { ($0.id, [$0.id, $0.name] + $0.synonyms) })
        check(
            file.licences.map { ($0.id, [$0.id, $0.name] + $0.synonyms) }
                + file.suites.map { ($0.id, [$0.id, $0.name] + $0.synonyms) })
        return faults
    }

    private func sourceFaults(_ row: String, _ sources: [String]) -> [String] {
        var faults = sources.filter { id in !file.sources.contains { $0.id == id } }
            .map { "\(row) names the unknown source \"\($0)\"" }
        if sources.isEmpty { faults.append("\(row) names no source") }
        return faults
    }
}
