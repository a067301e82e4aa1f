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
    /// What a licence must reach to serve it; the newest version's where it is not known, and `Rank.any` for an operating system
    /// that only another product's row names.
    var rank: Int
    /// True for the operating system of a server that only another product's row names.
    var isImplied: Bool
    /// True where an answer says that only who was seen uses the product there, whatever the access groups say.
    var isForSeenOnly = false
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
        let same = SameServer(study.estate.servers, serverOf: serverOf)
        for (index, entry) in study.estate.servers.enumerated() {
            guard let product = study.catalogue.product(named: entry.product) else {
                remarks.note(
                    file: "servers.csv", line: entry.line,
                    "product \"\(entry.product)\" is not in the catalogue: the row counts for nothing; the nearest are "
                        + study.catalogue.nearestProducts(to: entry.product).joined(separator: ", "))
                continue
            }
            let version =
                product.version(named: entry.version)
                ?? Self.version(
                    of: product, on: entry.server, remarks: &remarks,
                    statement: "The version of \(product.name) on \(entry.server) is not known.",
                    evidence: "servers.csv line \(entry.line): \"\(entry.version)\"")
            let (need, needsAssurance) = Self.need(entry, product, version, remarks: &remarks)
            let active = needsAssurance || version?.needsActiveAssurance == true
            rows.append(
                ServedProduct(
                    entry: index, server: serverOf[index], name: entry.server.scalarLowercased, product: product,
                    version: version, need: need,
                    rank: active ? Rank.current : version.map(product.requiredRank) ?? Self.newestRank(product),
                    isImplied: false))
        }
        findContradictions(study, same: same, remarks: &remarks)
        addSessionHosts(study, remarks: &remarks)
        addOperatingSystems(study, same: same, remarks: &remarks)
    }

    /// Tells of rows that describe one product on one server, by whatever names, in different ways.
    private func findContradictions(_ study: Study, same: SameServer, remarks: inout Remarks) {
        struct Described: Hashable {
            var server: Int
            var product: ExactText
        }
        var places: [Described: Int] = [:]
        var groups: [[ServedProduct]] = []
        for row in rows {
            let key = Described(server: same[row.entry], product: ExactText(row.product.id))
            if let place = places[key] {
                groups[place].append(row)
            } else {
                places[key] = groups.count
                groups.append([row])
            }
        }
        for group in groups where group.count > 1 {
            let entries = group.map { study.estate.servers[$0.entry] }
            func differ(_ text: (ServerEntry) -> String) -> Bool {
                Set(entries.map { ExactText(text($0).scalarLowercased) }).count > 1
            }
            let columns: [(String, Bool)] = [
                ("version", Set(group.map { $0.version?.id ?? "" }).count > 1), ("edition", differ(\.edition)),
                ("licence_model", differ(\.licenceModel)), ("licensed_by", differ(\.licensedBy)),
            ]
            let wrong = columns.filter(\.1).map(\.0)
            if wrong.isEmpty { continue }
            let lines = entries.map { "\($0.line)" }.joined(separator: ", ")
            remarks.find(
                Finding(
                    id: "F-servers-contradict-\(entries[0].line)", severity: .high, product: group[0].product.id,
                    statement:
                        "Lines \(lines) of servers.csv describe \(group[0].product.name) on one server (\(entries.map(\.server).joined(separator: ", "))) and differ in \(wrong.joined(separator: ", ")).",
                    effect: "each row counts, so the newest version is needed; delete the wrong one",
                    evidence: "servers.csv lines \(lines)"))
        }
    }

    /// What the newest version asks for: a version nobody knows must not make a shortfall smaller.
    private static func newestRank(_ product: Catalogue.Product) -> Int {
        product.versions.map(product.requiredRank).max() ?? Rank.any
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
            return answered(
                entry, product, remarks: &remarks,
                otherwise: "licence_model is empty, and \(product.name) can be licensed with CALs or by \(free[0])")
        default:
            return answered(
                entry, product, remarks: &remarks, otherwise: "licence_model \"\(entry.licenceModel)\" is not known")
        }
    }

    /// The licence model somebody has decided.
    private static func answered(
        _ entry: ServerEntry, _ product: Catalogue.Product, remarks: inout Remarks, otherwise why: String
    ) -> ServedProduct.Need {
        let answer = remarks.answer(
            .licenceModel, QuestionKind.licenceModel.id(product: product.id), product: product.id,
            subject: entry.server.scalarLowercased)
        switch answer?.answer {
        case "server+cal": return .cal
        case "per-core": return .none(why: "licensed by core: \(answer?.asProof ?? "")")
        default: return .undetermined(why: why)
        }
    }

    /// The version of a product on a server as somebody has decided it; else it is asked.
    /// - Parameter isBelow: the product is the operating system below another one that servers.csv names.
    private static func version(
        of product: Catalogue.Product, on server: String, isBelow: Bool = false, remarks: inout Remarks,
        statement: String, evidence: String
    ) -> Catalogue.Version? {
        let id = QuestionKind.serverVersion.id(product: product.id, server: server)
        let known = product.versions.map(\.id)
        let version = remarks.answer(
            .serverVersion, id, product: product.id, subject: server,
            otherwise: "the catalogue's versions of \(product.name) are \(known.joined(separator: ", "))"
        ) { product.version(named: $0) }
        if let version { return version }
        let newest = product.versions.max { $0.rank < $1.rank }?.id ?? ""
        remarks.ask(
            AskedQuestion(
                kind: .serverVersion, id: id, product: product.id,
                subjects: [
                    .init(
                        name: server,
                        effects: [
                            QuestionEffect(
                                product: product.id, flavour: "", figure: "usable", unit: "licences",
                                low: isBelow ? nil : 0, high: isBelow ? 0 : nil,
                                reason: "how many of the licences held serve it depends on the version")
                        ])
                ],
                statement: statement,
                effect: isBelow
                    ? "any licence is taken to serve it; a newer version would need newer licences"
                    : "licences of the newest version are taken to be needed; an older one would take older licences",
                evidence: evidence, proposed: newest,
                why:
                    "the newest version the catalogue knows: no other asks for newer licences; look it up on the server",
                versions: known))
        return nil
    }

    /// Servers whose remote desktop sessions somebody has decided to be use of remote desktop services.
    private mutating func addSessionHosts(_ study: Study, remarks: inout Remarks) {
        let id = QuestionKind.remoteAdministration.id(product: Sessions.product)
        guard study.answers.answers(id), let product = study.catalogue.product(Sessions.product) else { return }
        let hosts = Set(rows.filter { $0.product.id == product.id }.compactMap(\.server))
        for server in Sessions.servers(study).subtracting(hosts).sorted() {
            let name = study.identities.servers[server].name
            guard study.answers.word(id, name) == "rds" else { continue }
            guard var row = rows.first(where: { $0.server == server }) else {
                remarks.refuse(
                    id, subject: name, why: "servers.csv does not name the server; give it a windows-rds row there")
                continue
            }
            _ = remarks.answer(.remoteAdministration, id, product: product.id, subject: name)
            let system = rows.first { $0.server == server && $0.product.id == ExternalLicensing.product }?.version
            row.product = product
            row.version =
                system.flatMap { product.version(named: $0.id) }
                ?? Self.version(
                    of: product, on: row.name, remarks: &remarks,
                    statement: "The version of \(product.name) on \(row.name) is not known.",
                    evidence: "answer to \(id)")
            row.need = .cal
            row.rank = row.version.map(product.requiredRank) ?? Rank.any
            row.isImplied = true
            row.isForSeenOnly = true
            rows.append(row)
        }
    }

    /// Users of a product use the Windows Server below it too, whether servers.csv has a row for that or not.
    private mutating func addOperatingSystems(_ study: Study, same: SameServer, remarks: inout Remarks) {
        guard let windows = study.catalogue.product("windows-server") else { return }
        var listed = Set(rows.filter { $0.product.id == windows.id }.map { same[$0.entry] })
        let systems = Dictionary(
            study.estate.directory.computers.map { (ExactText($0.name), $0.operatingSystem) },
            uniquingKeysWith: { first, _ in first })
        for row in rows where row.product.infrastructure.contains(windows.id) {
            guard listed.insert(same[row.entry]).inserted else { continue }
            let system = systems[ExactText(row.name.firstLabel)] ?? ""
            let version =
                windows.version(named: system)
                ?? Self.version(
                    of: windows, on: row.name, isBelow: true, remarks: &remarks,
                    statement:
                        "\(row.name) has no windows-server row: which version of Windows Server runs \(row.product.name) there?",
                    evidence: "servers.csv line \(study.estate.servers[row.entry].line)")
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
