import AccessModel
import Testing

@Suite struct ChannelTests {
    @Test(arguments: [
        (UInt32(2), "interactive"), (3, "network"), (4, "batch"), (5, "service"), (7, "unlock"),
        (8, "network-cleartext"), (9, "new-credentials"), (10, "remote-interactive"), (11, "cached-interactive"),
        (12, "cached-remote-interactive"), (13, "cached-unlock"), (0, "logon-0"), (1, "logon-1"), (6, "logon-6"),
        (14, "logon-14"), (4_294_967_295, "logon-4294967295"),
    ]) func logonTypesHaveTheContractsNames(type: UInt32, name: String) {
        let channel = Channel(logonType: type)
        #expect(channel.name(logonType: type) == name)
        #expect(Channel(name: name) == channel)
    }

    @Test func everyNameReadsBack() {
        for channel in Channel.allCases where channel != .otherLogon {
            #expect(Channel(name: channel.name(logonType: 0)) == channel)
        }
        #expect(Set(Channel.allCases.map { $0.name(logonType: 0) }).count == Channel.allCases.count)
    }

    @Test(arguments: [
        "", "Interactive", "logon", "logon-", "logon-+5", "logon-05", "logon-2", "logon-x", "logon-4294967296", "web ",
    ]) func isNoChannel(name: String) { #expect(Channel(name: name) == nil) }

    @Test func standingIsThatOfTheContract() {
        let standing = Dictionary(grouping: Channel.allCases, by: \.standing)
        #expect(
            standing[.lead] == [
                .serviceAccountTicket, .ntlmValidation, .rdpAuthentication, .sqlLogin, .smbConnection,
            ])
        #expect(
            standing[.no] == [.batch, .service, .newCredentials, .otherLogon, .smtp, .smbSession, .sessionRefused])
    }

    @Test func outcomesAndSourcesHaveTheContractsNames() {
        #expect(Outcome.allCases.map(\.name) == ["success", "failure"])
        #expect(EvidenceSource.allCases.map(\.name) == ["event", "web"])
    }
}
