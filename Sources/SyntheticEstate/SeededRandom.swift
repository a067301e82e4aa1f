/// A small, fast, repeatable source of numbers: the same seed gives the same sequence on every machine.
///
/// SplitMix64 (Steele, Lea, Flood: "Fast Splittable Pseudorandom Number Generators", 2014). Not for secrets.
struct SeededRandom {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A number from 0 to `bound - 1`; 0 for a bound below 1.
    mutating func below(_ bound: Int) -> Int {
        bound < 1 ? 0 : Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    mutating func inRange(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }

    /// True in `percent` of a hundred cases.
    mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

    mutating func pick<T>(_ items: [T]) -> T { items[below(items.count)] }

    /// `count` distinct elements in their original order (all of them where there are fewer).
    mutating func sample<T>(_ items: [T], _ count: Int) -> [T] {
        var left = items.count
        var wanted = min(count, items.count)
        var chosen: [T] = []
        for item in items where wanted > 0 {
            if below(left) < wanted {
                chosen.append(item)
                wanted -= 1
            }
            left -= 1
        }
        return chosen
    }
}
