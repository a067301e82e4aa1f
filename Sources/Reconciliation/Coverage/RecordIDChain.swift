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

    /// That ids begin again where no clearing is recorded: what was written before is lost, or another machine has the name.
    struct Renewal: Equatable {
        /// The last id before, and the times of the records on both sides.
        var lastID: UInt64
        var after: Instant
        var before: Instant
    }

    /// Losses, in order.
    let gaps: [Gap]
    let renewals: [Renewal]
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
    ///   - cleared: days on which the log was cleared.
    init(_ days: [EventLogDay], cleared: Set<Day>) {
        dayCount = days.count
        let lives = Self.lives(of: days.flatMap(Self.runs), cleared: cleared)
        renewals = Self.renewals(lives, cleared.sorted())
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
    private static func lives(of runs: [Run], cleared: Set<Day>) -> [[Run]] {
        let clearings = cleared.sorted()
        var lives: [[Run]] = []
        for run in runs {
            if let before = lives.last?.last, !isNewLife(run, after: before, clearings) {
                lives[lives.count - 1].append(run)
            } else {
                lives.append([run])
            }
        }
        return lives
    }

    private static func isNewLife(_ run: Run, after before: Run, _ clearings: [Day]) -> Bool {
        guard let last = before.ranges.last, run.ranges[0].first <= last.last else { return false }
        return run.ranges[0].first <= 1 || isCleared(from: before.day, to: run.day, clearings)
    }

    /// - Parameter clearings: in order.
    private static func isCleared(from first: Day, to last: Day, _ clearings: [Day]) -> Bool {
        var (start, end) = (0, clearings.count)
        while start < end {
            let middle = (start + end) / 2
            if clearings[middle] >= first { end = middle } else { start = middle + 1 }
        }
        return start < clearings.count && clearings[start] <= last
    }

    private static func renewals(_ lives: [[Run]], _ clearings: [Day]) -> [Renewal] {
        zip(lives, lives.dropFirst()).compactMap { before, after in
            guard let old = before.last, let new = after.first, let last = old.ranges.last,
                !isCleared(from: old.day, to: new.day, clearings)
            else { return nil }
            let times = (last.lastTime, new.ranges[0].firstTime)
            return Renewal(lastID: last.last, after: min(times.0, times.1), before: max(times.0, times.1))
        }
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
