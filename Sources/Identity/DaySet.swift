import AccessModel

/// Distinct days, rising: a few bytes each where a set takes a block of its own for each device.
struct DaySet: Sendable {
    private var days: [Day] = []

    var count: Int { days.count }
    var first: Day? { days.first }
    var last: Day? { days.last }

    mutating func insert(_ day: Day) {
        let place = days.firstPlace { $0 < day }
        if place == days.count || days[place] != day { days.insert(day, at: place) }
    }
}

/// Which host an address had first on each day.
///
/// Sorted by day, eight bytes each: a hundred thousand addresses have millions of days.
struct DayHosts: Sendable {
    private struct Claim {
        var day: Day
        var host: Int32
    }

    private var claims: [Claim] = []

    /// The host that claimed the day; nil for none.
    func host(_ day: Day) -> Int? {
        let place = claims.firstPlace { $0.day < day }
        return place < claims.count && claims[place].day == day ? Int(claims[place].host) : nil
    }

    /// Gives the day to a host unless one has it.
    /// - Returns: the host that has it.
    mutating func claim(_ day: Day, _ host: Int) -> Int {
        let place = claims.firstPlace { $0.day < day }
        if place < claims.count, claims[place].day == day { return Int(claims[place].host) }
        claims.insert(Claim(day: day, host: Int32(host)), at: place)
        return host
    }
}

extension Array {
    /// The first place whose element is not `before`, of elements of which all that are come first.
    fileprivate func firstPlace(where before: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if before(self[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
