import AccessModel
import Analysis
import EstateInput
import EvidenceStore
import Foundation
import PositionModel
import Reporting
import SyntheticEstate
import Testing

/// `external` on estates whose truth is known: the checked-in one, and others of the same generator.
@Suite struct ExternalRunTests {
    /// An estate, and a store of its logs.
    private struct Scanned {
        let workspace: Workspace
        let folder: String
        let truth: Truth
        let store: EvidenceStore

        /// - Parameter seed: nil for `samples/estate`.
        init(seed: UInt64?) async throws {
            workspace = try Workspace()
            if let seed {
                folder = workspace.file("estate")
                truth = try EstateGenerator(seed: seed).generate(into: folder)
            } else {
                folder =
                    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                    .deletingLastPathComponent().appendingPathComponent("samples/estate").path
                truth = try Truth(json: Data(contentsOf: URL(fileURLWithPath: folder + "/truth.json")))
            }
            store = try EvidenceStore.open(path: workspace.file("store.headcount"), mode: .create)
            let networks = try EstateReader.read(folder: folder).settings.networks
            try store.set(networks)
            _ = try await Scan.run(paths: [folder + "/logs"], into: store, options: ScanOptions(jobs: 2))
        }

        /// A server of the truth by any name it has in the logs.
        func names(_ server: String) -> Set<String> {
            let names = truth.showable.servers.first { $0.server == server }?.names ?? []
            return Set(names + [server])
        }

