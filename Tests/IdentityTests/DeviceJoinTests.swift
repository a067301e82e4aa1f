import AccessModel
import PositionModel
import Testing

@testable import Identity

@Suite struct DeviceJoinTests {
    private func device(_ identities: Identities, _ row: Int) -> String {
        let resolved = identities.rows[row]
        guard let device = resolved.device else { return "rule " + resolved.clientRule }
        return identities.devices[device].name
    }

    private func resolved(_ builder: EvidenceBuilder, _ estate: Estate = Estate()) -> [String] {
        let identities = builder.identities(estate)
        return builder.rows.indices.map { device(identities, $0) }
    }

    @Test func namesMeetTheirOnlyFullName() {
        var builder = EvidenceBuilder()
        builder.logon("fs1", "corp", "a", client: "pc1")
        builder.logon("fs1", "corp", "a", client: "pc1.corp.contoso.com")
        builder.logon("fs1", "corp", "a", client: "pc2.a.com")
        builder.logon("fs1", "corp", "a", client: "pc2.b.com")
        #expect(resolved(builder) == ["pc1", "pc1", "pc2.a.com", "pc2.b.com"])
    }

    @Test func anAddressHasANameForADay() {
        var builder = EvidenceBuilder()
        builder.logon("fs1", "corp", "a", address: "10.0.0.9", client: "pc1", day: 1)
        builder.logon("fs1", "corp", "b", address: "10.0.0.9", day: 1)
        builder.logon("fs1", "corp", "b", address: "10.0.0.9", day: 2)
        builder.logon("fs1", "corp", "pc7$", address: "10.0.0.9", day: 3)
        builder.logon("fs1", "corp", "b", address: "10.0.0.9", day: 3)
        #expect(resolved(builder) == ["pc1", "pc1", "10.0.0.9", "pc7", "pc7"])
        let devices = builder.identities().devices
        #expect(devices.map(\.name) == ["10.0.0.9", "pc1", "pc7"])
        #expect(devices[0].isAddressOnly && devices[0].days == 1 && !devices[0].isExternal)
        #expect(devices[1].proofs == ["address 10.0.0.9, which only this name had that day (2024-10-05)"])
    }

    @Test func twoNamesOnOneDayLeaveTheAddressAlone() {
        var builder = EvidenceBuilder()
        builder.logon("fs1", "corp", "a", address: "10.0.0.9", client: "pc1")
        builder.logon("fs1", "corp", "b", address: "10.0.0.9", client: "pc2")
        builder.logon("fs1", "corp", "c", address: "10.0.0.9")
        #expect(resolved(builder) == ["pc1", "pc2", "10.0.0.9"])
        let device = builder.identities().devices[0]
        #expect(device.isShared && device.sharedDays == 1)
        #expect(device.proofs[0].hasPrefix("address that several names had on each of its days"))
        // No device of its own, or one a day: its row proves nobody who is not named.
        let one = builder.census().server("fs1")
        #expect(one?.devicesLow == Figure(2) && one?.devicesHigh == Figure(3))
        // On another day it has no name at all: then it is a device.
        builder.logon("fs1", "corp", "c", address: "10.0.0.9", day: 2)
        #expect(!builder.identities().devices[0].isShared)
        let two = builder.census().server("fs1")
        #expect(two?.devicesLow == Figure(3) && two?.devicesHigh == Figure(4))
    }

    /// What one name says of an address does not hold for a network behind it: two phones show that there is one.
    @Test func oneNameDoesNotSwallowPhones() {
        var estate = Estate()
        for name in ["ann", "bob", "carl"] { estate.account("corp", name) }
        var builder = EvidenceBuilder()
        for name in ["ann", "bob", "carl"] {
            builder.add(
                .init(server: "mail", channel: .web, domain: "corp", name: name, address: "10.5.0.1", source: .web))
        }
        builder.logon("fs1", "corp", "carl", address: "10.5.0.1", client: "pc1")
        builder.webDevices = [("corp\\ann", "A1", "10.5.0.1", 1), ("corp\\bob", "B2", "10.5.0.1", 1)]
        #expect(resolved(builder, estate) == ["deviceid:A1", "deviceid:B2", "10.5.0.1", "pc1"])
        #expect(builder.identities(estate).devices.first { $0.isAddressOnly }?.isShared == true)
        // One phone alone may be the mail program of the very machine.
        builder.webDevices.removeLast()
        #expect(resolved(builder, estate) == ["deviceid:A1", "pc1", "pc1", "pc1"])
    }

