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

    mutating func formUnion(_ other: DaySet) { for day in other.days { insert(day) } }
}

/// Which host an address had first on each day.
///
/// Sorted by day, eight bytes each: a hundred thousand addresses have millions of days.
struct DayHosts: Sendable {
    private struct Claim {
        var day: Day
        /// Below zero once a row got its device from the claim.
        private var code: Int32

        init(day: Day, host: Int) {
            self.day = day
            code = Int32(host)
        }

        var isUsed: Bool { code < 0 }
        var host: Int { Int(isUsed ? -1 - code : code) }
        mutating func use() { if !isUsed { code = -1 - code } }
    }

    private var claims: [Claim] = []

    /// The host that claimed the day; nil for none.
    func host(_ day: Day) -> Int? { place(day).map { claims[$0].host } }

    /// Where the claim of a day is; nil for none.
    func place(_ day: Day) -> Int? {
        let place = claims.firstPlace { $0.day < day }
        return place < claims.count && claims[place].day == day ? place : nil
    }

    func host(at place: Int) -> Int { claims[place].host }

    /// Notes that a row got its device from a claim.
    mutating func use(_ place: Int) { claims[place].use() }

    /// The same of claims used elsewhere, of the same days.
    mutating func use(_ other: DayHosts) {
        for place in other.claims.indices where other.claims[place].isUsed { claims[place].use() }
    }

    /// Days and hosts, by day.
    var all: some Sequence<(day: Day, host: Int)> { claims.lazy.map { (day: $0.day, host: $0.host) } }

    /// Days and hosts of the claims that were used, by day.
    var used: some Sequence<(day: Day, host: Int)> { claims.lazy.filter(\.isUsed).map { (day: $0.day, host: $0.host) } }

    /// Gives the day to a host unless one has it.
    /// - Returns: the host that has it.
    mutating func claim(_ day: Day, _ host: Int) -> Int {
        let place = claims.firstPlace { $0.day < day }
        if place < claims.count, claims[place].day == day { return claims[place].host }
        claims.insert(Claim(day: day, host: host), at: place)
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
