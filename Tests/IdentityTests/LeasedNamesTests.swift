import AccessModel
import PositionModel
import Testing

@testable import Identity

/// Addresses that only a DHCP server's log explains.
@Suite struct LeasedNamesTests {
    /// Somebody reaches a server from `address` on days 1 and 2 without a name.
    private func scene(_ leases: [EvidenceBuilder.Lease], address: String = "10.0.0.5") -> EvidenceBuilder {
        var builder = EvidenceBuilder()
        builder.logon("fs1", "corp", "alice", address: address, day: 1)
        builder.logon("fs1", "corp", "alice", address: address, day: 2)
        builder.leases = leases
        return builder
    }

    private func proofs(_ builder: EvidenceBuilder) -> [String] {
        builder.identities(Estate()).devices.map(\.proofs).joined().map { $0 }
    }

    private func devices(_ builder: EvidenceBuilder, _ estate: Estate = Estate()) -> [String] {
        builder.identities(estate).devices.map { $0.name + ($0.isAddressOnly ? " \($0.days)" : "") }
    }

    @Test func aLeaseNamesTheAddressOnItsDay() {
        var builder = scene([.init(address: "10.0.0.5", name: "pc1.corp.contoso.com", hour: 9)])
        #expect(devices(builder) == ["10.0.0.5 1", "pc1.corp.contoso.com"])
        // Elsewhere the machine is known by its short name: one device.
        builder.logon("fs2", "corp", "alice", address: "10.0.0.99", client: "pc1", day: 5)
        #expect(devices(builder) == ["10.0.0.5 1", "pc1"])
        #expect(proofs(builder).contains("address 10.0.0.5, leased to this name alone that day (2024-10-05)"))
    }

    @Test func twoNamesOnOneDayAreARange() {
        let builder = scene([
            .init(address: "10.0.0.5", name: "pc1", hour: 9), .init(address: "10.0.0.5", name: "pc2", hour: 15),
        ])
        #expect(devices(builder) == ["10.0.0.5 2"])
    }

    @Test func theStatedZoneDecidesTheDay() {
        // 23:30 in New York is the next day in UTC.
        let builder = scene([.init(address: "10.0.0.5", name: "pc1", hour: 23.5, zone: "America/New_York")])
        #expect(devices(builder) == ["10.0.0.5 1", "pc1"])
        #expect(proofs(builder).contains { $0.contains("(2024-10-06)") })
    }

    @Test func aServerThatLeasesForItsCallersIsNoDevice() {
        let pool = (5...8).map { EvidenceBuilder.Lease(address: "10.0.0.\($0)", name: "ras1", hour: 9) }
        #expect(devices(scene(Array(pool.prefix(LeasedNames.addressesPerDevice)))) == ["10.0.0.5 1", "ras1"])
        #expect(devices(scene(pool)) == ["10.0.0.5 2"])
    }

    @Test func addressesOfAVPNAreNotNamedByLeases() {
        var estate = Estate()
        estate.settings.networks.vpnNetworks = ["10.0.0.0/24"]
        #expect(devices(scene([.init(address: "10.0.0.5", name: "pc1", hour: 9)]), estate) == [])
    }

    @Test func turnedOffItExplainsNothing() {
        var estate = Estate()
        estate.settings.disabledRules = [JoinRules.lease.id]
        #expect(devices(scene([.init(address: "10.0.0.5", name: "pc1", hour: 9)]), estate) == ["10.0.0.5 2"])
    }

    @Test func leasesOfAddressesNobodyCameFromMakeNoDevice() {
        #expect(devices(scene([.init(address: "10.0.0.77", name: "pc9", hour: 9)])) == ["10.0.0.5 2"])
    }
}
