import AccessModel

/// Logs of a few servers with holes that are known: records lost within a day and over days, cleared logs, a stopped
/// service, quiet days, exports filtered by event id, days without a web log.
///
/// What is planted is drawn from the seed; `GapTruth` is what was planted, never read back from the logs.
public struct GappyLogs: Sendable {
    public var seed: UInt64

    public init(seed: UInt64) { self.seed = seed }

    private static let serverCount = 4
    private static let securityIDs = [(id: 4624, share: 40), (4634, 35), (4672, 20), (4798, 5)]
    private static let systemIDs = [(id: 7036, share: 70), (7040, 20), (6013, 10)]

    /// Writes the logs into a new or empty folder.
    public func generate(into folder: String) throws(SyntheticEstateError) -> GapTruth {
        var random = SeededRandom(seed: seed)
        var truth = GapTruth()
        for number in 1...GappyLogs.serverCount {
            try writeServer("srv0\(number).corp.example.com", into: folder, &truth, &random)
        }
        try writeSite("web01", into: folder, &truth, &random)
        truth.reasons.sort()
        return truth
    }

    // MARK: Event logs

    private func writeServer(
        _ server: String, into folder: String, _ truth: inout GapTruth, _ random: inout SeededRandom
    ) throws(SyntheticEstateError) {
        let hasSystemLog = random.chance(60)
        let isFiltered = random.chance(35)
        // Of a filtered log alone nobody could say when the machine ran again.
        let downtimes =
            hasSystemLog || !isFiltered ? GapTimeline.downtimes(&random, hasSystemLog: hasSystemLog) : []
        var security = GapLog(
            server: server, name: "Security",
            records: GapTimeline.records(perDay: 45...70, eventIDs: GappyLogs.securityIDs, downtimes, &random),
            downtimes: downtimes)
        for downtime in downtimes {
            if downtime.isTold { security.insert(GapRecord(time: downtime.from, eventID: 1100)) }
            security.insert(GapRecord(time: downtime.to.later(by: 900), eventID: 4608))
        }
        plant(in: &security, isFiltered: isFiltered, &random)
        var logs: [GapLog] = []
        if hasSystemLog { logs.append(systemLog(of: &security, downtimes, &random)) }
        logs.append(security)
        for log in logs {
            var log = log
            // Low numbers come again where ids begin again.
            log.number(from: random.pick([1, 700, 1_000_000]))
            for (number, records) in log.exports(&random).enumerated() where !records.isEmpty {
                let path = "\(folder)/\(server)/\(log.name)-\(number).xml"
                try GapLogText.write(records, of: log, to: path)
            }
            truth.reasons += log.reasons
            truth.recordIDs["\(log.server) \(log.name)"] = log.verdict
        }
    }

    private func plant(in log: inout GapLog, isFiltered: Bool, _ random: inout SeededRandom) {
        if isFiltered {
            let kept: Set<Int> = random.pick([[4624], [4624, 4634], [4624, 4634, 4672]])
            let keepsClearings = random.chance(50)
            log.filter = GapLog.Filter { record in
                kept.contains(record.eventID) || keepsClearings && [1100, 1102].contains(record.eventID)
            }
            // What would be a hole in a whole export is none here.
            if random.chance(50) { plantHiddenHole(in: &log, &random) }
            if keepsClearings, random.chance(50) { log.plantClearing(restarts: false, &random) }
            for _ in 0..<random.below(3) { log.plantQuietDays(&random) }
            return
        }
        if random.chance(40) { log.plantClearing(restarts: random.chance(50), &random) }
        for _ in 0..<random.below(3) { log.plantHoleInDay(isFilled: false, &random) }
        if random.chance(50) { log.plantHoleAcrossDays(&random) }
        if random.chance(40) { log.plantHoleInDay(isFilled: true, &random) }
        if random.chance(40) { log.plantQuietDays(&random) }
        if random.chance(40) { log.plantLoss(&random) }
        if random.chance(30) { log.plantRebirth(&random) }
    }

    private func plantHiddenHole(in log: inout GapLog, _ random: inout SeededRandom) {
        var other = log
        other.plantHoleInDay(isFilled: false, &random)
        let reasons = log.reasons
        log = other
        log.setReasons(reasons)
    }

    /// The System log, which tells of stops, and of clearings of other logs.
    private func systemLog(
        of security: inout GapLog, _ downtimes: [GapDowntime], _ random: inout SeededRandom
    ) -> GapLog {
        var log = GapLog(
            server: security.server, name: "System",
            records: GapTimeline.records(perDay: 25...35, eventIDs: GappyLogs.systemIDs, downtimes, &random),
            downtimes: downtimes)
        for downtime in downtimes {
            log.insert(GapRecord(time: downtime.from, eventID: downtime.isTold ? 6006 : 7036))
            if !downtime.isTold { log.insert(GapRecord(time: downtime.to, eventID: 6008)) }
            log.insert(GapRecord(time: downtime.to.later(by: downtime.isTold ? 0 : 400), eventID: 6005))
        }
        for cleared in ["Application", "System", "Security"] where random.chance(30) {
            let moment = cleared == "Security" ? security.takeMoment(&random) : log.takeMoment(&random)
            guard let moment else { continue }
            log.take(moment)
            log.insert(GapRecord(time: moment, eventID: 104, clears: cleared))
            if cleared == "System" { log.noteClearing(at: moment) }
            if cleared == "Security" { security.noteClearing(at: moment) }
        }
        if random.chance(50) { log.plantHoleInDay(isFilled: false, &random) }
        return log
    }

    // MARK: A web site

    private func writeSite(
        _ server: String, into folder: String, _ truth: inout GapTruth, _ random: inout SeededRandom
    ) throws(SyntheticEstateError) {
        var missing: Set<Int> = []
        for _ in 0..<random.inRange(1...3) {
            let first = random.inRange(1...(GapTimeline.dayCount - 5))
            missing.formUnion(first...(first + random.below(3)))
        }
        for day in 0..<GapTimeline.dayCount where !missing.contains(day) {
            try GapLogText.writeSite(server, day: day, count: random.inRange(1...6), into: folder)
        }
        for day in missing where !missing.contains(day - 1) {
            let last = (day...).first { !missing.contains($0 + 1) } ?? day
            truth.reasons.append(
                GapTruth.Reason(
                    server: server, log: "W3SVC1", from: GapTimeline.day(day).text, to: GapTimeline.day(last).text,
                    kind: "no-line"))
        }
        truth.recordIDs["\(server) W3SVC1"] = ""
    }
}
