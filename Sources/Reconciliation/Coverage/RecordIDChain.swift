import AccessModel

/// The record ids of one event log in the order in which they were written, and what is missing between them.
///
/// Ids rise while a log lives. They begin again where it was made anew, and on old systems where it was cleared; clocks are
/// set back; several machines may have had one name. So ids are chained day by day, and a gap is a loss only where ids and
/// times agree: no record of the same life holds an id of the gap.
struct RecordIDChain {
    /// Records that are missing.
    struct Gap: Equatable {
        var count: UInt64
        /// Times of the records on both sides.
        var after: Instant
        var before: Instant
    }

    /// That ids fall where no clearing is recorded.
    struct Break: Equatable {
        /// True where they begin again with the first there is: what was written before is another log. Else a clock was set
        /// back, another machine has the name, or the beginning of another log is not there.
        var isRenewal: Bool
        /// The last id before and the first one behind, and the times of both records.
        var lastID: UInt64
        var firstID: UInt64
        var after: Instant
        var before: Instant
    }

    /// Losses, in order.
    let gaps: [Gap]
    /// In order.
    let breaks: [Break]
    /// Days on which the inputs leave records out everywhere, see `FilterRule`.
    let filteredDays: Set<Day>
    let dayCount: Int
    /// Ids missing between the lowest and the highest of each life; nil where all is one life.
    let missingOfLives: UInt64?
    /// False where ids and times disagree in a way that no new life explains: then ids may be missing that nothing is said of.
    let isOrderly: Bool

    /// How far times may go back between two records that were written one after the other: records of several threads
    /// come out of order.
    private static let disorder: Int64 = 60_000

    /// Ranges of a day whose times rise with their ids.
    private struct Run {
        var day: Day
        var ranges: [TimedIDRange]
    }

    /// Two ranges that follow each other with ids missing between them.
    private struct Hole {
        /// Days of the records on both sides.
        var from: Day
        var to: Day
        var gap: Gap
    }

    /// - Parameters:
    ///   - days: in order.
    ///   - cleared: when the log was cleared, each the first and the last time of a day.
    init(_ days: [EventLogDay], cleared: [ClosedRange<Instant>]) {
        dayCount = days.count
        let lives = Self.lives(of: days.flatMap(Self.runs), cleared: cleared)
        breaks = Self.breaks(lives, Self.ordered(cleared))
        let found = lives.map(Self.holes)
        let holes = found.flatMap(\.holes)
        missingOfLives =
            lives.count > 1 ? lives.reduce(0) { Self.sum($0, Self.missing(in: $1)) } : nil
        isOrderly = found.allSatisfy { !$0.isDisturbed } && lives.allSatisfy { Self.borders($0).count == $0.count - 1 }
        let filtered = FilterRule.filtered(Self.counts(days, lives, holes))
        filteredDays = filtered.days
        gaps = holes.filter { !filtered.explains($0.gap.count, from: $0.from, to: $0.to) }.map(\.gap)
            .sorted { ($0.after, $0.before, $0.count) < ($1.after, $1.before, $1.count) }
    }

    /// A day's ranges, cut where a higher id is earlier: there another life, or another machine, begins.
    private static func runs(of day: EventLogDay) -> [Run] {
        var runs: [Run] = []
        for range in day.ranges {
            if let last = runs.last?.ranges.last,
                range.firstTime.milliseconds >= last.lastTime.milliseconds - disorder
            {
                runs[runs.count - 1].ranges.append(range)
            } else {
                runs.append(Run(day: day.day, ranges: [range]))
            }
        }
        return runs.sorted { a, b in
            (a.ranges[0].firstTime, a.ranges[0].first) < (b.ranges[0].firstTime, b.ranges[0].first)
        }
    }

    /// A new life begins where ids fall and the log was cleared, or begin with the first there is.
    private static func lives(of runs: [Run], cleared: [ClosedRange<Instant>]) -> [[Run]] {
        let clearings = ordered(cleared)
        var lives: [[Run]] = []
        for (index, run) in runs.enumerated() {
            let next = index + 1 < runs.count ? runs[index + 1] : nil
            if let life = lives.last, !isNewLife(run, after: life, next: next, clearings) {
                lives[lives.count - 1].append(run)
            } else {
                lives.append([run])
            }
        }
        return lives
    }

    private static func isNewLife(_ run: Run, after life: [Run], next: Run?, _ clearings: [ClosedRange<Instant>])
        -> Bool
    {
        guard let before = life.last, let last = before.ranges.last, run.ranges[0].first <= last.last else {
            return false
        }
        if isCleared(between: last.lastTime, run.ranges[0].firstTime, clearings) { return true }
        // Ids that never rise are none: some converters write 0 or 1 everywhere.
        guard run.ranges[0].first <= 1, last.last > 1 else { return false }
        return !isStray(run, of: life, next: next)
    }

    /// True where a range from 1 is the beginning of the life before it, written while the clock was ahead: what comes
    /// behind it goes on where the life had got to, and the life itself begins where the range ends.
    private static func isStray(_ run: Run, of life: [Run], next: Run?) -> Bool {
        guard let last = life.last?.ranges.last?.last, run.ranges[0].last < .max,
            let start = life.map({ $0.ranges[0].first }).min()
        else { return false }
        let behind = run.ranges.count > 1 ? run.ranges[1] : next?.ranges[0]
        return start == run.ranges[0].last + 1 && behind.map { $0.first > last } ?? true
    }

    private static func ordered(_ clearings: [ClosedRange<Instant>]) -> [ClosedRange<Instant>] {
        clearings.sorted { ($0.upperBound, $0.lowerBound) < ($1.upperBound, $1.lowerBound) }
    }

