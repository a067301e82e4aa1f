import AccessModel

/// Writes what a collector gathers from the IIS logs of a farm of web servers: for measurements of speed.
///
/// Public sites, a mail front end, an intranet and an application, in one W3C extended log in order of time. Of the
/// lines 60 % carry no account: visitors from public addresses, and the handshakes of the firm's people, who reach the
/// other lines from internal addresses. Same seed and sizes, same bytes.
public struct WebFarmLogWriter: Sendable {
    /// How long the log gets: whole lines until the size is reached or passed.
    public enum Size: Sendable {
        /// Bytes of text before compression.
        case bytes(Int)
        /// Lines of requests.
        case lines(Int)
    }

    public var seed: UInt64
    /// Visitors from outside, one public address each; at most 16 million. All come where the log has room for them:
    /// about half of its lines are theirs.
    public var visitors: Int
    public var people: Int
    /// Days over which the log extends, from 2026-09-01.
    public var days: Int

    public init(seed: UInt64, visitors: Int = 200_000, people: Int = 8000, days: Int = 1) {
        self.seed = seed
        self.visitors = min(max(visitors, 1), 16_000_000)
        self.people = min(max(people, 1), 20_000)
        self.days = min(max(days, 1), 3650)
    }

    /// Writes the log and says what it shows.
    ///
    /// - Parameter compressed: true for gzip (level 6, the default of `gzip`), false for plain text.
    @discardableResult
    public func write(
        _ size: Size, to path: String, compressed: Bool = false
    ) throws(SyntheticEstateError) -> WebFarmTruth {
        let file = try OutputFile(path: path, gzipLevel: compressed ? 6 : nil)
        let total = if case .lines(let lines) = size { lines } else { 0 }
        let bytes = if case .bytes(let bytes) = size { bytes } else { total * WebFarm.usualLine }
        var farm = WebFarm(
            seed: seed, visitors: visitors, people: people, days: days, expectedLines: max(bytes / WebFarm.usualLine, 1)
        )
        while true {
            let (done, all) = if case .lines = size { (farm.truth.lines, total) } else { (farm.truth.bytes, bytes) }
            guard done < all else { break }
            farm.request(at: done, of: all)
            if let block = farm.nextBlock() { try file.write(block) }
        }
        try file.write(farm.pending)
        try file.close()
        return farm.truth
    }
}