        func line(_ report: ExposureReport, _ server: String, _ site: String) throws -> ExposureLine {
            let names = names(server)
            return try #require(
                report.lines.first {
                    (names.contains($0.server) || names.contains(String($0.server.prefix { $0 != "." })))
                        && $0.site == site && !$0.source.isEmpty && ($0.source == "web") == !site.isEmpty
                }, "no line for \(server) \(site)")
        }
    }

    static let seeds: [UInt64?] = [nil, 5, 77]

    /// The words: the proxy is found, the exposed servers are exactly those of the truth, and employees at home
    /// are not external visitors.
    @Test(arguments: seeds) func theTruthIsFound(seed: UInt64?) async throws {
        let scanned = try await Scanned(seed: seed)
        let estate = try EstateReader.read(folder: scanned.folder)
        let report = try ExternalRun.report(store: scanned.store, window: nil, estate: estate)

        var exposed: [ExposureLine] = []
        for expected in scanned.truth.external {
            let line = try scanned.line(report, expected.server, expected.site)
            let name = "\(expected.server) \(expected.site)"
            switch expected.exposed.value {
            case true?:
                #expect(line.exposed == .yes, "\(name)")
                #expect(!line.firstDay.isEmpty && line.firstDay <= line.lastDay, "\(name)")
                exposed.append(line)
            case false?: #expect(line.exposed == .no && line.firstDay.isEmpty, "\(name)")
            case nil: #expect(line.exposed == .notDeterminable, "\(name)")
            }
            #expect(line.anonymousVisitors.value == expected.anonymousVisitors.value, "\(name)")
            #expect(line.attempts == expected.attempts, "\(name)")
            #expect(line.employeesFromOutside == expected.employeesFromOutside, "\(name)")
            if !expected.proxySuspected {
                #expect(line.authenticatedVisitors.value == expected.authenticatedVisitors, "\(name)")
            }
            #expect(line.unknownRelation == 0, "\(name)")
        }
        // Exactly those: no other line says that it is exposed, or leaves it open.
        #expect(report.lines.filter { $0.exposed == .yes } == report.lines.filter(exposed.contains))
        let hidden = scanned.truth.external.filter(\.proxySuspected)
        let open = report.lines.filter { $0.exposed == .notDeterminable && $0.coveredDays > 0 }
        #expect(open.map(\.server) == hidden.map(\.server))
        // What other logs say of a server whose own were not read leaves its exposure open.
        #expect(report.lines.filter { $0.coveredDays == 0 }.allSatisfy { $0.exposed == .notDeterminable })
        #expect(report.lines.contains { $0.server == "app07" && $0.exposed == .notDeterminable })
        // Employees at home came, and are nobody's visitors.
        #expect(exposed.contains { $0.employeesFromOutside > 0 && $0.authenticatedVisitors.value == 0 })

        // The proxy nobody named is found, and no other address is called one; the one that is named is met.
        let suspected = report.proxies.filter { $0.kind == .suspected }
        #expect(suspected.map(\.peer) == ["10.20.0.5"] && suspected.map(\.server) == hidden.map(\.server))
        let trusted = report.proxies.filter { $0.kind == .trusted }
        #expect(trusted.map(\.peer) == ["10.20.0.4"] && trusted.map(\.site) == ["W3SVC3"])
        #expect(trusted.allSatisfy { $0.consequence.isEmpty })
    }

    /// The store alone: the same servers are exposed, but nothing says whose the users are.
    @Test func theStoreAloneLeavesTheRelationOpen() async throws {
        let scanned = try await Scanned(seed: nil)
        let window = WindowRequest.between(
            Day(text: scanned.truth.window.from), Day(text: scanned.truth.window.to))
        let report = try ExternalRun.report(store: scanned.store, window: window)
        for expected in scanned.truth.external {
            let line = try scanned.line(report, expected.server, expected.site)
            let name = "\(expected.server) \(expected.site)"
            #expect((line.exposed == .yes) == (expected.exposed.value == true), "\(name)")
            #expect(line.anonymousVisitors.value == expected.anonymousVisitors.value, "\(name)")
            #expect(line.attempts == expected.attempts, "\(name)")
            // Whoever came by name from outside is of unknown relation: never an employee, never an outsider.
            let outsiders = line.authenticatedVisitors.value ?? 0
            #expect(line.employeesFromOutside == 0 && outsiders == 0, "\(name)")
            if expected.employeesFromOutside > 0 {
                #expect(line.unknownRelation == expected.employeesFromOutside, "\(name)")
                #expect(line.reasons.contains { $0.figure == "unknownRelation" && $0.reason.contains("no directory") })
            }
        }
        #expect(report.limits.contains { $0.hasPrefix("No directory") })
        // Settings came with the scan: the networks are known.
        #expect(!report.limits.contains { $0.hasPrefix("No networks") })
    }

    /// A proxy the store's settings name, and a log that has no forwarded list: who is behind it is not told.
    @Test func aTrustedProxyThatForwardsNothingIsSaid() async throws {
        let scanned = try await Scanned(seed: 5)
        var networks = try scanned.store.settings()
        networks.trustedProxies.append("10.20.0.5")
        try scanned.store.set(networks)
        var estate = try EstateReader.read(folder: scanned.folder)
        estate.settings.networks = networks
        let report = try ExternalRun.report(store: scanned.store, window: nil, estate: estate)
        let line = try scanned.line(report, "web04", "W3SVC1")
        #expect(line.exposed == .notDeterminable)
        #expect(line.reasons.contains { $0.figure == "exposed" && $0.reason.contains("10.20.0.5") })
        #expect(line.reasons.contains { $0.figure == "anonymousVisitors" && $0.reason.hasPrefix("a lower bound") })
        let proxy = try #require(report.proxies.first { $0.peer == "10.20.0.5" })
        #expect(proxy.kind == .trusted && proxy.consequence.contains("forward no address"))
    }

    @Test func serversAreChosenByAnyOfTheirNames() async throws {
        let scanned = try await Scanned(seed: nil)
        let estate = try EstateReader.read(folder: scanned.folder)
        func servers(_ filter: ServerFilter) throws -> Set<String> {
            Set(
                try ExternalRun.report(store: scanned.store, window: nil, estate: estate, servers: filter).lines.map(
                    \.server))
        }
        let all = try servers(ServerFilter())
        let mail = try servers(ServerFilter(include: ["mail01*"]))
        // The log knows it by its address only.
        let byAddress = try servers(ServerFilter(include: ["10.2.0.15"]))
        #expect(mail.count == 1 && mail == byAddress)
        let others = try servers(ServerFilter(exclude: ["mail01*"]))
        #expect(others == all.subtracting(mail))
    }

    /// What somebody typed where the account belongs may be a password.
    @Test func typedNamesOfFailuresAreNeverShown() async throws {
        let workspace = try Workspace()
        let log = """
            #Software: Microsoft Internet Information Services 10.0
            #Fields: date time s-sitename s-computername s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip sc-status
            2026-10-05 08:00:00 W3SVC1 WEB1 10.2.0.9 GET /owa/ - 443 Secr3tPassw0rd 198.51.100.7 401
            2026-10-05 08:00:01 W3SVC1 WEB1 10.2.0.9 GET / - 443 - 198.51.100.8 200

            """
        try workspace.write(log, to: "logs/u_ex261005.log")
        let store = try EvidenceStore.open(path: workspace.file("store.headcount"), mode: .create)
        _ = try await Scan.run(paths: [workspace.file("logs")], into: store)
        let report = try ExternalRun.report(store: store, window: nil)
        let line = try #require(report.lines.first)
        #expect(line.attempts == 1 && line.anonymousVisitors.value == 1 && line.exposed == .yes)
        let texts = [
            try ExposureJSON.text(report), try ExposureJSON.lines(report), ExposureCSV.text(report),
            ExposureTable.text(report),
        ]
        #expect(texts.allSatisfy { !$0.lowercased().contains("passw0rd") })
    }

    /// Probes and crawlers are told, and stay visitors; behind a trusted proxy they are the address it forwards.
    @Test func probesAndCrawlersAreLabelled() async throws {
        let workspace = try Workspace()
        func line(_ client: String, _ agent: String, _ forwarded: String = "-", status: Int = 200) -> String {
            "2026-10-05 08:00:00 W3SVC1 WEB1 10.2.0.9 GET / - 443 - \(client) \(agent) \(status) \(forwarded)\n"
        }
        let head = """
            #Fields: date time s-sitename s-computername s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip \
            cs(User-Agent) sc-status X-Forwarded-For

            """
        let bing = "Mozilla/5.0+(compatible;+bingbot/2.0;++http://www.bing.com/bingbot.htm)"
        try workspace.write(
            head + line("198.51.100.1", "Mozilla/5.0+(Windows+NT+10.0)") + line("198.51.100.2", bing)
                + line("10.0.0.4", bing, "198.51.100.3") + line("198.51.100.4", "ELB-HealthChecker/2.0")
                // Refused, or from inside: no visitors, so no labelled ones.
                + line("198.51.100.5", bing, status: 404) + line("10.0.0.9", "ELB-HealthChecker/2.0"),
            to: "logs/u_ex261005.log")
        let store = try EvidenceStore.open(path: workspace.file("store.headcount"), mode: .create)
        var settings = OrganisationSettings()
        settings.trustedProxies = ["10.0.0.4"]
        try store.set(settings)
        _ = try await Scan.run(paths: [workspace.file("logs")], into: store)
        let found = try #require(try ExternalRun.report(store: store, window: nil).lines.first)
        #expect(found.anonymousVisitors.value == 4 && found.crawlers.value == 2 && found.probes.value == 1)
        #expect(!found.reasons.contains { $0.figure == "probes" || $0.figure == "crawlers" })
    }

    /// The hosts a mail service talks to are no visitors and no devices, whether they give a name or not; they stay in the
    /// rows for other programs.
    @Test func peersOfAMailServiceAreNoVisitors() async throws {
        let workspace = try Workspace()
        let log = """
            #Fields: date time c-ip cs-username s-sitename s-computername s-ip cs-method sc-status
            2026-10-05 08:00:00 198.51.100.7 - SMTPSVC1 MAIL1 10.2.0.9 EHLO 250
            2026-10-05 08:00:01 198.51.100.8 relay.example SMTPSVC1 MAIL1 10.2.0.9 EHLO 250
            2026-10-05 08:00:02 10.0.0.7 - SMTPSVC1 MAIL1 10.2.0.9 EHLO 250

            """
        try workspace.write(log, to: "logs/SMTPSVC1/ex261005.log")
        let store = try EvidenceStore.open(path: workspace.file("store.headcount"), mode: .create)
        _ = try await Scan.run(paths: [workspace.file("logs")], into: store)
        for line in try ExternalRun.report(store: store, window: nil).lines {
            #expect(line.anonymousVisitors.value == 0 && line.exposed != .yes && line.internalAddresses == 0)
        }
        let census = try CensusRun.census(store: store, window: nil)
        #expect(census.servers.allSatisfy { $0.anonymousVisitors.value == 0 && $0.devicesLow.value == 0 })
        var exported = 0
        try store.forEachRow(of: .anonymousVisits) { _ in
        } row: { _ in
            exported += 1
        }
        #expect(exported == 2)
    }

    /// Without c-ip nothing says where a request came from: neither "exposed" nor "not exposed".
    @Test func aLogWithoutClientAddressesTellsNothing() async throws {
        let workspace = try Workspace()
        let log = """
            #Fields: date time s-sitename s-computername cs-method cs-uri-stem cs-username sc-status
            2026-10-05 08:00:00 W3SVC1 WEB1 GET / - 200
            2026-10-05 08:00:01 W3SVC1 WEB1 GET / CORP\\anna 200

            """
        try workspace.write(log, to: "logs/u_ex261005.log")
        let store = try EvidenceStore.open(path: workspace.file("store.headcount"), mode: .create)
        _ = try await Scan.run(paths: [workspace.file("logs")], into: store)
        let line = try #require(try ExternalRun.report(store: store, window: nil).lines.first)
        #expect(line.exposed == .notDeterminable && line.recordsWithoutAddress == 2 && line.internalAddresses == 0)
        #expect(line.reasons.contains { $0.figure == "exposed" && $0.reason.contains("no c-ip") })
    }
}
