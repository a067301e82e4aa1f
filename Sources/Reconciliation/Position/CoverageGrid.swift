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
        /// Record ids missing between the lowest and the highest, in words; empty where there are none at all.
        var missingRecordIDs = ""
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
        let logged = Self.loggedDays(study, window)
        let ids = Self.recordIDs(study, logged)
        let stops = Self.stops(logged)
        var marks: [Key: LogMarks] = [:]
        for (key, days) in logged where days.values.contains(where: { $0.records > 0 }) {
            marks[key] = LogMarks(
                days, source: key.source, window: window, gaps: ids[key]?.chain.gaps ?? [],
                breaks: ids[key]?.chain.breaks ?? [],
                stops: key.source == .event ? stops[key.name]?.stops ?? [] : [])
        }
        // A server of servers.csv no log speaks of: every day is missing.
        let known = Set(marks.keys.map(\.name))
        for row in served.rows {
            let name = ExactText(row.server.map { study.identities.servers[$0].name } ?? row.name)
            if known.contains(name) { continue }
            marks[Key(server: row.server, name: name, source: .event, log: "Security")] = LogMarks(
                [:], source: .event, window: window, gaps: [], breaks: [], stops: [])
        }
        let keys = marks.keys.sorted { a, b in
            if a.name != b.name { return a.name < b.name }
            if a.source != b.source { return a.source.rawValue < b.source.rawValue }
            // Servers that stay apart may have one name.
            return a.log == b.log ? (a.server ?? -1) < (b.server ?? -1) : a.log < b.log
        }
        let users = UserDays(study)
        var full: [Int: Bool] = [:]
        for key in keys {
            guard let log = marks[key] else { continue }
            let summary = Self.summary(
                key, log, window: window, ids: ids[key], fragile: key.server.map(users.fragile(on:)))
            logs.append(
                Log(
                    summary: summary, server: key.server, marks: log.marks,
                    missingRecordIDs: ids[key]?.missingText ?? ""))
            if let server = key.server {
                let isFull = summary.none == 0 && summary.partial == 0 && summary.cleared == 0
                full[server] = (full[server] ?? true) && isFull
            }
        }
        fullServers = Set(full.filter(\.value).keys)
    }

    // MARK: What the evidence says of each log

    private static func key(_ study: Study, _ server: TextID, _ source: EvidenceSource, _ log: TextID) -> Key {
        let name = study.evidence.text(server)
        let server = study.serverByName[ExactText(name)]
        return Key(
            server: server, name: ExactText(server.map { study.identities.servers[$0].name } ?? name), source: source,
            log: ExactText(study.evidence.text(log)))
    }

    private static func loggedDays(_ study: Study, _ window: ClosedRange<Day>) -> [Key: [Day: LoggedDay]] {
        var result: [Key: [Day: LoggedDay]] = [:]
        for day in study.evidence.coverage where window.contains(day.day) {
            let key = key(study, day.server, day.source, day.logChannel)
            result[key, default: [:]][day.day, default: LoggedDay()].add(day)
        }
        return result
    }

    /// By server.
    private static func stops(_ logged: [Key: [Day: LoggedDay]]) -> [ExactText: ServiceStops] {
        let events = logged.filter { $0.key.source == .event }
        return Dictionary(grouping: events, by: \.key.name).mapValues { ServiceStops($0.map(\.value)) }
    }

    /// What the record ids of a log say, whatever the window.
    private struct LogIDs {
        var chain: RecordIDChain
        var coverage: EventLogCoverage

        private var missing: UInt64 { chain.missingOfLives ?? coverage.missing }

        var missingText: String {
            coverage.ranges.isEmpty ? "" : (coverage.isCoarse ? "at least " : "") + "\(missing)"
        }

        var verdict: String {
            // One record says nothing of others.
            if coverage.held < 2 { return "" }
            if !chain.filteredDays.isEmpty {
                return chain.filteredDays.count == chain.dayCount ? "filtered" : "partly-filtered"
            }
            if !chain.gaps.isEmpty { return "gaps" }
            return missing == 0 || chain.isOrderly ? "whole" : "unclear"
        }
    }

    private static func recordIDs(_ study: Study, _ logged: [Key: [Day: LoggedDay]]) -> [Key: LogIDs] {
        var logs: [Key: [EventLogCoverage]] = [:]
        for log in study.evidence.eventLogs {
            logs[key(study, log.server, .event, log.logChannel), default: []].append(log)
        }
        return Dictionary(
            uniqueKeysWithValues: logs.compactMap { key, logs in
                guard var log = logs.first else { return nil }
                // The names of one machine write one log.
                for other in logs.dropFirst() { log.unite(with: other) }
                let cleared = (logged[key] ?? [:]).filter(\.value.isCleared).map { day, logged in
                    logged.clearings ?? day.start...day.advanced(by: 1).start
                }
                return (key, LogIDs(chain: RecordIDChain(log.days, cleared: cleared), coverage: log))
            })
    }

    /// True where every log of the server covers every day of the window.
    func isFull(server: Int) -> Bool { fullServers.contains(server) }

    // MARK: Summaries

    private static func summary(
        _ key: Key, _ log: LogMarks, window: ClosedRange<Day>, ids: LogIDs?, fragile: (once: Int, all: Int)?
    ) -> CoverageSummary {
        let total = Int(window.upperBound.number) - Int(window.lowerBound.number) + 1
        func count(_ mark: Mark) -> Int { log.marks.values.count { $0 == mark } }
        let missing = total - log.marks.count
        return CoverageSummary(
            server: key.name.string, source: key.source.name, log: key.log.string, covered: count(.covered),
            partial: count(.partial), none: missing, cleared: count(.cleared),
            gaps: log.silence.map { "\($0.lowerBound.text)..\($0.upperBound.text)" },
            sensitivity: sensitivity(
                weak: missing + count(.partial) + count(.cleared), total: total, fragile: fragile),
            recordIds: ids?.verdict ?? "", reasons: log.reasons)
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
}
