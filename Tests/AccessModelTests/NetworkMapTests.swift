import AccessModel
import Testing

@Suite struct NetworkMapTests {
    private static let map: NetworkMap = {
        var settings = OrganisationSettings()
        settings.internalNetworks = ["203.0.113.0/24"]
        settings.vpnNetworks = ["198.51.100.0/25"]
        settings.trustedProxies = ["10.0.8.4", "10.0.9.0/24", "2001:db8::10"]
        return NetworkMap(settings)
    }()

    @Test(arguments: [
        ("10.200.1.1", true), ("172.16.0.1", true), ("172.32.0.1", false), ("192.168.255.255", true),
        ("192.169.0.1", false), ("100.64.0.1", true), ("100.128.0.1", false), ("169.254.1.1", true),
        ("127.0.0.1", true), ("::1", true), ("fd12::1", true), ("fe00::1", false), ("fe80::1", true),
        ("203.0.113.77", true), ("198.51.100.5", true), ("198.51.100.200", false), ("8.8.8.8", false),
        ("2001:db8::1", false),
    ]) func internalNetworks(address: String, isInternal: Bool) throws {
        #expect(Self.map.isInternal(try #require(IPAddress(address))) == isInternal)
    }

    /// Hayabusa 3.10 held 2000::/3, all of the public IPv6 addresses there are, for private: no visitor was external.
    @Test(arguments: [
        "2000::", "2000::1", "2001:4860:4860::8888", "2606:4700:4700::1111", "2a02:8109::1", "3fff::1",
        "3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    ]) func publicIPv6Of2000Slash3IsNotInternal(address: String) throws {
        let map = NetworkMap(OrganisationSettings())
        #expect(!map.isInternal(try #require(IPAddress(address))))
        // No default network reaches into it, whatever the address.
        let all = try #require(AddressRange("2000::/3"))
        #expect(all.contains(try #require(IPAddress(address))))
        for network in OrganisationSettings.defaultInternalNetworks {
            let range = try #require(AddressRange(network.range))
            #expect(range.base.isV4 || !all.contains(range.base), "\(network.range)")
        }
    }

    @Test func everyDefaultNetworkIsARange() {
        #expect(OrganisationSettings.defaultInternalNetworks.allSatisfy { AddressRange($0.range) != nil })
    }

    @Test func vpnAddressesAreInternalAndNamed() throws {
        #expect(Self.map.isVPN(try #require(IPAddress("198.51.100.5"))))
        #expect(!Self.map.isVPN(try #require(IPAddress("203.0.113.77"))))
    }

    /// Peer, forwarded list as recorded, client.
    @Test(arguments: [
        // Not a trusted proxy: whatever it forwards is its own claim.
        ("203.0.113.5", "192.0.2.1", "203.0.113.5"), ("203.0.113.5", "", "203.0.113.5"),
        // A trusted one: the right-most hop that is not trusted.
        ("10.0.8.4", "192.0.2.1", "192.0.2.1"), ("10.0.8.4", "192.0.2.1,+10.0.9.7", "192.0.2.1"),
        ("10.0.8.4", "192.0.2.1, 10.0.9.7, 10.0.9.8", "192.0.2.1"),
        ("10.0.8.4", "6.6.6.6,+192.0.2.1", "192.0.2.1"), ("10.0.8.4", "6.6.6.6,+192.0.2.1,+10.0.9.7", "192.0.2.1"),
        ("10.0.8.4", "192.0.2.1:51234", "192.0.2.1"), ("10.0.8.4", "[2001:db8::77]:51234", "2001:db8::77"),
        ("10.0.8.4", "::ffff:192.0.2.1", "192.0.2.1"), ("2001:db8::10", "192.0.2.1", "192.0.2.1"),
        ("10.0.8.4", "\"192.0.2.1\"", "192.0.2.1"),
        // integrations#5206: the field begins with a backslash. beats#34642: two hops without a blank.
        ("10.0.8.4", "\\192.0.2.1", "192.0.2.1"), ("10.0.8.4", "172.20.102.177,172.20.97.46", "172.20.97.46"),
        // RFC 7239.
        ("10.0.8.4", "for=192.0.2.1", "192.0.2.1"), ("10.0.8.4", "For=192.0.2.1;proto=http;by=10.0.8.4", "192.0.2.1"),
        ("10.0.8.4", "proto=https;for=\"[2001:db8::77]:4711\",+for=10.0.9.7", "2001:db8::77"),
        ("10.0.8.4", "for=6.6.6.6,+for=_hidden", "10.0.8.4"), ("10.0.8.4", "by=192.0.2.1", "10.0.8.4"),
        // Blank hops say nothing.
        ("10.0.8.4", "192.0.2.1,", "192.0.2.1"), ("10.0.8.4", "192.0.2.1,+", "192.0.2.1"),
        // Nobody else named: the furthest known hop.
        ("10.0.8.4", "", "10.0.8.4"), ("10.0.8.4", "-", "10.0.8.4"), ("10.0.8.4", "unknown", "10.0.8.4"),
        ("10.0.8.4", "10.0.9.7", "10.0.9.7"), ("10.0.8.4", "192.0.2.1,garbage,+10.0.9.7", "10.0.9.7"),
        ("10.0.8.4", "0.0.0.0", "10.0.8.4"), ("not an address", "192.0.2.1", "not an address"), ("", "192.0.2.1", ""),
    ]) func client(peer: String, forwarded: String, client: String) {
        #expect(Self.map.client(peer: peer, forwarded: forwarded) == client)
    }
}
