import AccessModel
import Identity
import Licensing
import PositionModel

/// What the organisation declared of its sites.
struct Declarations: Sendable {
    private let sites: [(server: Int, site: ExactText, exemption: Catalogue.Exemption?, by: String)]
    /// Servers declared as web workload in servers.csv.
    private let webServers: Set<Int>
    private let webWorkload: Catalogue.Exemption?
    /// Anonymous Internet access to servers before 2012.
    let anonymousRule: Catalogue.Exemption?

    init(_ study: Study, remarks: inout Remarks) {
        let exemptions = study.catalogue.exemptions
        webWorkload = exemptions.first { $0.id == "web-workload" }
        anonymousRule = exemptions.first { $0.id == "internet-unauthenticated" }
        var sites: [(server: Int, site: ExactText, exemption: Catalogue.Exemption?, by: String)] = []
        for site in study.estate.settings.sites {
            guard let server = Self.server(site.server, study) else {
                remarks.note(file: "estate.yaml", "sites: the evidence knows no server \"\(site.server)\"")
                continue
            }
            let exemption = exemptions.first { $0.id == site.exemption.scalarLowercased }
            if exemption == nil, site.exemption.scalarLowercased != "none" {
                remarks.note(
                    file: "estate.yaml",
                    "sites: \"\(site.exemption)\" of \(site.server) is no exemption of the catalogue")
            }
            let by = [site.declaredBy, site.date].filter { !$0.isEmpty }.joined(separator: ", ")
            sites.append((server, ExactText(site.site.scalarLowercased), exemption, by))
        }
        self.sites = sites
        webServers = Set(
            study.estate.servers.filter { $0.exposure.scalarLowercased == "web-workload" }.compactMap {
                Self.server($0.server, study)
            })
    }

    private static func server(_ name: String, _ study: Study) -> Int? {
        let lower = name.scalarLowercased
        if let server = study.serverByName[ExactText(lower)] { return server }
        return study.identities.servers.firstIndex { ExactText($0.name.firstLabel) == ExactText(lower.firstLabel) }
    }

    private func entries(_ key: SiteKey) -> [(exemption: Catalogue.Exemption?, by: String)] {
        sites.filter {
            $0.server == key.server && ($0.site.isEmpty || $0.site.string == key.site.string.scalarLowercased)
        }
        .map { ($0.exemption, $0.by) }
    }

    /// True where somebody said what the site is, exempt or not.
    func isDeclared(_ key: SiteKey) -> Bool { !entries(key).isEmpty || webServers.contains(key.server) }

    /// What a declaration comes to.
    enum Declared: Sendable {
        case exempt(why: String)
        /// Declared, and it may hold or not: the version decides, and nobody knows it.
        case open(why: String)
        /// Declared, and it does not hold: why.
        case refused(why: String)
    }

    /// What was declared of a site or server, set against its version and all its evidence; nil where nothing was.
    func exemption(_ key: SiteKey, _ reach: OutsiderReach, version: Catalogue.Version?) -> Declared? {
        var declared = entries(key)
        if webServers.contains(key.server) { declared.append((webWorkload, "servers.csv exposure")) }
        var refused: Declared?
        for entry in declared {
            guard let exemption = entry.exemption else { continue }
            let name = "\(exemption.name) (\(exemption.id))"
            let by = "declared by \(entry.by.isEmpty ? "nobody named" : entry.by)"
            // The exemption is the web's: other access to the same server is none of it.
            guard reach.isIndirectOnly || (reach.site.isWeb && !reach.site.hasOtherAccess) else {
                refused = refused ?? .refused(why: "\(name), \(by), does not hold: outsiders came by more than the web")
                continue
            }
            guard exemption.authenticated || (reach.external.isEmpty && reach.unknown.isEmpty) else {
                refused = refused ?? .refused(why: "\(name), \(by), does not hold for users who logged on")
                continue
            }
            if let version {
                if Catalogue.Product.holds(exemption.versions, version.id) { return .exempt(why: "\(name), \(by)") }
                refused =
                    refused ?? .refused(why: "\(name), \(by), does not exist for Windows Server \(version.id)")
            } else if exemption.versions.contains("*") {
                return .exempt(why: "\(name), \(by)")
            } else {
                return .open(why: "\(name), \(by): whether it holds depends on the version, which is not known")
            }
        }
        return refused
    }
}
