import AccessModel
import Testing

@testable import Reconciliation

/// Which missing record ids are losses, and when.
@Suite struct RecordIDChainTests {
    private let first = Day(year: 2026, month: 10, day: 1) ?? Day(number: 0)

    private func time(_ day: Int, _ hour: Int, second: Int = 0) -> Instant {
        Instant(milliseconds: first.advanced(by: day).start.milliseconds + Int64(hour * 3600 + second) * 1000)
    }

    /// A range written from one hour of a day to another.
    private func range(_ ids: ClosedRange<UInt64>, _ day: Int, _ hours: ClosedRange<Int>) -> TimedIDRange {
        TimedIDRange(
            first: ids.lowerBound, last: ids.upperBound, firstTime: time(day, hours.lowerBound),
            lastTime: time(day, hours.upperBound))
    }

    /// By day, as the store gives them.
    private func chain(_ ranges: [TimedIDRange], cleared: [Int] = []) -> RecordIDChain {
        let days = Dictionary(grouping: ranges) { Day($0.firstTime) }
        return RecordIDChain(
            days.keys.sorted().map { EventLogDay(day: $0, ranges: TimedIDRange.union(of: days[$0] ?? [])) },
            cleared: cleared.map { time($0, 0)...time($0, 23) })
    }

    private func chain(_ ranges: [TimedIDRange], clearedAt: [ClosedRange<Instant>]) -> RecordIDChain {
        let days = Dictionary(grouping: ranges) { Day($0.firstTime) }
        return RecordIDChain(
            days.keys.sorted().map { EventLogDay(day: $0, ranges: TimedIDRange.union(of: days[$0] ?? [])) },
            cleared: clearedAt)
    }

    /// A hundred records a day.
    private func whole(_ days: ClosedRange<Int>, from id: UInt64 = 1) -> [TimedIDRange] {
        days.map { day in
            let start = id + UInt64(day - days.lowerBound) * 100
            return range(start...(start + 99), day, 0...23)
        }
    }

    @Test func aWholeLogHasNoGap() {
        let chain = chain(whole(0...5))
        #expect(chain.gaps == [] && chain.filteredDays == [] && chain.isOrderly)
        #expect(self.chain([]).gaps == [])
    }

