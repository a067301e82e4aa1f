/// The same numbers for the same seed: a linear congruential sequence of which the high bits are used.
struct RandomNumbers {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// A number from 0 to `bound - 1`.
    mutating func next(_ bound: Int) -> Int {
        state = state &* 0x2545_F491_4F6C_DD1D &+ 0x1405_7B7E_F767_814F
        return Int((state >> 33) % UInt64(bound))
    }
}
