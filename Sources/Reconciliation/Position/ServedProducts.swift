import AccessModel
import Identity
import Licensing
import PositionModel

/// A row of servers.csv as the catalogue understands it: a product that runs on a server.
struct ServedProduct: Sendable {
    enum Need: Sendable, Hashable {
        /// Access needs a licence.
        case cal
        /// Access needs none, and why.
        case none(why: String)
        /// It depends on what nobody has said.
        case undetermined(why: String)
    }
    /// Index into `Estate.servers`.
    var entry: Int
    /// Index into `Identities.servers`; nil where the evidence does not know the server.
    var server: Int?
    var name: String
    var product: Catalogue.Product
    /// Nil where the version is not known.
    var version: Catalogue.Version?
    var need: Need
    /// What a licence must reach to serve it; `Rank.any` where the version is not known.
    var rank: Int
    /// True for the operating system of a server that only another product's row names.
    var isImplied: Bool
}

/// Ranks of licence versions across a requirement.
enum Rank {
    /// Served by a licence of any version.
    static let any = 0
    /// Served only by licences under Software Assurance, and by subscriptions: they always reach the newest version.
    static let current = 1_000_000
}

/// servers.csv set against the catalogue.
struct ServedProducts: Sendable {
    private(set) var rows: [ServedProduct] = []

    init(_ study: Study, remarks: inout Remarks) {
        let serverOf = Self.serversOfEntries(study)
        for (index, entry) in study.estate.servers.enumerated() {
            guard let product = study.catalogue.product(named: entry.product) else {
                remarks.note(
                    file: "servers.csv", line: entry.line,
                    "product \"\(entry.product)\" is not in the catalogue: the row counts for nothing")
                continue
            }
            let version = product.version(named: entry.version)
            if version == nil {
                remarks.ask(
                    OpenQuestion(
                        id: "Q-\(product.id)-version-\(entry.server)", product: product.id,
                        statement: "The version of \(product.name) on \(entry.server) is not known.",
                        effect: "any licence is taken to serve it; a newer version would need newer licences",
                        evidence: "servers.csv line \(entry.line): \"\(entry.version)\""))
            }
            let (need, needsAssurance) = Self.need(entry, product, version, remarks: &remarks)
            let active = needsAssurance || version?.needsActiveAssurance == true
            rows.append(
                ServedProduct(
                    entry: index, server: serverOf[index], name: entry.server.scalarLowercased, product: product,
                    version: version, need: need,
                    rank: active ? Rank.current : version.map(product.requiredRank) ?? Rank.any, isImplied: false))
        }
        addOperatingSystems(study, remarks: &remarks)
    }

    /// Product ids that are served anywhere, in catalogue order.
    func products(_ catalogue: Catalogue) -> [Catalogue.Product] {
        let ids = Set(rows.map(\.product.id))
        return catalogue.products.filter { ids.contains($0.id) }
    }

    private static func serversOfEntries(_ study: Study) -> [Int?] {
        var result = study.estate.servers.map { entry -> Int? in
            ([entry.server] + entry.aliases).lazy.compactMap { study.serverByName[ExactText($0.scalarLowercased)] }
                .first
        }
        for (index, server) in study.identities.servers.enumerated() {
            for entry in server.entries where result.indices.contains(entry) { result[entry] = index }
        }
        return result
    }

