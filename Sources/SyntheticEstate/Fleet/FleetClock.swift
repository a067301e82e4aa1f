import AccessModel

/// Turns a share of the log into a time: most of a working day's events fall into its working hours.
struct FleetClock {
    /// Weight of each UTC hour of a working day.
    private static let hours = [1, 1, 1, 1, 1, 2, 8, 14, 16, 15, 14, 10, 12, 15, 14, 12, 9, 5, 3, 2, 2, 2, 1, 1]
    /// 2026-09-01T00:00:00Z, a Tuesday, in milliseconds.
    private static let start: Int64 = 1_788_220_800_000

    /// Events up to the end of each hour, by weight.
    private let sums: [Int]

    init(days: Int) {
        var sums: [Int] = []
        var sum = 0
        for day in 0..<days {
            // Tuesday is day 0: 4 and 5 are the weekend.
            let isWeekend = day % 7 == 4 || day % 7 == 5
            for hour in FleetClock.hours {
                sum += isWeekend ? 2 : hour * 2
                sums.append(sum)
            }
        }
        self.sums = sums
    }

    /// Ticks of 100 ns since 1970 at `done` of `all`.
    func ticks(at done: Int, of all: Int) -> Int64 {
        let total = sums.last ?? 1
        let place = Double(min(done, all)) / Double(max(all, 1)) * Double(total)
        var (low, high) = (0, sums.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if Double(sums[middle]) <= place { low = middle + 1 } else { high = middle }
        }
        let before = low == 0 ? 0 : sums[low - 1]
        let part = min((place - Double(before)) / Double(sums[low] - before), 1)
        return (FleetClock.start + Int64(low) * 3_600_000) * 10_000 + Int64(part * 36_000_000_000)
    }

    /// `YYYY-MM-DDTHH:MM:SS.` and 7 digits, or 9 of which the last two are zero, as servers before 2019 write them.
    static func text(ticks: Int64, nineDigits: Bool) -> [UInt8] {
        let day = Day(number: Int32(ticks / 864_000_000_000)).civil
        let second = Int(ticks / 10_000_000 % 86_400)
        var text: [UInt8] = []
        text.reserveCapacity(30)
        put(day.year, 4, to: &text)
        for (sign, value) in [
            ("-", day.month), ("-", day.day), ("T", second / 3600), (":", second / 60 % 60), (":", second % 60),
        ] as [(Unicode.Scalar, Int)] {
            text.append(UInt8(ascii: sign))
            put(value, 2, to: &text)
        }
        text.append(UInt8(ascii: "."))
        put(Int(ticks % 10_000_000), 7, to: &text)
        if nineDigits { text += [0x30, 0x30] }
        return text
    }

    private static func put(_ value: Int, _ digits: Int, to text: inout [UInt8]) {
        var unit = 1
        for _ in 1..<digits { unit *= 10 }
        while unit > 0 {
            text.append(UInt8(0x30 + value / unit % 10))
            unit /= 10
        }
    }
}
