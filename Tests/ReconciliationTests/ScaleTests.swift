import AccessModel
import Foundation
import Licensing
import PositionModel
import Testing

@testable import Identity
@testable import Reconciliation

@Suite struct ScaleTests {
    /// A large estate in one go: nothing in the chain may grow with the square of people, servers or licences.
    /// `HEADCOUNT_FULL_SCALE` runs 100,000 people, 2,000 servers and a million rows.
    @Test func largeEstatesEnd() throws {
        let isFull = ProcessInfo.processInfo.environment["HEADCOUNT_FULL_SCALE"] != nil
        let (people, servers, rows) = isFull ? (100_000, 2000, 1_000_000) : (2000, 50, 20_000)
        let asOf = try #require(Day(text: "2026-10-31"))
        var estate = Estate()
        estate.settings.domains = ["CORP"]
        estate.settings.externalPatterns = ["ext-*"]
        estate.settings.contractors = (0..<people / 50).map {
            .init(account: "CORP\\u\($0)", onsite: true, hoursPerWeek: 40, end: nil)
        }
        var evidence = Evidence()
        var identities = Identities()
        for number in 0..<people {
            var account = DirectoryAccount()
            (account.domain, account.name, account.enabled) = ("corp", "u\(number)", true)
            (account.hasLastLogonColumn, account.lastLogon) = (true, asOf.start)
            account.memberOf = ["CN=Group\(number % 20),DC=corp"]
            estate.directory.accounts.append(account)
            identities.accounts.append(
                AccountIdentity(
                    domain: "corp", name: "u\(number)", sid: "", principalRule: "", directoryIndex: number,
                    user: number,
                    proof: "", join: "", lastSeen: asOf, onlyServiceLogons: false))
            identities.users.append(
                UserIdentity(name: "corp\\u\(number)", accounts: [number], directoryAccounts: [number]))
            identities.devices.append(
                DeviceIdentity(
                    name: "pc\(number)", isAddressOnly: false, days: 0, directoryIndex: nil, joins: [],
                    seenAsMachineOnly: false, isExternal: false))
            var seat = EntitlementEntry()
            (seat.licence, seat.quantity, seat.flavour) = ("ws-cal", 1, .device)
            (seat.version, seat.assignedTo) = ("2022", "pc\(number)")
            if number % 10 == 0 { estate.entitlements.append(seat) }
        }
        for number in 0..<servers {
            var entry = ServerEntry()
            (entry.server, entry.product, entry.version) = (
                "srv\(number)", "windows-server", number % 2 == 0 ? "2019" : "2022"
            )
            entry.accessGroups = number % 3 == 0 ? ["Group\(number % 20)"] : []
            estate.servers.append(entry)
            identities.servers.append(
                ServerIdentity(
                    name: "srv\(number)", names: ["srv\(number)"], entries: [number], proof: "", isServiceAccount: false
                ))
        }
        evidence.rows = EvidenceRows(
            (0..<rows).lazy.map { number in
                EvidenceRow(
                    server: TextID(number % servers), source: .event, eventID: 4624, channel: .network, logonType: 3,
                    accountDomain: 0, accountName: TextID(number % people) + 1, accountSID: 0, clientAddress: 0,
                    clientName: 0, outcome: .success, day: asOf, site: 0, productHint: 0, count: 1,
                    firstSeen: asOf.start, lastSeen: asOf.start)
            })
        identities.rows = ResolvedRows(
            (0..<rows).map { number in
                let user = number % people
                return ResolvedRow(
                    server: number % servers, account: user, user: user, device: (user &+ number / people * 7) % people,
                    clientRule: "", standing: .access)
            }, of: evidence.rows)
        evidence.lastDay = asOf
        let position = Reconciler(catalogue: try Catalogue.builtIn).position(
            evidence: evidence, identities: identities, estate: estate)
        #expect(position.bridgesSum)
        #expect(try position.bridge().defendedUsers == people)
        #expect(try position.row("user").evidenced == people)
    }
}
