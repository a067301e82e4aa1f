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
        for entry in study.estate.settings.administration {
            guard let server = study.serverByName[ExactText(entry.server.scalarLowercased)] else { continue }
            for account in entry.accounts {
                if let user = study.user(written: account) { pairs.insert(Pair(server: server, user: user)) }
            }
        }
        self.pairs = pairs
    }

    /// True where the user only administers the server.
    func contains(server: Int, user: Int?) -> Bool {
        guard !pairs.isEmpty, let user else { return false }
        return pairs.contains(Pair(server: server, user: user))
    }

    /// Tells of declarations that mean nobody.
    static func noteUnknown(_ study: Study, remarks: inout Remarks) {
        for entry in study.estate.settings.administration {
            if study.serverByName[ExactText(entry.server.scalarLowercased)] == nil {
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
