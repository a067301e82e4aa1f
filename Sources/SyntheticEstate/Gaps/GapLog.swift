import AccessModel

/// One event log of `GappyLogs`: its records, and what was planted in it.
struct GapLog {
    /// Which records an export lets pass.
    struct Filter {
        var passes: (GapRecord) -> Bool
    }

    let server: String
    let name: String
    private(set) var records: [GapRecord]
    private(set) var reasons: [GapTruth.Reason] = []
    var filter: Filter?
    /// Days on which something is planted, with a free one beside each.
    private var taken: Set<Int> = []

    init(server: String, name: String, records: [GapRecord], downtimes: [GapDowntime]) {
        self.server = server
        self.name = name
        self.records = records
        for downtime in downtimes {
            taken.formUnion(downtime.days)
            let (from, to) = (Day(downtime.from), Day(downtime.to))
            say(downtime.isTold ? "stopped" : "unexpected-stop", from, to)
            if to.number - from.number > 1 { say("no-record", from.advanced(by: 1), to.advanced(by: -1)) }
        }
    }

    mutating func say(_ kind: String, _ from: Day, _ to: Day, missing: Int = 0) {
        reasons.append(
            GapTruth.Reason(server: server, log: name, from: from.text, to: to.text, kind: kind, missing: missing))
    }

    /// What is to be reported, where what was planted does not show.
    mutating func setReasons(_ reasons: [GapTruth.Reason]) { self.reasons = reasons }

    /// Adds a record where it belongs by its time.
    mutating func insert(_ record: GapRecord) {
        let place = records.firstIndex { record.time < $0.time } ?? records.count
        records.insert(record, at: place)
    }

    /// A run of days on which nothing is planted yet, away from the first and the last one; nil where none is found.
    mutating func takeDays(_ count: Int, _ random: inout SeededRandom) -> ClosedRange<Int>? {
        for _ in 0..<20 {
            let first = random.inRange(2...(GapTimeline.dayCount - 3 - count))
            let days = first...(first + count - 1)
            if ((first - 1)...(first + count)).contains(where: taken.contains) { continue }
            taken.formUnion(days)
            return days
        }
        return nil
    }

    private func indices(on day: Int) -> [Int] {
        records.indices.filter { records[$0].day == GapTimeline.day(day) }
    }

    // MARK: Plants

    /// Records of one day are in no export, or in one of their own (then nothing is missing).
    mutating func plantHoleInDay(isFilled: Bool, _ random: inout SeededRandom) {
        guard let days = takeDays(1, &random) else { return }
        let all = indices(on: days.lowerBound)
        let start = random.inRange(3...(all.count / 2))
        let end = random.inRange(start...(all.count - 4))
        for index in all[start...end] {
            records[index].isKept = isFilled
            records[index].isApart = isFilled
        }
        let day = GapTimeline.day(days.lowerBound)
        if !isFilled { say("missing-ids", day, day, missing: end - start + 1) }
    }

    /// Records of the end of a day, of any whole days, and of the beginning of another.
    mutating func plantHoleAcrossDays(_ random: inout SeededRandom) {
        guard let days = takeDays(random.inRange(2...4), &random) else { return }
        let (first, last) = (indices(on: days.lowerBound), indices(on: days.upperBound))
        let lost = first[random.inRange(2...(first.count - 1))]...last[random.inRange(0...(last.count - 3))]
        for index in lost { records[index].isKept = false }
        let (from, to) = (GapTimeline.day(days.lowerBound), GapTimeline.day(days.upperBound))
        say("missing-ids", from, to, missing: lost.count)
        if days.count > 2 { say("no-record", from.advanced(by: 1), to.advanced(by: -1)) }
    }

    /// Days on which nothing happened: no ids are missing.
    mutating func plantQuietDays(_ random: inout SeededRandom) {
        guard let days = takeDays(random.inRange(1...3), &random) else { return }
        let quiet = Set(days.map(GapTimeline.day))
        records.removeAll { quiet.contains($0.day) }
        say("no-record", GapTimeline.day(days.lowerBound), GapTimeline.day(days.upperBound))
    }

    /// 1102; on old systems ids begin again with it.
    mutating func plantClearing(restarts: Bool, _ random: inout SeededRandom) {
        guard let time = takeMoment(&random) else { return }
        var record = GapRecord(time: time, eventID: 1102)
        record.startsLife = restarts
        insert(record)
        say("cleared", record.day, record.day)
    }

    /// The log is made anew without a word: ids begin again.
    mutating func plantRebirth(_ random: inout SeededRandom) {
        guard let time = takeMoment(&random) else { return }
        var record = GapRecord(time: time, eventID: 4624)
        record.startsLife = true
        insert(record)
        say("began-anew", record.day, record.day)
    }

    /// 1101, 1104 or 1108.
    mutating func plantLoss(_ random: inout SeededRandom) {
        guard let time = takeMoment(&random) else { return }
        insert(GapRecord(time: time, eventID: random.pick([1101, 1104, 1108])))
        say("records-lost", Day(time), Day(time))
    }

    /// The middle of a day of its own.
    mutating func takeMoment(_ random: inout SeededRandom) -> Instant? {
        takeDays(1, &random).map {
            GapTimeline.time($0.lowerBound, seconds: random.inRange(36_000...50_000)).later(by: 500)
        }
    }

    /// Plants nothing else on the day of a time.
    mutating func take(_ time: Instant) { taken.insert(Int(Day(time).number - GapTimeline.firstDay.number)) }

    /// Notes a clearing that another log tells of.
    mutating func noteClearing(at time: Instant) { say("cleared", Day(time), Day(time)) }

    mutating func number(from first: Int) {
        var next = first
        for index in records.indices {
            if records[index].startsLife { next = 1 }
            records[index].recordID = next
            next += 1
        }
    }

    // MARK: Exports

    /// The records of each export: what passes the filter, in up to three that overlap, and what is apart.
    func exports(_ random: inout SeededRandom) -> [[GapRecord]] {
        let passing = records.filter { $0.isKept && !$0.isApart && filter?.passes($0) ?? true }
        var exports: [[GapRecord]] = []
        var start = 0
        for _ in 0..<random.below(3) where passing.count - start > 200 {
            let end = start + random.inRange(100...(passing.count - start - 50))
            exports.append(Array(passing[start..<end]))
            start = end - random.below(60)
        }
        exports.append(Array(passing[start...]))
        let apart = records.filter { $0.isApart && filter?.passes($0) ?? true }
        if !apart.isEmpty { exports.append(apart) }
        // Some tools write the newest record first, and some have no order.
        return exports.map { records in
            switch random.below(4) {
            case 0: Array(records.reversed())
            case 1: random.sample(records, records.count / 2).reversed() + records
            default: records
            }
        }
    }

    /// What the ids of the log say.
    var verdict: String {
        if filter != nil { return "filtered" }
        return reasons.contains { $0.kind == "missing-ids" } ? "gaps" : "whole"
    }
}

extension Instant {
    func later(by milliseconds: Int64) -> Instant { Instant(milliseconds: self.milliseconds + milliseconds) }
}
