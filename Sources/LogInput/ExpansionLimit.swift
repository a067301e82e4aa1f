/// Stops decompression bombs: content that no log could be.
///
/// Memory is flat whatever the ratio, so what a bomb takes is time, and that grows with what comes out of it, not with
/// the file. A limit on the decompressed size alone would refuse the real logs of large servers. A limit on the ratio
/// alone would refuse small files of padding: a crashed server leaves logs of NULs, which gzip packs 1,032 to 1, its
/// maximum. So both must be passed: `floor`, about a second of work, and `ratio`. Every record carries something new:
/// an event at least its time to 100 ns and its number, 8 bytes in 1,500, a web line at least its time and a
/// duration, 2 bytes in 150. That is 190 to 1 at most, and real logs reach 50.
final class ExpansionLimit {
    /// Decompressed bytes per byte as found.
    static let ratio: UInt64 = 500

    private let floor: UInt64
    private let asFound: () -> UInt64
    private var decompressed: UInt64 = 0

    /// - Parameters:
    ///   - floor: decompressed bytes below which nothing is refused.
    ///   - asFound: bytes of the file as found that are behind what was decompressed so far.
    init(floor: UInt64, asFound: @escaping () -> UInt64) {
        self.floor = floor
        self.asFound = asFound
    }

    /// Notes what came out of a decompressor.
    func add(_ count: Int) { decompressed += UInt64(count) }

    /// What to say where the limit is passed; nil where it is not.
    var excess: String? {
        guard decompressed > floor, decompressed / ExpansionLimit.ratio > asFound() else { return nil }
        return "decompression was stopped after \(decompressed) bytes: they came from \(asFound()), more than "
            + "\(ExpansionLimit.ratio) to 1, and no log packs so well; what came before is read, what follows is lost"
    }
}
