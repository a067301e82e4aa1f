import AccessModel
import PositionModel
import Testing

@testable import Identity

@Suite struct CensusTakerTests {
    /// A small estate with known answers.
    private func golden() -> (EvidenceBuilder, Estate) {
        var estate = Estate()
        estate.settings.domains = ["corp", "corp.contoso.com"]
        estate.account("corp.contoso.com", "alice", sid: "S-1-5-21-1-2-3-1", principal: "alice@contoso.com")
        estate.account("corp.contoso.com", "bob", sid: "S-1-5-21-1-2-3-2")
        estate.server("fs1")
        estate.server("web1", product: "sharepoint-server")
        estate.server("web1", product: "windows-server")
        estate.server("odd", product: "unknown")
        var builder = EvidenceBuilder()
        // fs1: alice on pc1 (name, then address on the same day), bob on an address for two days, pc2 as machine.
        builder.logon("fs1", "corp", "alice", sid: "S-1-5-21-1-2-3-1", address: "10.0.0.1", client: "pc1", day: 1)
        builder.logon("fs1", "corp.contoso.com", "alice@corp.contoso.com", address: "10.0.0.1", day: 1)
        builder.logon("fs1", "corp", "bob", address: "10.0.0.2", day: 1)
        builder.logon("fs1", "corp", "bob", address: "10.0.0.2", day: 2)
        builder.logon("fs1", "corp", "pc2$", address: "10.0.0.3", day: 1)
        builder.logon("fs1", "nt authority", "anonymous logon", sid: "S-1-5-7", address: "10.0.0.4", day: 1)
        builder.logon("fs1", "", "carl", client: "pc9", day: 2, channel: .ntlmValidation)
        builder.logon("fs1", "corp", "typo", address: "203.0.113.7", day: 2, outcome: .failure)
        // web1: alice from home, an outsider anonymously, an insider anonymously.
        builder.add(
            .init(
                server: "web1", channel: .web, name: "alice@contoso.com", address: "198.51.100.4", day: 3, source: .web,
                site: "w3svc1"))
        builder.visits.append(.init(server: "web1", site: "w3svc1", address: "198.51.100.9", day: 3, count: 5))
        builder.visits.append(.init(server: "web1", site: "w3svc1", address: "198.51.100.9", day: 4))
        builder.visits.append(.init(server: "web1", site: "w3svc1", address: "10.0.0.1", day: 1))
        builder.visits.append(.init(server: "web1", site: "w3svc1", address: "10.0.0.8", day: 1))
        builder.visits.append(
            .init(server: "web1", site: "w3svc1", address: "198.51.100.66", outcome: .failure, day: 3, count: 7))
        return (builder, estate)
    }

    @Test func countsWhatIsThere() throws {
        let (builder, estate) = golden()
        let census = builder.census(estate)
        #expect(census.servers.map(\.server) == ["fs1", "web1"])
        let file = try #require(census.server("fs1"))
        #expect(file.users == 2)
        #expect(file.leads == 1)
        #expect(file.devicesLow.value == 3)
        #expect(file.devicesHigh.value == 4)
        #expect(file.edges.value == 2)
        #expect(file.attempts == 1)
        #expect(file.records == 8)
        #expect(file.authenticatedFromOutside == 0)
        #expect(file.anonymousVisitors.value == 0)
        #expect(file.firstDay == EvidenceBuilder.day(1).text && file.lastDay == EvidenceBuilder.day(2).text)
        let web = try #require(census.server("web1"))
        #expect(web.users == 1)
        #expect(web.devicesLow.value == 3)
        #expect(web.edges.value == 1)
        #expect(web.authenticatedFromOutside == 1)
        #expect(web.anonymousVisitors.value == 1)
        #expect(web.attempts == 7)
        #expect(web.records == 16)
        #expect(web.reasons.isEmpty)
    }

    @Test func unionsCountAPersonOnce() {
        let (builder, estate) = golden()
        let unions = builder.census(estate).unions
        #expect(unions.map(\.product) == ["sharepoint-server", "windows-server"])
        #expect(unions[1].servers == 2)
        #expect(unions[1].users == 2)
        // pc1 on both servers once, pc2, and three addresses.
        #expect(unions[1].devicesLow.value == 5)
        #expect(unions[1].edges.value == 3)
        #expect(builder.census().unions.map(\.product) == ["all"])
    }

