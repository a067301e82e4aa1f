import Licensing

/// Outsiders of a large estate, the same for the same seed: few servers have most of them.
enum SeededOutsiders {
    /// Windows Server of four versions on hosts of two servers each, every tenth a session host too; every twentieth server has
    /// visitors without a name. Each outsider reaches two to eight servers.
    /// - Parameters:
    ///   - held: External Connectors of Windows Server in the pool.
    ///   - price: of one, in hundredths; that of remote desktops costs 3.6 times as much, a CAL 50.00 and 170.00.
    static func needs(servers: Int, outsiders: Int, held: Int, price: Int64) -> OutsiderNeeds {
        var random = SplitMix(seed: 0xEC)
        var reached = [[Int32]](repeating: [], count: servers)
        for outsider in 0..<outsiders {
            for _ in 0..<(2 + random.below(7)) {
                let server = random.skewed(servers)
                if reached[server].last != Int32(outsider) { reached[server].append(Int32(outsider)) }
            }
        }
        let ranks: [Int32] = [40, 50, 60, 70]
        let demands = (0..<servers).map { server -> OutsiderNeeds.Demand in
            let rank = ranks[random.below(4)]
            let windows = OutsiderNeeds.Term(kind: 0, rank: rank)
            let terms = server % 10 == 0 ? [windows, OutsiderNeeds.Term(kind: 1, rank: rank)] : [windows]
            return OutsiderNeeds.Demand(
                hosts: [Int32(server / 2)], cals: terms, connectors: terms, outsiders: reached[server],
                hasAnonymous: server % 20 == 7)
        }
        return OutsiderNeeds(
            outsiders: outsiders, hosts: (servers + 1) / 2, cals: [.init(price: 5_000), .init(price: 17_000)],
            connectors: [
                .init(price: price, held: held > 0 ? [.init(rank: 50, count: held)] : []), .init(price: price * 18 / 5),
            ],
            demands: demands)
    }
}
