/// Which address belongs to whom on which day. Everything outside is from the ranges kept for documentation.
///
/// | range | who |
/// |---|---|
/// | 10.1.0.0/16 | office computers, leased for four days; terminals (10.1.200.x), kiosks (10.1.250.x) keep theirs |
/// | 10.64.0.0/12 | office computers and terminals for which there is no room there |
/// | 10.2.0.0/24 | servers |
/// | 10.20.0.4, 10.20.0.5 | the trusted and the unknown reverse proxy |
/// | 10.99.0.0/16 | VPN |
/// | 203.0.113.0/24 | public egress of the organisation, declared internal |
/// | 192.0.2.0/24 | partners (10-59), visitors (60-199), attackers (200-249) |
/// | 198.51.100.0/24 | homes (10-109), phones (130-199), visiting contractors (210-249) |
/// | 2001:db8::/32 | whoever has no room there, and one in three of the others |
struct AddressPlan {
    static let trustedProxy = "10.20.0.4"
    static let unknownProxy = "10.20.0.5"
    static let branchEgress = "203.0.113.10"
    private static let leaseDays = 4

    /// Size of the lease pool: twice the computers, so that an address changes hands.
    let poolSize: Int

    init(computers: Int) { poolSize = max(64, computers * 2) }

    /// The address of a leased computer, one per day and unlike any other computer's on that day.
    func leased(slot: Int, day: Int) -> String {
        let place = (slot + day / AddressPlan.leaseDays * 17) % poolSize
        let (net, host) = (place / 200, place % 200 + 20)
        return net < 198 ? "10.1.\(net + 1).\(host)" : "10.\(64 + net / 250).\(net % 250).\(host)"
    }

    func terminal(_ slot: Int) -> String {
        slot < 200 ? "10.1.200.\(slot + 10)" : "10.79.\(slot / 200).\(slot % 200 + 10)"
    }
    func kiosk(_ slot: Int) -> String { "10.1.250.\(slot + 10)" }
    func vpn(slot: Int) -> String { "10.99.\(slot / 200).\(slot % 200 + 10)" }

    func home(_ slot: Int) -> String {
        slot % 3 == 2 || slot >= 100
            ? "2001:db8:10:\(String(slot + 1, radix: 16))::20" : "198.51.100.\(slot + 10)"
    }

    /// A phone's carrier address: a new one every few days.
    func phone(_ slot: Int, day: Int) -> String {
        slot < 10
            ? "198.51.100.\(130 + slot * 7 + day / 10 % 7)"
            : "2001:db8:20:\(String(slot + 1, radix: 16))::\(String(day / 10 + 1, radix: 16))"
    }

    func partner(_ slot: Int) -> String {
        slot < 50 ? "192.0.2.\(slot + 10)" : "2001:db8:40::\(String(slot, radix: 16))"
    }

    func visitingContractor(_ slot: Int) -> String { "198.51.100.\(slot % 40 + 210)" }

    func visitor(_ number: Int) -> String {
        number % 4 == 3 || number >= 140
            ? "2001:db8:30:\(String(number + 1, radix: 16))::1" : "192.0.2.\(number + 60)"
    }

    func attacker(_ slot: Int) -> String { "192.0.2.\(slot % 50 + 200)" }
}