    /// Whether access to a row's product needs a licence, and whether only a current one serves.
    private static func need(
        _ entry: ServerEntry, _ product: Catalogue.Product, _ version: Catalogue.Version?, remarks: inout Remarks
    ) -> (need: ServedProduct.Need, needsAssurance: Bool) {
        if product.cal == nil { return (.none(why: "\(product.name) is not licensed by access"), false) }
        switch entry.licensedBy.scalarLowercased {
        case "payg" where product.id == "windows-server":
            return (.none(why: "pay-as-you-go: no CAL for the standard functions (RDS CALs are still needed)"), false)
        case "spla":
            remarks.note(
                file: "servers.csv", line: entry.line,
                "\(entry.server) is licensed by a hoster (SPLA): its subscribers are counted there, not here")
            return (.none(why: "licensed by a hoster under SPLA"), false)
        default: break
        }
        let perMachine = entry.licensedBy.scalarLowercased == "vm" && product.id == "windows-server"
        if let edition = product.edition(named: entry.edition, version: version), edition.cal == .notRequired {
            return (.none(why: "edition \(edition.id) needs no CAL"), false)
        }
        return (byModel(entry, product, version, remarks: &remarks), perMachine)
    }

    private static func byModel(
        _ entry: ServerEntry, _ product: Catalogue.Product, _ version: Catalogue.Version?, remarks: inout Remarks
    ) -> ServedProduct.Need {
        let known = product.models.first { Catalogue.Product.holds($0.versions, version?.id) } ?? product.models.first
        let free = known?.calFreeModels ?? []
        let written = entry.licenceModel.scalarLowercased.filter { $0 != " " }
        let edition = product.edition(named: entry.edition, version: version)
        switch written {
        case "none": return .none(why: "declared as needing no licence (licence_model none)")
        case "server+cal", "core+cal", "processor+cal": return .cal
        case "core", "processor":
            if !free.isEmpty { return .none(why: "licensed by \(written)") }
            remarks.note(
                file: "servers.csv", line: entry.line,
                "licence_model \(written) of \(product.name) is read as \(written)+cal: this product needs CALs as well"
            )
            return .cal
        case "":
            if known?.defaultModel != nil || edition?.cal == .required || free.isEmpty { return .cal }
            return .undetermined(
                why: "licence_model is empty, and \(product.name) can be licensed with CALs or by \(free[0])")
        default: return .undetermined(why: "licence_model \"\(entry.licenceModel)\" is not known")
        }
    }

    /// Users of a product use the Windows Server below it too, whether servers.csv has a row for that or not.
    private mutating func addOperatingSystems(_ study: Study, remarks: inout Remarks) {
        guard let windows = study.catalogue.product("windows-server") else { return }
        var listed = Set(rows.filter { $0.product.id == windows.id }.map { ExactText($0.name) })
        let systems = Dictionary(
            study.estate.directory.computers.map { (ExactText($0.name), $0.operatingSystem) },
            uniquingKeysWith: { first, _ in first })
        for row in rows where row.product.infrastructure.contains(windows.id) {
            guard listed.insert(ExactText(row.name)).inserted else { continue }
            let system = systems[ExactText(row.name.firstLabel)] ?? ""
            let version = windows.version(named: system)
            if version == nil {
                remarks.ask(
                    OpenQuestion(
                        id: "Q-windows-server-version-\(row.name)", product: windows.id,
                        statement:
                            "\(row.name) has no windows-server row: which version of Windows Server runs \(row.product.name) there?",
                        effect: "any licence is taken to serve it; a newer version would need newer licences",
                        evidence: "servers.csv line \(study.estate.servers[row.entry].line)"))
            }
            var implied = row
            implied.product = windows
            implied.version = version
            implied.need = .cal
            implied.rank = version.map(windows.requiredRank) ?? Rank.any
            implied.isImplied = true
            rows.append(implied)
        }
    }
}

extension Catalogue.Product {
    /// The edition a text means, for a version.
    func edition(named text: String, version: Catalogue.Version?) -> Catalogue.Edition? {
        func plain(_ text: String) -> String {
            text.scalarLowercased.filter { !" -_.".contains($0) }.replacing("edition", with: "")
        }
        let key = plain(text)
        guard !key.isEmpty else { return nil }
        return editions.first { edition in
            Catalogue.Product.holds(edition.versions, version?.id)
                && ([edition.id] + edition.synonyms).contains { plain($0) == key }
        }
    }
}
