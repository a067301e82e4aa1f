/// To whom suites of one flavour were given.
struct SuiteGifts: Sendable {
    /// Line of entitlements.csv by index, and number of the user or device.
    var holders: [(line: Int, holder: Int)]
    /// All lines whose licences were given away one by one, or were left over.
    var lines: Set<Int>
}