    @Test func gapsLieBetweenTheTimesOfTheirNeighbours() {
        let log = [
            range(1...100, 0, 0...23), range(101...140, 1, 0...9), range(151...200, 1, 11...20),
            range(900...1000, 3, 2...23),
        ]
        #expect(
            chain(log).gaps == [
                .init(count: 10, after: time(1, 9), before: time(1, 11)),
                .init(count: 699, after: time(1, 20), before: time(3, 2)),
            ])
    }

    /// Old systems number from 1 after a clearing; a hole of the new life lies inside the ids of the old one.
    @Test func aNewLifeHasGapsOfItsOwn() {
        let old = whole(0...4) + [range(501...550, 5, 0...12)]
        let new = [range(1...40, 5, 13...23), range(41...80, 6, 0...8), range(101...140, 6, 12...23)]
        let chain = chain(old + new + [range(141...240, 7, 0...23)])
        #expect(chain.gaps == [.init(count: 20, after: time(6, 8), before: time(6, 12))])
        #expect(chain.missingOfLives == 20 && chain.isOrderly)
        #expect(
            chain.breaks == [
                .init(isRenewal: true, lastID: 550, firstID: 1, after: time(5, 12), before: time(5, 13))
            ])
        // A clearing that is recorded says why.
        #expect(self.chain(old + new, cleared: [5]).breaks == [])
        #expect(self.chain(old + new, cleared: [4]).breaks.count == 1)
        // A new life whose beginning is not there is one where the log is known to have been cleared.
        let late = [range(101...140, 6, 1...8), range(151...190, 6, 12...23)]
        #expect(self.chain(old + late, cleared: [5]).gaps.map(\.count) == [10])
        let unknown = self.chain(old + late)
        #expect(unknown.gaps == [] && !unknown.isOrderly)
        #expect(unknown.breaks.map(\.isRenewal) == [false])
    }

    /// The first records of a new machine, written before its clock was set.
    @Test func aClockAheadAtTheBeginningIsNoNewLife() {
        for stray in [1, 5] as [UInt64] {
            let log =
                [range(1...stray, 7, 0...1)] + whole(0...6, from: stray + 1)
                + [range((stray + 701)...(stray + 800), 7, 2...23)] + whole(8...11, from: stray + 801)
            let chain = chain(log)
            #expect(!chain.breaks.map(\.isRenewal).contains(true))
            #expect(chain.gaps == [] && chain.missingOfLives == nil)
        }
    }

    /// Some converters write 0 or 1 as the id of every record.
    @Test(arguments: [0, 1] as [UInt64])
    func idsThatNeverRiseAreNone(id: UInt64) {
        let chain = chain((0...5).map { TimedIDRange(id, at: time($0, 8)) })
        #expect(chain.breaks == [] && chain.gaps == [])
    }

    /// 1102 goes on with its ids; the log that begins anew the day after is not explained by it.
    @Test func aClearingExplainsOnlyWhatComesBehindIt() {
        let log = whole(0...3) + [range(401...450, 4, 0...12), range(451...500, 4, 13...23)] + whole(5...8)
        #expect(chain(log, clearedAt: [time(4, 12)...time(4, 12)]).breaks.map(\.isRenewal) == [true])
        #expect(chain(log, clearedAt: [time(4, 23)...time(4, 23)]).breaks == [])
    }

    /// Records of several threads come out of order; around midnight that shows as gaps on two days.
    @Test func disorderAtMidnightIsNoGap() {
        let log = [
            range(1...99, 0, 0...23), TimedIDRange(101, at: time(0, 23, second: 3599)),
            TimedIDRange(100, at: time(1, 0)), range(102...200, 1, 0...23),
        ]
        #expect(chain(log).gaps == [])
    }

    @Test func aClockSetBackIsNoGap() {
        // Days 0 to 5, then back to day 2.
        let log = whole(0...5) + [range(601...640, 2, 1...2), range(641...700, 3, 1...2)]
        #expect(chain(log).gaps == [])
    }

    @Test func twoMachinesOfOneNameHaveNoGapBetweenThem() {
        #expect(chain(whole(0...5) + whole(0...5, from: 50_000)).gaps == [])
        // One after the other within each day.
        var turns: [TimedIDRange] = []
        for day in 0...5 {
            let id = UInt64(day * 10)
            turns.append(range((id + 1)...(id + 10), day, 1...9))
            turns.append(range((id + 9001)...(id + 9010), day, 12...20))
        }
        #expect(chain(turns).gaps == [])
    }

    /// Every third record passes; the day without any shows all the same, but not here.
    @Test func aFilteredExportHasNoGaps() {
        var log: [TimedIDRange] = []
        for day in 0...9 where day != 4 {
            for number in 0..<20 {
                let id = UInt64(day * 60 + number * 3 + 1)
                log.append(TimedIDRange(id, at: time(day, 0, second: number * 4000)))
            }
        }
        let chain = chain(log)
        #expect(chain.gaps == [] && chain.filteredDays.count == 9 && chain.dayCount == 9)
        // One record now and then.
        let rare = [3, 9, 40].map { TimedIDRange(UInt64($0 * 1000), at: time($0, 5)) }
        #expect(self.chain(rare).gaps == [] && self.chain(rare).filteredDays.count == 3)
    }

    /// A filter that leaves out one record in a hundred.
    @Test func aFilterOfRareEventsIsOne() {
        var log: [TimedIDRange] = []
        for day in 0...9 {
            let start = UInt64(day * 100 + 1)
            log.append(range(start...(start + 40), day, 0...9))
            log.append(range((start + 42)...(start + 99), day, 10...23))
        }
        #expect(chain(log).gaps == [] && chain(log).filteredDays.count == 10)
    }

    /// Two hundred records a day for ten days, without the ids of `missing`.
    private func busy(without missing: [ClosedRange<UInt64>]) -> [TimedIDRange] {
        var log: [TimedIDRange] = []
        for day in 0...9 {
            for hour in 0..<20 {
                let start = UInt64(day * 200 + hour * 10 + 1)
                for id in start...(start + 9) where !missing.contains(where: { $0.contains(id) }) {
                    log.append(TimedIDRange(id, at: time(day, hour, second: Int(id - start) * 100)))
                }
            }
        }
        return log
    }

    /// A few lost records are no filter, and hide no loss beside them.
    @Test func singleLossesOnMostDaysAreLosses() {
        let singles = [0, 1, 2, 3, 4, 6, 7].map { UInt64($0 * 200 + 55) }.map { $0...$0 }
        let chain = chain(busy(without: singles + [1010...1184]))
        #expect(chain.gaps.map(\.count).sorted() == [1, 1, 1, 1, 1, 1, 1, 175])
        #expect(chain.filteredDays == [])
    }

    /// Where a rare event is left out, one large hole still is none of it.
    @Test func aHoleInAFilteredLogIsALoss() {
        let rare = (0...9).flatMap { day in [17, 81, 150].map { UInt64(day * 200 + $0) } }.map { $0...$0 }
        #expect(chain(busy(without: rare)).gaps == [])
        let chain = chain(busy(without: rare + [1020...1079]))
        #expect(chain.filteredDays.count == 10 && chain.gaps == [])
        #expect(self.chain(busy(without: rare + [1020...1140])).gaps.map(\.count) == [121])
    }

    /// An export of all, and one of logons for the months after it.
    @Test func onlyTheFilteredPartIsFiltered() {
        var filtered: [TimedIDRange] = []
        for day in 20...40 {
            for number in 0..<50 {
                let id = UInt64(day * 100 + number * 2 + 1)
                filtered.append(TimedIDRange(id, at: time(day, 0, second: number * 1000)))
            }
        }
        let lost = [range(301...340, 3, 0...9), range(361...400, 3, 12...23)]
        let chain = chain(whole(0...2) + lost + whole(4...19, from: 401) + filtered)
        #expect(chain.gaps.map(\.count) == [20])
        #expect(chain.filteredDays.count >= 21 && chain.filteredDays.count <= 24)
    }

    @Test func hostileIdsNeitherTrapNorHang() {
        var random = SplitMix(state: 5)
        let edges: [UInt64] = [0, 1, .max, .max - 1, 1 << 63]
        for _ in 0..<200 {
            let log = (0..<300).map { _ in
                let id = Bool.random(using: &random) ? edges.randomElement(using: &random) ?? 0 : random.next()
                let day = Int.random(in: 0...60, using: &random)
                return TimedIDRange(id, at: time(day, Int.random(in: 0...23, using: &random)))
            }
            let chain = chain(log, cleared: [7, 30])
            #expect(chain.gaps.allSatisfy { $0.count > 0 && $0.after <= $0.before })
        }
        #expect(chain([range(0...(.max), 0, 0...23)]).gaps == [])
        // As many days as there are, each with a lower id.
        let falling = (0..<20_000).map { TimedIDRange(UInt64(100_000 - $0), at: time($0, 5)) }
        #expect(chain(falling, cleared: Array(stride(from: 0, to: 20_000, by: 7))).gaps == [])
    }
}

/// SplitMix64: repeatable random numbers.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
