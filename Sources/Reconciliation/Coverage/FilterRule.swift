import AccessModel

/// How an export that leaves records out everywhere (filtered by event id, as most are) is told from one that lost some.
///
/// Record ids rise one by one while a log lives. A loss takes a run of records, so it leaves few gaps, however large; a
/// filter leaves a gap wherever a record did not pass, so it leaves many. What counts is therefore how many neighbouring
/// records have a gap between them, not how many ids are missing.
///
/// | rule | why this number |
/// |---|---|
/// | A day is filtered where one in `oneIn` neighbours has a gap between them. | Exports of logons alone have a gap between one in two or more; a filter that lets 19 of 20 records pass still has one in twenty. Lost runs are far fewer. |
/// | It is judged by at least `neighbours` of them where there are as many, those of the days around it too. | One gap among five records proves neither, and of few neighbours the share is chance. |
/// | It is filtered where its ids fall in more ranges than `EventLogDay.maximumRanges`. | So many runs are not lost in a day. |
/// | Of the days with less than one in `clearlyOneIn`, all are filtered where more than half have a gap inside, at least `fewestDays`, half of these gaps or more miss `smallGap` ids at most, and there are `fewestRareGaps` of them, one in `rareOneIn` neighbours. | A filter that leaves out a rare event leaves small gaps on every day. A few records lost on several days are a loss. |
/// | There a gap of more than `outsizedGap` ids is a loss all the same. | What is rare does not come that often in a row. |
///
/// One gap among twenty records or fewer is therefore no loss: no loss is invented where ids are too few to tell.
enum FilterRule {
    static let oneIn = 20
    /// Where so many have a gap between them, no rare event is what is left out.
    static let clearlyOneIn = 5
    static let neighbours = 200
    /// Days on both sides that a day is judged by, at most.
    static let mostDistance = 31
    static let fewestDays = 5
    static let smallGap: UInt64 = 8
    static let fewestRareGaps = 10
    static let rareOneIn = 200
    static let outsizedGap: UInt64 = 64

    /// Neighbouring records of a day, the first with the last one of the day before it.
    struct DayCount {
        var day: Day
        var neighbours = 0
        /// Those of `neighbours` that have a gap between them.
        var apart = 0
        /// True where ids fall in more ranges than are looked at.
        var isScattered = false
        /// Gaps between two records of the day: small ones, and all.
        var smallGaps = 0
        var innerGaps = 0
    }

    /// Days on which an export leaves records out everywhere.
    struct Verdict {
        /// Gaps between two records of such days say nothing, however large.
        var coarse: Set<Day>
        /// Only small gaps say nothing.
        var rare: Set<Day>

        var days: Set<Day> { coarse.union(rare) }

        /// True where ids missing between records of two days are what the export leaves out.
        func explains(_ missing: UInt64, from: Day, to: Day) -> Bool {
            coarse.contains(from) || coarse.contains(to)
                || missing <= outsizedGap && (rare.contains(from) || rare.contains(to))
        }
    }

    static func filtered(_ days: [DayCount]) -> Verdict {
        let shares = days.indices.map { share(around: $0, days) }
        // Rare events are looked for where no coarser filter is at work.
        let others = zip(days, shares).filter { $0.1.apart * clearlyOneIn < $0.1.seen }.map(\.0)
        let coarse = Set(zip(days, shares).filter { $0.1.apart > 0 && $0.1.apart * oneIn >= $0.1.seen }.map(\.0.day))
        return Verdict(coarse: coarse, rare: leavesOutRareEvents(others) ? Set(others.map(\.day)) : [])
    }

    private static func leavesOutRareEvents(_ days: [DayCount]) -> Bool {
        let withGaps = days.filter { $0.innerGaps > 0 }
        guard withGaps.count >= fewestDays, withGaps.count * 2 > days.count else { return false }
        let (small, all) = (withGaps.reduce(0) { $0 + $1.smallGaps }, withGaps.reduce(0) { $0 + $1.innerGaps })
        let neighbours = days.reduce(0) { $0 + $1.neighbours }
        return small * 2 >= all && all >= fewestRareGaps && all * rareOneIn >= neighbours
    }

    /// Neighbours of the day itself and of as many days on both sides as it takes.
    private static func share(around index: Int, _ days: [DayCount]) -> (seen: Int, apart: Int) {
        var (seen, apart) = (days[index].neighbours, days[index].apart)
        if days[index].isScattered { return (seen, apart) }
        var distance = 1
        while seen < neighbours, distance <= mostDistance {
            for other in [index - distance, index + distance] where days.indices.contains(other) {
                seen += days[other].neighbours
                apart += days[other].apart
            }
            distance += 1
        }
        return (seen, apart)
    }
}