    /// - Parameter clearings: in order.
    private static func isCleared(
        between first: Instant, _ last: Instant, _ clearings: [ClosedRange<Instant>]
    ) -> Bool {
        // The record of a clearing is the first of the new log, or one of another log at the same moment.
        let from = Instant(milliseconds: first.milliseconds - disorder)
        let to = Instant(milliseconds: last.milliseconds + disorder)
        var (start, end) = (0, clearings.count)
        while start < end {
            let middle = (start + end) / 2
            if clearings[middle].upperBound >= from { end = middle } else { start = middle + 1 }
        }
        return start < clearings.count && clearings[start].lowerBound <= to
    }

    /// Where ids fall and no clearing says why; records of several threads come out of order within a minute.
    private static func breaks(_ lives: [[Run]], _ clearings: [ClosedRange<Instant>]) -> [Break] {
        func look(_ old: Run?, _ new: Run?, isRenewal: Bool) -> Break? {
            guard let last = old?.ranges.last, let first = new?.ranges.first, first.first <= last.last, last.last > 1,
                !isCleared(between: last.lastTime, first.firstTime, clearings),
                isRenewal || first.firstTime.milliseconds - last.lastTime.milliseconds > disorder
            else { return nil }
            return Break(
                isRenewal: isRenewal, lastID: last.last, firstID: first.first,
                after: min(last.lastTime, first.firstTime), before: max(last.lastTime, first.firstTime))
        }
        var breaks: [Break] = []
        for (number, life) in lives.enumerated() {
            if number > 0, let found = look(lives[number - 1].last, life.first, isRenewal: true) {
                breaks.append(found)
            }
            for (old, new) in zip(life, life.dropFirst()) {
                if let found = look(old, new, isRenewal: false) { breaks.append(found) }
            }
        }
        return breaks
    }

    /// The last range of one run and the first of the next, where ids rise from one to the other.
    private static func borders(_ life: [Run]) -> [(before: Run, after: Run)] {
        zip(life, life.dropFirst()).filter { before, after in
            guard let last = before.ranges.last else { return false }
            // Runs of one day are apart because their ids and times disagree.
            return before.day < after.day && last.last < after.ranges[0].first
        }.map { (before: $0.0, after: $0.1) }
    }

    // MARK: Holes

    /// The holes of a life, and whether there are others whose ids are held out of order.
    private static func holes(of life: [Run]) -> (holes: [Hole], isDisturbed: Bool) {
        let held = held(life)
        var (holes, isDisturbed) = ([Hole](), false)
        func look(_ before: TimedIDRange, _ from: Day, _ after: TimedIDRange, _ to: Day) {
            let count = after.first - before.last - 1
            guard count > 0 else { return }
            guard !holds(held, above: before.last, below: after.first) else { return isDisturbed = true }
            let times = (before.lastTime, after.firstTime)
            holes.append(
                Hole(
                    from: from, to: to,
                    gap: Gap(count: count, after: min(times.0, times.1), before: max(times.0, times.1))))
        }
        for run in life {
            for (before, after) in zip(run.ranges, run.ranges.dropFirst()) { look(before, run.day, after, run.day) }
        }
        for (before, after) in borders(life) {
            if let last = before.ranges.last { look(last, before.day, after.ranges[0], after.day) }
        }
        return (holes, isDisturbed)
    }

    private static func held(_ life: [Run]) -> [RecordIDRange] {
        RecordIDRange.union(of: life.flatMap { $0.ranges.map(\.ids) })
    }

    private static func missing(in life: [Run]) -> UInt64 {
        let held = held(life)
        return zip(held, held.dropFirst()).reduce(0) { sum($0, $1.1.first - $1.0.last - 1) }
    }

    private static func sum(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let (sum, overflows) = a.addingReportingOverflow(b)
        return overflows ? .max : sum
    }

    /// True where some range has an id between two ids that are held themselves.
    private static func holds(_ ranges: [RecordIDRange], above low: UInt64, below high: UInt64) -> Bool {
        // The first range that ends above `low`.
        var (start, end) = (0, ranges.count)
        while start < end {
            let middle = (start + end) / 2
            if ranges[middle].last > low { end = middle } else { start = middle + 1 }
        }
        return start < ranges.count && ranges[start].first < high
    }

    // MARK: Filtered or not

    private static func counts(_ days: [EventLogDay], _ lives: [[Run]], _ holes: [Hole]) -> [FilterRule.DayCount] {
        var counts = days.map { FilterRule.DayCount(day: $0.day) }
        let places = Dictionary(days.enumerated().map { ($1.day, $0) }, uniquingKeysWith: { first, _ in first })
        for run in lives.joined() {
            if let place = places[run.day] { counts[place].neighbours += neighbours(in: run) }
        }
        for (_, after) in lives.flatMap(borders) {
            if let place = places[after.day] { counts[place].neighbours += 1 }
        }
        for hole in holes {
            guard let place = places[hole.to] else { continue }
            counts[place].apart += 1
            guard hole.from == hole.to else { continue }
            counts[place].innerGaps += 1
            if hole.gap.count <= FilterRule.smallGap { counts[place].smallGaps += 1 }
        }
        for (index, day) in days.enumerated() where day.rangeCount > EventLogDay.maximumRanges {
            counts[index].isScattered = true
            (counts[index].neighbours, counts[index].apart) = (day.rangeCount, day.rangeCount)
        }
        return counts
    }

    private static func neighbours(in run: Run) -> Int {
        // More ids than there can be records are a hostile log's.
        let most: UInt64 = 1 << 40
        return Int(run.ranges.reduce(0) { min($0 + min($1.last - $1.first, most) + 1, most) }) - 1
    }
}
