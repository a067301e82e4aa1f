import AccessModel
import Licensing
import PositionModel

/// What outsiders need for one product on one server, as the catalogue has it for the version.
struct OutsiderTerms: Sendable {
    /// A licence, and the rank it must have.
    struct Term: Sendable, Hashable {
        var licence: String
        var rank: Int
    }

    enum Cover: Sendable {
        /// Nothing, and why.
        case free(why: String)
        /// Nobody knows, and why.
        case open(why: String)
        /// All of the CALs each, or all of the connectors on every host; no connectors where none covers the product.
        case licences(cals: [Term], connectors: [Term])
    }

    let product: Catalogue.Product
    let version: Catalogue.Version?
    /// Index into `Estate.servers`; nil for the Windows Server of a server that servers.csv does not name.
    let entry: Int?
    let cover: Cover

    /// The Windows Server below a server that servers.csv does not name: of a version nobody knows.
    init?(windowsOf catalogue: Catalogue) {
        guard let windows = catalogue.product(ExternalLicensing.product) else { return nil }
        (product, version, entry) = (windows, nil, nil)
        cover = Self.cover(windows, version: nil, rank: Rank.any, below: [], catalogue: catalogue)
    }

    /// - Parameter rows: everything that runs on the server.
    init(_ row: ServedProduct, among rows: [ServedProduct], catalogue: Catalogue) {
        (product, version, entry) = (row.product, row.version, row.entry)
        switch row.need {
        case .none(let why): cover = .free(why: why)
        case .undetermined(let why): cover = .open(why: why)
        case .cal:
            cover = Self.cover(row.product, version: row.version, rank: row.rank, below: rows, catalogue: catalogue)
        }
    }

    private static func cover(
        _ product: Catalogue.Product, version: Catalogue.Version?, rank: Int, below rows: [ServedProduct],
        catalogue: Catalogue
    ) -> Cover {
        let rules = version.map { version in
            product.externalUsers.filter { Catalogue.Product.holds($0.versions, version.id) }
        }
        // Of an unknown version only what holds for all of them is known.
        let kinds = Set((rules ?? product.externalUsers).map(\.rule))
        guard let rule = kinds.first, kinds.count == 1 else {
            return .open(
                why: kinds.isEmpty
                    ? "the catalogue does not say how external users of \(product.name) are covered"
                    : "how external users of \(product.name) are covered depends on its version, which is not known")
        }
        let name = version.map { "\(product.name) \($0.id)" } ?? product.name
        guard let cal = product.cal else { return .open(why: "\(product.name) has no CAL") }
        switch rule {
        case .included: return .free(why: "external users are included with \(name)")
        case .unknown: return .open(why: "how external users of \(name) are covered is not established")
        case .calOnly:
            return .licences(cals: terms(cal, rank, product, below: rows, catalogue), connectors: [])
        case .calOrConnector:
            guard let connector = product.connector else {
                return .licences(cals: terms(cal, rank, product, below: rows, catalogue), connectors: [])
            }
            return .licences(
                cals: terms(cal, rank, product, below: rows, catalogue),
                connectors: terms(connector, rank, product, below: rows, catalogue))
        }
    }

    /// A licence and those its holder needs with it, each as new as its own product on the server asks for; a product that needs
    /// none there asks for none.
    private static func terms(
        _ licence: String, _ rank: Int, _ product: Catalogue.Product, below rows: [ServedProduct],
        _ catalogue: Catalogue
    ) -> [Term] {
        var terms = [Term(licence: licence, rank: rank)]
        for required in catalogue.licence(licence)?.requires ?? [] {
            guard let base = catalogue.licence(required), base.product != product.id else { continue }
            let known = rows.filter { $0.product.id == base.product }
            let asking = known.filter { $0.need == .cal }
            if asking.isEmpty, !known.isEmpty { continue }
            terms.append(Term(licence: required, rank: asking.map(\.rank).max() ?? Rank.any))
        }
        return terms
    }

    /// True for what every access to the server is access to; remote desktops are reached by sessions alone.
    var isReachedByAll: Bool { product.id != Sessions.product }
}

/// The terms of every server.
struct TermsByServer: Sendable {
    private var known: [Int: [OutsiderTerms]] = [:]
    private let unlisted: [OutsiderTerms]

    init(_ study: Study, served: ServedProducts) {
        unlisted = [OutsiderTerms(windowsOf: study.catalogue)].compactMap { $0 }
        var rows: [Int: [ServedProduct]] = [:]
        for row in served.rows {
            if let server = row.server { rows[server, default: []].append(row) }
        }
        let order = Dictionary(
            study.catalogue.products.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        known = rows.mapValues { rows in
            (rows.contains { $0.product.id == ExternalLicensing.product } ? [] : unlisted)
                + rows.enumerated().sorted { a, b in
                    (order[a.element.product.id] ?? 0, a.offset) < (order[b.element.product.id] ?? 0, b.offset)
                }.map { OutsiderTerms($0.element, among: rows, catalogue: study.catalogue) }
        }
    }

    /// In the order of the catalogue, Windows Server first.
    func terms(_ server: Int) -> [OutsiderTerms] { known[server] ?? unlisted }
}
