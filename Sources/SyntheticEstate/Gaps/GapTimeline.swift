import AccessModel

/// A record of an event log of `GappyLogs`.
struct GapRecord {
    var time: Instant
    var eventID: Int
    /// The log a 104 says was cleared.
    var clears = ""
    var recordID = 0
    /// False where no export has it.
    var isKept = true
    /// True where only an export of its own has it.
    var isApart = false
    /// True for the first record of a log that was made anew: ids begin again.
    var startsLife = false

    var day: Day { Day(time) }
}

/// When the machine of some logs stood still.
struct GapDowntime {
    var from: Instant
    var to: Instant
    /// False where it stopped without a word.
    var isTold: Bool
    /// The days beside it, too: nothing else is planted there.
    var days: ClosedRange<Int>
}

/// Draws when things happen in a log.
struct GapTimeline {
    static let dayCount = 26
    static let firstDay = Day(year: 2026, month: 9, day: 1) ?? Day(number: 0)

    static func day(_ index: Int) -> Day { firstDay.advanced(by: index) }

    static func time(_ day: Int, seconds: Int) -> Instant {
        Instant(milliseconds: GapTimeline.day(day).start.milliseconds + Int64(seconds) * 1000)
    }

    /// Up to two downtimes of a server, of hours or days.
    static func downtimes(_ random: inout SeededRandom, hasSystemLog: Bool) -> [GapDowntime] {
        var result: [GapDowntime] = []
        for start in [random.inRange(3...8), random.inRange(14...18)] where random.chance(50) {
            let length = random.below(4)
            let from = time(start, seconds: 3600 * random.inRange(8...11) + random.below(3600))
            let to = time(start + length, seconds: 3600 * random.inRange(13...16) + random.below(3600))
            result.append(
                GapDowntime(
                    from: from, to: to, isTold: !hasSystemLog || random.chance(60),
                    days: (start - 1)...(start + length + 1)))
        }
        return result
    }

    /// Records of a log on all days, none while the machine stood still.
    static func records(
        perDay: ClosedRange<Int>, eventIDs: [(id: Int, share: Int)], _ downtimes: [GapDowntime],
        _ random: inout SeededRandom
    ) -> [GapRecord] {
        var records: [GapRecord] = []
        for day in 0..<dayCount {
            // Seconds of the day, each once, some at its very beginning and end.
            var seconds: Set<Int> = []
            let count = random.inRange(perDay)
            while seconds.count < count { seconds.insert(random.below(86_400)) }
            for second in seconds.sorted() {
                let time = time(day, seconds: second)
                if downtimes.contains(where: { $0.from <= time && time <= $0.to }) { continue }
                records.append(GapRecord(time: time, eventID: pick(eventIDs, &random)))
            }
        }
        return records
    }

    private static func pick(_ eventIDs: [(id: Int, share: Int)], _ random: inout SeededRandom) -> Int {
        var rest = random.below(eventIDs.reduce(0) { $0 + $1.share })
        for (id, share) in eventIDs {
            if rest < share { return id }
            rest -= share
        }
        return eventIDs[0].id
    }
}
