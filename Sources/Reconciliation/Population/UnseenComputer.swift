/// Numbers for computers of the directory that nobody was seen at, among devices: negative, and out of the way of all others.
enum UnseenComputer {
    private static let base = -(1 << 40)
    /// Below every number of a device.
    static let none = Int.min

    /// - Parameter index: into `Directory.computers`.
    static func number(_ index: Int) -> Int { base - index }

    /// The computer behind a number; nil for any other device.
    static func index(_ number: Int) -> Int? { number <= base ? base - number : nil }
}
