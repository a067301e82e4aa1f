import AccessModel
import PositionModel
import Testing

@testable import Identity

/// Machines whose account was renamed (4781): as servers and as devices.
@Suite struct MachineRenameTests {
    private let sid = "S-1-5-21-1-2-3-1201"
    private let otherSID = "S-1-5-21-1-2-3-1202"

    private func scene(_ old: String = "fs01", _ new: String = "fs02") -> EvidenceBuilder {
        var builder = EvidenceBuilder()
        builder.rename(old + "$", new + "$", sid: sid, day: 5)
        return builder
    }

    @Test func aRenamedServerIsOneServer() {
        var builder = scene()
        builder.logon("fs01.corp.contoso.com", "corp", "a", day: 4)
        builder.logon("fs02.corp.contoso.com", "corp", "a", day: 6)
        builder.logon("fs02", "corp", "a", day: 6)
        let identities = builder.identities()
        #expect(identities.servers.map(\.names) == [["fs01.corp.contoso.com", "fs02", "fs02.corp.contoso.com"]])
        #expect(
            identities.servers[0].proof.contains(
                "on dc1.corp.contoso.com renamed corp\\fs01$ to fs02$ (\(sid))"))
        #expect(identities.conflicts.isEmpty)
    }

    @Test func aChainOfServerNames() {
        var builder = scene()
        builder.rename("fs02$", "fs03$", sid: sid, day: 15)
        for (name, day) in [("fs01", 4), ("fs02", 10), ("fs03", 20)] { builder.logon(name, "corp", "a", day: day) }
        #expect(builder.identities().servers.count == 1)
    }

    @Test func anotherDomainsMachineIsAnother() {
        var builder = scene()
        builder.logon("fs01.emea.contoso.com", "corp", "a", day: 4)
        builder.logon("fs01", "corp", "a", day: 4)
        builder.logon("fs02.corp.contoso.com", "corp", "a", day: 6)
        #expect(builder.identities().servers.map(\.name) == ["fs01.emea.contoso.com", "fs02.corp.contoso.com"])
    }

    /// A day for the restart, and no more.
    @Test(arguments: [(6, 1), (7, 2)]) func aServerSeenUnderItsOldNameLaterIsAnother(day: Int, servers: Int) {
        var builder = scene()
        builder.logon("fs01", "corp", "a", day: 4)
        builder.logon("fs01", "corp", "a", day: day)
        builder.logon("fs02", "corp", "a", day: 8)
        let identities = builder.identities()
        #expect(identities.servers.count == servers)
        #expect(identities.conflicts.contains { $0.contains("machine fs01 was renamed") } == (servers == 2))
    }

    /// The usual replacement: the old server gives its name to the new one.
    @Test func aReplacedServersNameIsNotJoined() {
        var builder = scene("fs01", "fs01-old")
        builder.rename("fs-new$", "fs01$", sid: otherSID, day: 6)
        builder.logon("fs01", "corp", "a", day: 1)
        builder.logon("fs01", "corp", "a", day: 20)
        builder.logon("fs01-old", "corp", "a", day: 7)
        builder.logon("fs-new", "corp", "a", day: 5)
        #expect(builder.identities().servers.map(\.name) == ["fs-new", "fs01", "fs01-old"])
        #expect(builder.identities().conflicts.contains { $0.contains("machine fs01 was renamed") })
    }

    @Test func theDirectoryKnowsThatTheNameIsAnothers() {
        var builder = scene()
        builder.logon("fs01", "corp", "a", day: 20)
        builder.logon("fs02", "corp", "a", day: 20)
        var estate = Estate()
        estate.computer("fs01")
        estate.directory.computers[0].sid = otherSID
        #expect(builder.identities(estate).servers.count == 2)
    }

    @Test func serversThatAreListedApartStayApart() {
        var builder = scene()
        builder.logon("fs01", "corp", "a", day: 4)
        builder.logon("fs02", "corp", "a", day: 6)
        var estate = Estate()
        estate.server("fs01")
        estate.server("fs02")
        let identities = builder.identities(estate)
        #expect(identities.servers.count == 2)
        #expect(identities.conflicts.contains { $0.contains("servers.csv lists fs01, fs02") })
    }

    @Test func aRenamedClientIsOneDevice() {
        var builder = scene("pc01", "pc02")
        builder.logon("fs1", "corp", "a", address: "10.0.0.5", client: "pc01", day: 4)
        builder.logon("fs1", "corp", "pc02$", sid: sid, address: "10.0.0.6", day: 6)
        builder.logon("fs1", "corp", "a", address: "10.0.0.6", day: 6)
        let identities = builder.identities()
        #expect(identities.devices.map(\.name) == ["pc01"])
        #expect(identities.devices[0].proofs.contains { $0.contains("renamed corp\\pc01$ to pc02$") })
    }

    @Test func aClientsNameUsedAgainIsAnotherDevice() {
        var builder = scene("pc01", "pc02")
        builder.logon("fs1", "corp", "a", client: "pc01", day: 4)
        builder.logon("fs1", "corp", "pc01$", sid: otherSID, address: "10.0.0.7", day: 30)
        builder.logon("fs1", "corp", "a", client: "pc02", day: 30)
        #expect(builder.identities().devices.map(\.name) == ["pc01", "pc02"])
    }

    /// Renames that give many machines one SID, written by a controller or not, join none of them.
    @Test(arguments: ["dc1.corp.contoso.com", "fs1.corp.contoso.com"]) func oneSIDIsOneMachine(computer: String) {
        var builder = EvidenceBuilder()
        for number in 0..<14 {
            builder.rename("pc\(number)$", "zz$", sid: sid, day: 20, by: computer)
            builder.renames[number].hour = Double(number) / 60
            builder.logon("fs1", "corp", "a", client: "pc\(number)", day: 4)
        }
        #expect(builder.identities().devices.count == 14)
        #expect(builder.identities().conflicts.contains { $0.contains("not used") })
    }

    /// One name may go to a successor. Two that go on are no machine's old names.
    @Test(arguments: [(30, 2, false), (40, 3, true)]) func twoNamesThatGoOn(last: Int, devices: Int, isRefused: Bool) {
        var builder = scene("pc01", "pc02")
        builder.rename("pc02$", "pc03$", sid: sid, day: 30)
        builder.logon("fs1", "corp", "a", client: "pc01", day: 4)
        builder.logon("fs1", "corp", "a", client: "pc01", day: 40)
        builder.logon("fs1", "corp", "a", client: "pc02", day: 10)
        builder.logon("fs1", "corp", "a", client: "pc02", day: last)
        builder.logon("fs1", "corp", "a", client: "pc03", day: 41)
        let identities = builder.identities()
        #expect(identities.devices.count == devices)
        #expect(identities.conflicts.contains { $0.contains("were in use after") } == isRefused)
    }

    @Test func theRuleCanBeTurnedOff() {
        var builder = scene()
        builder.logon("fs01", "corp", "a", day: 4)
        var estate = Estate()
        builder.logon("fs02", "corp", "a", day: 6)
        #expect(builder.identities(estate).servers.count == 1)
        estate.settings.disabledRules = ["renamed-machine"]
        #expect(builder.identities(estate).servers.count == 2)
    }
}