    @Test func whatIsExcludedIsLabelled() {
        let (builder, estate) = golden()
        let census = builder.census(estate)
        #expect(
            census.excludedAccounts.map { "\($0.rule) \($0.count)" } == [
                "anonymous-logon 1", "failures-only 1", "machine-account 1",
            ])
        #expect(census.excludedAccounts.map(\.label).allSatisfy { !$0.isEmpty })
        #expect(census.excludedClients.map { "\($0.rule) \($0.count)" } == ["no-access 1"])
    }

    @Test func channelsThatProveNothingCountNothing() {
        var builder = EvidenceBuilder()
        builder.logon("fs1", "corp", "svc", client: "pc1", channel: .batch)
        builder.logon("fs1", "corp", "svc", client: "pc1", channel: .service)
        let census = builder.census()
        #expect(census.server("fs1")?.users == 0)
        #expect(census.server("fs1")?.devicesHigh.value == 0)
        #expect(census.server("fs1")?.records == 2)
        #expect(census.excludedAccounts.map(\.rule) == ["no-access"])
    }

    @Test func aUserWithAnAccessIsNoLead() {
        var builder = EvidenceBuilder()
        builder.logon("dc1", "corp", "alice")
        builder.logon("dc1", "corp", "alice", channel: .ntlmValidation)
        builder.logon("dc1", "corp", "bob", channel: .ntlmValidation)
        builder.logon("dc1", "corp", "carl", outcome: .failure, channel: .ntlmValidation)
        let server = builder.census().server("dc1")
        #expect(server?.users == 1)
        #expect(server?.leads == 1)
    }

    @Test func windowAndEmptyEvidence() {
        let empty = CensusTaker.census(
            evidence: Evidence(), identities: IdentityResolver.resolve(evidence: Evidence(), estate: Estate()),
            estate: Estate(), productOf: { $0.product })
        #expect(empty.servers.isEmpty && empty.unions.isEmpty)
        #expect(empty.window == PositionWindow(from: "", to: "", asOf: ""))
        let (builder, estate) = golden()
        let window = builder.census(estate).window
        #expect(window.from == EvidenceBuilder.day(1).text && window.to == EvidenceBuilder.day(4).text)
        #expect(window.asOf == EvidenceBuilder.day(4).text)
    }

    @Test func theOrderOfTheRowsDoesNotMatter() {
        let (builder, estate) = golden()
        let census = builder.census(estate)
        let identities = builder.identities(estate)
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<20 {
            var shuffled = builder
            shuffled.rows.shuffle(using: &generator)
            shuffled.visits.shuffle(using: &generator)
            let other = shuffled.identities(estate)
            #expect(other.accounts == identities.accounts)
            #expect(other.users == identities.users)
            #expect(other.devices == identities.devices)
            #expect(other.servers == identities.servers)
            #expect(other.conflicts == identities.conflicts)
            let again = shuffled.census(estate)
            #expect(again.servers == census.servers)
            #expect(again.unions == census.unions)
            #expect(again.excludedAccounts == census.excludedAccounts)
            #expect(again.excludedClients == census.excludedClients)
        }
    }

    @Test func randomEvidenceIsCountedAsANaiveReaderCounts() {
        var generator = SeededGenerator(seed: 42)
        for _ in 0..<30 {
            var builder = EvidenceBuilder()
            for _ in 0..<200 {
                builder.logon(
                    "s\(Int.random(in: 0..<4, using: &generator))", "corp",
                    "u\(Int.random(in: 0..<15, using: &generator))",
                    address: Bool.random(using: &generator) ? "" : "10.0.0.\(Int.random(in: 1..<9, using: &generator))",
                    client: Bool.random(using: &generator) ? "" : "pc\(Int.random(in: 0..<12, using: &generator))",
                    day: Int.random(in: 1..<5, using: &generator),
                    outcome: Int.random(in: 0..<4, using: &generator) == 0 ? .failure : .success)
            }
            let census = builder.census()
            for server in census.servers {
                let naive = NaiveCensus(builder.rows, server: server.server)
                #expect(server.users == naive.users.count)
                #expect(server.devicesLow.value == naive.named.count + naive.addressesOfTheirOwn.count)
                #expect(server.devicesHigh.value == naive.named.count + naive.addressDays.count)
                #expect(server.edges.value == naive.edges.count)
            }
        }
    }
}

/// Counts one server of plain rows (one domain, short names) the slow and obvious way.
private struct NaiveCensus {
    struct AddressDay: Hashable {
        var address: String
        var day: Int
    }
    var users: Set<String> = []
    var named: Set<String> = []
    var addressDays: Set<AddressDay> = []
    var edges: Set<String> = []
    /// Addresses that on some day, at whatever server, no name or one name had: the others stand for those who are named.
    var addressesOfTheirOwn: Set<String> = []

    init(_ rows: [EvidenceBuilder.Row], server: String) {
        let good = rows.filter { $0.outcome == .success }
        func names(_ row: EvidenceBuilder.Row) -> Set<String> {
            Set(good.filter { $0.address == row.address && $0.day == row.day && !$0.client.isEmpty }.map(\.client))
        }
        let unnamed = good.filter { $0.client.isEmpty && !$0.address.isEmpty && names($0).count != 1 }
        let own = Set(unnamed.filter { names($0).isEmpty }.map(\.address))
        for row in good where row.server == server {
            users.insert(row.name)
            if !row.client.isEmpty {
                named.insert(row.client)
                edges.insert(row.name + " " + row.client)
                continue
            }
            if row.address.isEmpty { continue }
            let names = names(row)
            if names.count == 1, let name = names.first {
                named.insert(name)
                edges.insert(row.name + " " + name)
            } else {
                if own.contains(row.address) { addressesOfTheirOwn.insert(row.address) }
                addressDays.insert(AddressDay(address: row.address, day: row.day))
                edges.insert(row.name + " " + row.address)
            }
        }
    }
}

/// SplitMix64: the same numbers on every run.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