    /// The client types its id: one that a department agreed on is no device that licenses it.
    @Test func anIdOfSeveralUsersIsADeviceOfEach() {
        var estate = Estate()
        for name in ["ann", "bob"] { estate.account("corp", name) }
        var builder = EvidenceBuilder()
        for (name, address) in [("ann", "10.5.0.1"), ("bob", "10.5.0.2"), ("ann", "10.5.0.3")] {
            builder.add(
                .init(server: "mail", channel: .web, domain: "corp", name: name, address: address, source: .web))
            builder.webDevices.append(("corp\\" + name, "0", address, 1))
        }
        let (ann, bob) = ("deviceid:0 of corp\\ann", "deviceid:0 of corp\\bob")
        #expect(resolved(builder, estate) == [ann, bob, ann])
        // Two ids behind one address: none is taken, and the address is no further device.
        builder.webDevices.append(("corp\\ann", "1", "10.5.0.1", 1))
        #expect(resolved(builder, estate) == ["10.5.0.1", bob, ann])
        #expect(builder.identities(estate).devices.first { $0.isAddressOnly }?.isShared == true)
    }

    /// A phone is one device at whatever addresses; of a user with two behind one address none is taken.
    @Test func aPhoneIsKnownByItsId() {
        var estate = Estate()
        for name in ["ann", "bob"] { estate.account("corp", name) { $0.mail = "\(name)@contoso.com" } }
        var builder = EvidenceBuilder()
        func visit(_ name: String, _ address: String, _ day: Int) {
            builder.add(
                .init(
                    server: "mail", channel: .web, domain: "corp", name: name, address: address, day: day,
                    source: .web))
        }
        visit("ann", "198.51.100.1", 1)
        visit("ann", "203.0.113.2", 2)
        visit("bob", "198.51.100.1", 1)
        visit("bob", "203.0.113.9", 3)
        visit("ann", "10.0.0.5", 1)
        visit("ann", "10.0.0.6", 5)
        builder.logon("fs1", "corp", "ann", address: "10.0.0.6", client: "pc6", day: 5)
        builder.webDevices = [
            ("corp\\ann", "A.1", "198.51.100.1", 1), ("ann@contoso.com", "A.1", "203.0.113.2", 2),
            ("corp\\bob", "B2", "198.51.100.1", 1), ("corp\\bob", "B2", "203.0.113.9", 3),
            ("corp\\bob", "B3", "203.0.113.9", 3), ("corp\\ann", "A.1", "10.0.0.5", 1),
            ("corp\\ann", "A.1", "10.0.0.6", 5),
        ]
        // Its lease names the phone in the house; the id follows it.
        builder.leases = [.init(address: "10.0.0.5", name: "anns-phone", hour: 9)]
        let phone = "deviceid:A%2e1"
        #expect(
            resolved(builder, estate) == [phone, phone, "deviceid:B2", "203.0.113.9", phone, phone, "pc6"])
        let device = builder.identities(estate).devices.first { $0.name == phone }
        #expect(device?.isAddressOnly == false && device?.isExternal == false)
        #expect(device?.proofs == ["named by its id in web queries (2024-10-05..2024-10-09, 3 days)"])
        estate.settings.disabledRules = ["web-device"]
        #expect(
            resolved(builder, estate) == [
                "198.51.100.1", "203.0.113.2", "198.51.100.1", "203.0.113.9", "anns-phone", "pc6", "pc6",
            ])
    }

    @Test func namesFromFailuresNameNothing() {
        var builder = EvidenceBuilder()
        builder.logon("fs1", "corp", "a", address: "10.0.0.9", client: "random1", outcome: .failure)
        builder.logon("fs1", "corp", "a", address: "10.0.0.9", outcome: .failure)
        builder.logon("fs1", "corp", "a", address: "10.0.0.8", client: "pc1")
        builder.logon("fs1", "corp", "b", client: "pc1", outcome: .failure)
        #expect(resolved(builder) == ["rule no-access", "rule no-access", "pc1", "pc1"])
    }

    @Test func theServerItselfIsNoClient() {
        var estate = Estate()
        estate.server("ts1.corp.contoso.com") { $0.aliases = ["10.0.0.1"] }
        var builder = EvidenceBuilder()
        builder.logon("ts1.corp.contoso.com", "corp", "a", client: "ts1")
        builder.logon("ts1.corp.contoso.com", "corp", "a", address: "10.0.0.7", client: "ts1")
        builder.logon("ts1.corp.contoso.com", "corp", "a", address: "10.0.0.1")
        builder.logon("ts1.corp.contoso.com", "corp", "ts1$", address: "10.0.0.2")
        builder.logon("ts1.corp.contoso.com", "corp", "a", address: "10.0.0.2")
        #expect(
            resolved(builder, estate) == [
                "rule server-itself", "10.0.0.7", "rule server-itself", "rule server-itself", "rule server-itself",
            ])
    }

    @Test func everyClientRuleHasItsRow() {
        var estate = Estate()
        estate.server("app1") { $0.behind = ["front1", "10.0.0.4"] }
        estate.settings.networks.trustedProxies = ["10.0.8.4"]
        estate.settings.networks.vpnNetworks = ["10.99.0.0/16"]
        var builder = EvidenceBuilder()
        builder.logon("app1", "corp", "a", client: "front1")
        builder.logon("app1", "corp", "a", address: "10.0.0.4")
        builder.logon("app1", "corp", "a", address: "127.0.0.1")
        builder.logon("app1", "corp", "a", address: "::1")
        builder.logon("app1", "corp", "a", client: "app1")
        builder.logon("app1", "corp", "a", address: "10.0.8.4")
        builder.logon("app1", "corp", "a", address: "10.99.3.4")
        builder.logon("app1", "corp", "a", client: "local")
        builder.logon("app1", "corp", "a", client: "null")
        builder.logon("app1", "corp", "a")
        builder.logon("app1", "corp", "a", address: "10.0.0.77", outcome: .failure)
        let found = resolved(builder, estate)
        #expect(
            found
                == [
                    "front-end", "front-end", "loopback", "loopback", "server-itself", "trusted-proxy", "vpn", "local",
                    "no-name", "none", "no-access",
                ].map { "rule " + $0 })
        #expect(Set(found) == Set(ClientRules.table.map { "rule " + $0.id }))
        #expect(ClientRules.table.filter(\.forcesUser).map(\.id) == ["front-end", "trusted-proxy", "vpn"])
    }

    @Test func aVPNAddressWithANameIsThatDevice() {
        var builder = EvidenceBuilder()
        builder.settings.vpnNetworks = ["10.99.0.0/16"]
        builder.logon("fs1", "corp", "a", address: "10.99.3.4", client: "pc1")
        builder.logon("fs1", "corp", "b", address: "10.99.3.4")
        #expect(resolved(builder) == ["pc1", "pc1"])
    }

    @Test func aTrustedProxyHasNobodysName() {
        var builder = EvidenceBuilder()
        builder.settings.trustedProxies = ["10.0.8.4"]
        builder.logon("fs1", "corp", "a", address: "10.0.8.4", client: "pc1")
        builder.logon("fs1", "corp", "b", address: "10.0.8.4")
        #expect(resolved(builder) == ["pc1", "rule trusted-proxy"])
    }

    @Test func anAddressInThePlaceOfAName() {
        var builder = EvidenceBuilder()
        builder.logon("fs1", "corp", "a", client: "10.0.117.165")
        builder.logon("fs1", "corp", "a", client: "127.0.0.1")
        #expect(resolved(builder) == ["10.0.117.165", "rule loopback"])
    }

    @Test func devicesKnowTheirComputerAndServer() {
        var estate = Estate()
        estate.computer("pc1", dns: "pc1.corp.contoso.com")
        estate.computer("longworkstation", dns: "longworkstation1.corp.contoso.com")
        estate.server("sql01")
        var builder = EvidenceBuilder()
        builder.logon("fs1", "corp", "a", client: "pc1")
        builder.logon("fs1", "corp", "a", client: "longworkstation")
        builder.logon("fs1", "corp", "a", client: "longworkstation1.corp.contoso.com")
        builder.logon("fs1", "corp", "sql01$", client: "")
        builder.logon("fs1", "corp", "a", address: "203.0.113.9")
        let devices = builder.identities(estate).devices
        #expect(devices.map(\.name) == ["203.0.113.9", "longworkstation", "pc1", "sql01"])
        #expect(devices.map(\.directoryIndex) == [nil, 1, 0, nil])
        #expect(devices.map(\.seenAsMachineOnly) == [false, false, false, true])
        #expect(devices.map(\.isExternal) == [true, false, false, false])
        #expect(devices[3].serverIndex != nil && devices[2].serverIndex == nil)
    }

    @Test func managedServiceAccountsAndTrustsAreNoDevices() {
        var estate = Estate()
        estate.account("corp", "gmsa$") { $0.isManagedService = true }
        estate.account("corp", "fabrikam$")
        var builder = EvidenceBuilder()
        builder.logon("fs1", "corp", "gmsa$")
        builder.logon("fs1", "corp", "fabrikam$")
        builder.logon("fs1", "corp.contoso.com", "pc1$@corp.contoso.com")
        #expect(resolved(builder, estate) == ["rule none", "rule none", "pc1"])
    }
}
