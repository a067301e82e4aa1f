import AccessModel
import Identity
import PositionModel

/// Who reaches a server for nothing but to administer it, as estate.yaml declares: two per server need no CAL for that
/// (catalogue: `two-administrators`). What they do elsewhere counts like everybody's.
struct Administrators: Sendable {
    private let pairs: Set<Pair>

    private struct Pair: Hashable {
        var server: Int
        var user: Int
    }

    init(_ study: Study) {
        var pairs: Set<Pair> = []
        var count: [Int: Int] = [:]
        for entry in study.estate.settings.administration {
            guard let server = Self.server(entry.server, study) else { continue }
            // A server under several names is one: of more than two accounts the first two are believed.
            for user in entry.accounts.compactMap(study.user(written:))
            where count[server, default: 0] < EstateSettings.Administration.maximum {
                if pairs.insert(Pair(server: server, user: user)).inserted { count[server, default: 0] += 1 }
            }
        }
        self.pairs = pairs
    }

    /// By any of its names, those of servers.csv too.
    private static func server(_ name: String, _ study: Study) -> Int? {
        let asked = ExactText(name.scalarLowercased)
        if let server = study.serverByName[asked] { return server }
        let entry = study.estate.servers.first { $0.aliases.contains { ExactText($0.scalarLowercased) == asked } }
        return entry.flatMap { study.serverByName[ExactText($0.server.scalarLowercased)] }
    }

    /// True where the user only administers the server.
    func contains(server: Int, user: Int?) -> Bool {
        guard !pairs.isEmpty, let user else { return false }
        return pairs.contains(Pair(server: server, user: user))
    }

    /// Tells who needs no CAL for administration, and of declarations that mean nobody or too many.
    static func note(_ study: Study, remarks: inout Remarks) {
        let declared = Administrators(study)
        for entry in study.estate.settings.administration {
            guard let server = server(entry.server, study) else { continue }
            let users = entry.accounts.compactMap(study.user(written:))
            for user in users where !declared.contains(server: server, user: user) {
                remarks.note(
                    file: "estate.yaml",
                    "administrators: \(study.name(ofUser: user)) is one more than two for "
                        + "\(study.identities.servers[server].name), and counts like everybody else")
            }
        }
        let names = Set(
            declared.pairs.map { pair in
                ExactText("\(study.name(ofUser: pair.user)) on \(study.identities.servers[pair.server].name)")
            }
        ).sorted().map(\.string)
        if !names.isEmpty {
            remarks.find(
                Finding(
                    id: "F-administrators", severity: .info, product: "",
                    statement: "\(names.count) users count on no server that they only administer.",
                    effect: "no CAL there (catalogue: two-administrators); elsewhere they count like everybody else",
                    evidence: "declared in estate.yaml, administrators: " + names.prefix(20).joined(separator: ", "),
                    explain: declared.pairs.sorted { ($0.server, $0.user) < ($1.server, $1.user) }
                        .prefix(FindingReferences.most).map {
                            ExplainReference(
                                server: study.identities.servers[$0.server].name, user: study.name(ofUser: $0.user))
                        }))
        }
        for entry in study.estate.settings.administration {
            if server(entry.server, study) == nil {
                remarks.note(
                    file: "estate.yaml", "administrators: neither logs nor servers.csv know the server \(entry.server)")
            }
            for account in entry.accounts where study.user(written: account) == nil {
                remarks.note(
                    file: "estate.yaml",
                    "administrators: neither directory nor logs know whom \(account) names, or they know several")
            }
        }
    }
}
