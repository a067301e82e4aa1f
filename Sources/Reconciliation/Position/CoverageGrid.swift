import AccessModel
import Identity
import PositionModel

/// Which days of the window each server's logs cover.
struct CoverageGrid: Sendable {
    /// A log of a server: its summary, and what its days are.
    struct Log: Sendable {
        var summary: CoverageSummary
        /// Of the identities; nil for a server only servers.csv names.
        var server: Int?
        var marks: [Day: Mark]
    }

    private(set) var logs: [Log] = []
    var summaries: [CoverageSummary] { logs.map(\.summary) }
    private var fullServers: Set<Int> = []

    private struct Key: Hashable {
        /// Server of the identities; nil for one only servers.csv names.
        var server: Int?
        var name: ExactText
        var source: EvidenceSource
        var log: ExactText
    }
    enum Mark: Int, Comparable, Sendable {
        case covered = 1
        case partial, cleared
        static func < (a: Mark, b: Mark) -> Bool { a.rawValue < b.rawValue }
    }

    init(_ study: Study, served: ServedProducts) {
        guard let window = study.window else { return }
        var marks: [Key: [Day: Mark]] = [:]
        for day in study.evidence.coverage where window.contains(day.day) && day.records > 0 {
            let name = study.evidence.text(day.server)
            let server = study.serverByName[ExactText(name)]
            let key = Key(
                server: server, name: ExactText(server.map { study.identities.servers[$0].name } ?? name),
                source: day.source, log: ExactText(study.evidence.text(day.logChannel)))
            let mark: Mark = day.cleared ? .cleared : day.interrupted || day.lost ? .partial : .covered
            marks[key, default: [:]][day.day] = max(mark, marks[key]?[day.day] ?? mark)
        }
        // A server of servers.csv no log speaks of: every day is missing.
        let known = Set(marks.keys.map(\.name))
        for row in served.rows {
            let name = ExactText(row.server.map { study.identities.servers[$0].name } ?? row.name)
            if known.contains(name) { continue }
            marks[Key(server: row.server, name: name, source: .event, log: "Security")] = [:]
        }
        let keys = marks.keys.sorted { a, b in
            if a.name != b.name { return a.name < b.name }
            return a.source == b.source ? a.log < b.log : a.source.rawValue < b.source.rawValue
        }
        let fragile = Self.fragile(study)
        var full: [Int: Bool] = [:]
        for key in keys {
            let summary = Self.summary(
                key, marks: marks[key] ?? [:], window: window, fragile: key.server.flatMap { fragile[$0] })
            logs.append(Log(summary: summary, server: key.server, marks: marks[key] ?? [:]))
            if let server = key.server {
                let isFull = summary.none == 0 && summary.partial == 0 && summary.cleared == 0
                full[server] = (full[server] ?? true) && isFull
            }
        }
        fullServers = Set(full.filter(\.value).keys)
    }

    /// True where every log of the server covers every day of the window.
    func isFull(server: Int) -> Bool { fullServers.contains(server) }

    private static func summary(
        _ key: Key, marks: [Day: Mark], window: ClosedRange<Day>, fragile: (once: Int, all: Int)?
    ) -> CoverageSummary {
        let total = Int(window.upperBound.number) - Int(window.lowerBound.number) + 1
        func count(_ mark: Mark) -> Int { marks.values.reduce(0) { $0 + ($1 == mark ? 1 : 0) } }
        let missing = total - marks.count
        return CoverageSummary(
            server: key.name.string, source: key.source.name, log: key.log.string, covered: count(.covered),
            partial: count(.partial), none: missing, cleared: count(.cleared),
            gaps: gaps(marks.keys.sorted(), window: window),
            sensitivity: sensitivity(
                weak: missing + count(.partial) + count(.cleared), total: total, fragile: fragile))
    }

    /// Runs of days without a record.
    private static func gaps(_ days: [Day], window: ClosedRange<Day>) -> [String] {
        var gaps: [String] = []
        var next = window.lowerBound
        func close(before day: Day) {
            if next < day { gaps.append("\(next.text)..\(day.advanced(by: -1).text)") }
        }
        for day in days {
            close(before: day)
            next = day.advanced(by: 1)
        }
        close(before: window.upperBound.advanced(by: 1))
        return gaps
    }

    private static func sensitivity(weak: Int, total: Int, fragile: (once: Int, all: Int)?) -> String {
        guard weak > 0 else { return "Every day of the window is covered." }
        let days = "\(weak) of \(total) days are not fully covered"
        guard let fragile, fragile.all > 0 else {
            return days + "; no user of this server is in the evidence, so what they hide cannot be told."
        }
        return days
            + "; \(fragile.once) of the server's \(fragile.all) users were seen on a single day only, "
            + "and users who come as rarely may be missing altogether."
    }

    /// Per server: users seen on one day only, and all.
    private static func fragile(_ study: Study) -> [Int: (once: Int, all: Int)] {
        struct Pair: Hashable {
            var server: Int
            var user: Int
        }
        var first: [Pair: Day] = [:]
        var repeated: Set<Pair> = []
        for (row, resolved) in zip(study.evidence.rows, study.identities.rows)
        where row.outcome == .success && resolved.standing == .access {
            guard let user = resolved.user else { continue }
            let pair = Pair(server: resolved.server, user: user)
            if let day = first[pair] {
                if day != row.day { repeated.insert(pair) }
            } else {
                first[pair] = row.day
            }
        }
        var result: [Int: (once: Int, all: Int)] = [:]
        for pair in first.keys {
            var count = result[pair.server] ?? (0, 0)
            count.all += 1
            if !repeated.contains(pair) { count.once += 1 }
            result[pair.server] = count
        }
        return result
    }
}
