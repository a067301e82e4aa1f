import AccessModel
import Foundation
import Testing

@testable import LogParsing

/// The files under `samples/events/table`, one record each, and what the event table makes of them.
@Suite struct WindowsEventTableTests {
    struct Sample: Sendable, CustomTestStringConvertible {
        var file: String
        /// Rows (`AccessBatch.row`), or `ignored RULE`, with what the record says of which log.
        var expected: [String]
        var testDescription: String { file }

        init(_ file: String, _ expected: String...) {
            self.file = file
            self.expected = expected
        }
    }

    // One line for each sample, whatever its length.
    // swift-format-ignore
    static let samples: [Sample] = [
        Sample("security-4624-v0.xml", "4624|network|3|fs01.corp.example|corp|alice|S-1-5-21-1004336348-1177238915-682003330-1104|192.0.2.10|pc1|success"),
        Sample("security-4624-v1.xml", "4624|network|3|fs01.corp.example|corp|alice|S-1-5-21-1004336348-1177238915-682003330-1104|192.0.2.10|pc1|success"),
        Sample("security-4624-v2.xml", "4624|network|3|fs01.corp.example|corp|alice|S-1-5-21-1004336348-1177238915-682003330-1104|192.0.2.10|pc1|success"),
        Sample("security-4624-v3.xml", "4624|network|3|fs01.corp.example|corp|alice|S-1-5-21-1004336348-1177238915-682003330-1104|192.0.2.10|pc1|success"),
        Sample("security-4625.xml", "4625|network|3|fs01.corp.example|corp|alice|S-1-0-0|192.0.2.10|pc1|failure"),
        Sample("security-4768-v0.xml", "4768|kerberos-tgt|0|dc01.corp.example|corp.example|alice|S-1-5-21-1004336348-1177238915-682003330-1104|192.0.2.10||success"),
        Sample("security-4768-v1.xml", "4768|kerberos-tgt|0|dc01.corp.example|corp.example|alice|S-1-5-21-1004336348-1177238915-682003330-1104|192.0.2.10||success"),
        Sample("security-4768-v2.xml", "4768|kerberos-tgt|0|dc01.corp.example|corp.example|alice|S-1-5-21-1004336348-1177238915-682003330-1104|192.0.2.10||success"),
        Sample("security-4769-v0.xml", "4769|service-ticket|0|fs01|corp.example|alice@corp.example||192.0.2.10||success"),
        Sample("security-4769-v1.xml", "4769|service-ticket|0|fs01|corp.example|alice@corp.example||192.0.2.10||success"),
        Sample("security-4769-v2.xml", "4769|service-ticket|0|fs01|corp.example|alice@corp.example||192.0.2.10||success"),
        Sample("security-4769-controller-itself.xml", "4769|service-ticket|0|dc01|corp.example|alice@corp.example||192.0.2.10||success"),
        Sample("security-4769-service-account.xml", "4769|service-account-ticket|0|svc-sql|corp.example|alice@corp.example||192.0.2.10||success"),
        Sample("security-4769-ticket-granting.xml", "ignored ticket-granting"),
        Sample("security-4769-machine-account.xml", "4769|service-ticket|0|fs01|corp.example|pc1$@corp.example||192.0.2.10||success"),
        Sample("security-4771.xml", "4771|kerberos-tgt|0|dc01.corp.example||alice|S-1-5-21-1004336348-1177238915-682003330-1104|192.0.2.10||failure"),
        Sample("security-4776.xml", "4776|ntlm-validation|0|dc01.corp.example||alice|||pc1|success"),
        Sample("security-4778.xml", "4778|session-reconnect|0|fs01.corp.example|corp|alice||192.0.2.10|pc1|success"),
        Sample("security-4779.xml", "ignored session-end"),
        Sample("security-5140-v0.xml", "5140|share|0|fs01.corp.example|corp|alice|S-1-5-21-1004336348-1177238915-682003330-1104|192.0.2.10||success"),
        Sample("security-5140-v1.xml", "5140|share|0|fs01.corp.example|corp|alice|S-1-5-21-1004336348-1177238915-682003330-1104|192.0.2.10||success"),
        Sample("security-5145.xml", "5145|share-object|0|fs01.corp.example|corp|alice|S-1-5-21-1004336348-1177238915-682003330-1104|192.0.2.10||failure"),
        Sample("security-4634.xml", "ignored session-end"),
        Sample("security-4647.xml", "ignored session-end"),
        Sample("security-4672.xml", "ignored duplicate-of-another-event"),
        Sample("security-4627.xml", "ignored duplicate-of-another-event"),
        Sample("security-4964.xml", "ignored duplicate-of-another-event"),
        Sample("security-4675.xml", "ignored duplicate-of-another-event"),
        Sample("security-4770-v0.xml", "ignored duplicate-of-another-event"),
        Sample("security-4770-v1.xml", "ignored duplicate-of-another-event"),
        Sample("security-4648.xml", "ignored attempt-of-unknown-outcome"),
        Sample("security-4608.xml", "ignored life-cycle"),
        Sample("security-4616-v0.xml", "ignored life-cycle, clockChanged Security"),
        Sample("security-4616-v1.xml", "ignored life-cycle, clockChanged Security"),
        Sample("security-4719.xml", "ignored life-cycle, policyChanged Security"),
        Sample("security-4740.xml", "ignored administration"),
        Sample("security-4781-user.xml", "renamed corp|alice|alice.jones|S-1-5-21-1004336348-1177238915-682003330-1104|dc01.corp.example|2026-03-02T08:15:30.987Z", "ignored account-rename"),
        Sample("security-4781-computer.xml", "renamed corp|fs01$|fs02$|S-1-5-21-1004336348-1177238915-682003330-1201|dc01.corp.example|2026-03-02T08:15:30.987Z", "ignored account-rename"),
        Sample("security-4781-local.xml", "renamed fs01|admin|boss|S-1-5-21-3623811015-3361044348-30300820-1013|fs01.corp.example|2026-03-02T08:15:30.987Z", "ignored account-rename"),
        Sample("security-4800.xml", "ignored within-session"),
        Sample("security-4801.xml", "ignored within-session"),
        Sample("security-4802.xml", "ignored within-session"),
        Sample("security-4803.xml", "ignored within-session"),
        Sample("security-4649.xml", "ignored failed-attempt"),
        Sample("security-5168.xml", "ignored failed-attempt"),
        Sample("security-5156.xml", "ignored no-account"),
        Sample("security-5379.xml", "ignored local-activity"),
        Sample("security-4825.xml", "4825|session-refused|0|fs01.corp.example|corp|bob||192.0.2.11||failure"),
        Sample("security-6272-v0.xml", "6272|network-policy|0|nps01.corp.example|corp|alice|S-1-5-21-1004336348-1177238915-682003330-1104|||success"),
        Sample("security-6272-v1.xml", "6272|network-policy|0|nps01.corp.example|corp|alice|S-1-5-21-1004336348-1177238915-682003330-1104|||success"),
        Sample("security-6272-v2.xml", "6272|network-policy|0|nps01.corp.example|corp|alice|S-1-5-21-1004336348-1177238915-682003330-1104|||success"),
        Sample("security-6273-v0.xml", "6273|network-policy|0|nps01.corp.example|corp|alice|S-1-5-21-1004336348-1177238915-682003330-1104|||failure"),
        Sample("security-6273-v1.xml", "6273|network-policy|0|nps01.corp.example|corp|alice|S-1-5-21-1004336348-1177238915-682003330-1104|||failure"),
        Sample("security-6273-v2.xml", "6273|network-policy|0|nps01.corp.example|corp|alice|S-1-5-21-1004336348-1177238915-682003330-1104|||failure"),
        Sample("security-6278.xml", "ignored duplicate-of-another-event"),
        Sample("security-6272-machine-account.xml", "6272|network-policy|0|nps01.corp.example|corp|pc1$|S-1-5-21-1004336348-1177238915-682003330-1702|||success"),
        Sample("security-6272-machine-path.xml", "6272|network-policy|0|nps01.corp.example|corp|pc1$|S-1-5-21-1004336348-1177238915-682003330-1702|||success"),
        Sample("security-6272-hardware-address.xml", "6272|network-policy|0|nps01.corp.example|||||02005e1000ab|success"),
        Sample("security-6272-vpn-address.xml", "6272|network-policy|0|nps01.corp.example|corp|alice|S-1-5-21-1004336348-1177238915-682003330-1104|198.51.100.7||success"),
        Sample("adfs-1200.xml", "1200|federation|0|sts01.corp.example|corp|alice||198.51.100.7||success"),
        Sample("adfs-1200-named-parameters.xml", "1200|federation|0|sts01.corp.example|corp|r&d||192.0.2.10||success"),
        Sample("adfs-1201.xml", "1201|federation|0|sts01.corp.example||||198.51.100.7||failure"),
        Sample("adfs-1202.xml", "1202|federation|0|sts01.corp.example||alice@corp.example||192.0.2.10||success"),
        Sample("adfs-1203.xml", "1203|federation|0|sts01.corp.example||alice@corp.example||198.51.100.7||failure"),
        Sample("adfs-1206.xml", "ignored session-end"),
        Sample("adfs-1207.xml", "ignored session-end"),
        Sample("adfs-299.xml", "ignored part-of-other-events"),
        Sample("adfs-500.xml", "ignored part-of-other-events"),
        Sample("adfs-501.xml", "ignored part-of-other-events"),
        Sample("adfs-403.xml", "ignored part-of-other-events"),
        Sample("adfs-404.xml", "ignored part-of-other-events"),
        Sample("adfs-412.xml", "ignored part-of-other-events"),
        Sample("adfs-411.xml", "ignored failed-attempt"),
        Sample("eventlog-1102-v0.xml", "ignored life-cycle, cleared Security"),
        Sample("eventlog-104-v0.xml", "ignored life-cycle, cleared Application"),
        Sample("eventlog-1102-v1.xml", "ignored life-cycle, cleared Security"),
        Sample("eventlog-104-v1.xml", "ignored life-cycle, cleared Application"),
        Sample("eventlog-1100.xml", "ignored life-cycle, interrupted Security"),
        Sample("eventlog-1101.xml", "ignored life-cycle, lost Security"),
        Sample("eventlog-1104.xml", "ignored life-cycle, lost Security"),
        Sample("eventlog-1105.xml", "ignored life-cycle"),
        Sample("eventlog-1108.xml", "ignored life-cycle, lost Security"),
        Sample("eventlog-classic-6005.xml", "ignored life-cycle"),
        Sample("eventlog-classic-6006.xml", "ignored life-cycle, interrupted System"),
        Sample("eventlog-classic-6008.xml", "ignored life-cycle, foundInterrupted System"),
        Sample("eventlog-classic-6009.xml", "ignored life-cycle"),
        Sample("eventlog-classic-6013.xml", "ignored life-cycle"),
        Sample("kernel-general-1.xml", "ignored life-cycle, clockChanged System"),
        Sample("kernel-general-12.xml", "ignored life-cycle"),
        Sample("kernel-general-13.xml", "ignored life-cycle"),
        Sample("event-forwarder-111.xml", "ignored life-cycle"),
        Sample("local-sessions-21.xml", "21|rdp-session|0|rds01.corp.example|corp|alice||192.0.2.10||success"),
        Sample("local-sessions-25.xml", "25|rdp-session|0|rds01.corp.example|corp|alice||192.0.2.10||success"),
        Sample("local-sessions-22.xml", "ignored duplicate-of-another-event"),
        Sample("local-sessions-24.xml", "ignored session-end"),
        Sample("local-sessions-23.xml", "ignored session-end"),
        Sample("local-sessions-39.xml", "ignored session-end"),
        Sample("local-sessions-40.xml", "ignored session-end"),
        Sample("local-sessions-41.xml", "ignored part-of-other-events"),
        Sample("local-sessions-42.xml", "ignored part-of-other-events"),
        Sample("local-sessions-32.xml", "ignored service-state"),
        Sample("local-sessions-34.xml", "ignored service-state"),
        Sample("local-sessions-54.xml", "ignored service-state"),
        Sample("local-sessions-59.xml", "ignored service-state"),
        Sample("remote-connections-1149.xml", "1149|rdp-authentication|0|rds01.corp.example|corp|alice||192.0.2.10||success"),
        Sample("remote-connections-261.xml", "ignored attempt-of-unknown-outcome"),
        Sample("remote-connections-1158.xml", "ignored attempt-of-unknown-outcome"),
        Sample("rdp-core-131.xml", "ignored attempt-of-unknown-outcome"),
        Sample("rdp-core-98.xml", "ignored part-of-other-events"),
        Sample("rdp-core-102.xml", "ignored session-end"),
        Sample("rdp-core-103.xml", "ignored session-end"),
        Sample("rdp-core-139.xml", "ignored failed-attempt"),
        Sample("rdp-core-140.xml", "ignored failed-attempt"),
        Sample("gateway-302.xml", "302|rd-gateway|0|rds01.corp.example|corp|alice||198.51.100.7||success", "302|rd-gateway-host|0|rdg01.corp.example|corp|alice||198.51.100.7||success"),
        Sample("gateway-200.xml", "ignored attempt-of-unknown-outcome"),
        Sample("gateway-300.xml", "ignored attempt-of-unknown-outcome"),
        Sample("gateway-201.xml", "ignored failed-attempt"),
        Sample("gateway-301.xml", "ignored failed-attempt"),
        Sample("gateway-303.xml", "ignored session-end"),
        Sample("gateway-312.xml", "ignored part-of-other-events"),
        Sample("gateway-313.xml", "ignored part-of-other-events"),
        Sample("rdp-client-1024.xml", "ignored client-side"),
        Sample("rdp-client-1102.xml", "ignored client-side"),
        Sample("openssh-4-password.xml", "4|ssh|0|fs01.corp.example|corp|alice||192.0.2.10||success"),
        Sample("openssh-4-publickey.xml", "4|ssh|0|fs01.corp.example||alice||2001:db8::10||success"),
        Sample("openssh-4-failed.xml", "4|ssh|0|fs01.corp.example||oracle||198.51.100.7||failure"),
        Sample("openssh-4-forged.xml", "4|ssh|0|fs01.corp.example||x from 192.0.2.99 port 9||198.51.100.7||failure"),
        Sample("openssh-4-closed.xml", "ignored part-of-other-events"),
        Sample("smb-551-v0.xml", "551|smb-session|0|fs01.corp.example|corp|alice||192.0.2.10||failure"),
        Sample("smb-551-v1.xml", "551|smb-session|0|fs01.corp.example|corp|alice||192.0.2.10||failure"),
        Sample("smb-551-v2.xml", "551|smb-session|0|fs01.corp.example|corp|alice||192.0.2.10||failure"),
        Sample("smb-551-v3.xml", "551|smb-session|0|fs01.corp.example|corp|alice||192.0.2.10||failure"),
        Sample("smb-551-ipv6.xml", "551|smb-session|0|fs01.corp.example|corp|alice||fe80::211:22ff:fe33:4455||failure"),
        Sample("smb-1006.xml", "1006|smb-session|0|fs01.corp.example|corp|alice||192.0.2.10|pc1|failure"),
        Sample("smb-1007.xml", "1007|smb-session|0|fs01.corp.example||||192.0.2.10|pc1|failure"),
        Sample("smb-1009.xml", "1009|smb-session|0|fs01.corp.example||||192.0.2.10|pc1|failure"),
        Sample("smb-4000.xml", "4000|smb-connection|0|fs01.corp.example||||192.0.2.10|pc1|success"),
        Sample("smb-3000.xml", "3000|smb-connection|0|fs01.corp.example||||192.0.2.70||success"),
        Sample("smb-1010.xml", "ignored service-state"),
        Sample("smb-1011.xml", "ignored service-state"),
        Sample("smb-1012.xml", "ignored service-state"),
        Sample("smb-1016.xml", "ignored service-state"),
        Sample("smb-1025.xml", "ignored service-state"),
        Sample("smb-1027.xml", "ignored service-state"),
        Sample("print-307.xml", "307|print|0|prt01.corp.example||alice|||pc1|success"),
        Sample("winrm-91.xml", "91|remote-management|0|fs01.corp.example|||S-1-5-21-1004336348-1177238915-682003330-1104|||success"),
        Sample("winrm-91-fields-lost.xml", "91|remote-management|0|fs01.corp.example|||S-1-5-21-1004336348-1177238915-682003330-1104|||success"),
        Sample("winrm-91-nobody.xml", "ignored no-account"),
        Sample("winrm-169.xml", "169|remote-management|0|fs01.corp.example|corp|alice||||success"),
        Sample("winrm-6.xml", "ignored client-side"),
        Sample("winrm-8.xml", "ignored client-side"),
        Sample("winrm-11.xml", "ignored client-side"),
        Sample("winrm-13.xml", "ignored client-side"),
        Sample("winrm-15.xml", "ignored client-side"),
        Sample("winrm-16.xml", "ignored client-side"),
        Sample("winrm-132.xml", "ignored client-side"),
        Sample("winrm-142.xml", "ignored client-side"),
        Sample("winrm-145.xml", "ignored client-side"),
        Sample("winrm-161.xml", "ignored client-side"),
        Sample("winrm-162.xml", "ignored client-side"),
        Sample("ntlm-4022.xml", "4022|ntlm-logon|0|fs01.corp.example|corp|alice||192.0.2.10|pc1|success"),
        Sample("ntlm-4023.xml", "4023|ntlm-logon|0|fs01.corp.example|corp|alice||192.0.2.10|pc1|failure"),
        Sample("ntlm-4020.xml", "ignored client-side"),
        Sample("ntlm-4021.xml", "ignored client-side"),
        Sample("ntlm-8001.xml", "ignored client-side"),
        Sample("ntlm-8002.xml", "ignored no-account"),
        Sample("ntlm-8003.xml", "ignored attempt-of-unknown-outcome"),
        Sample("ntlm-8004.xml", "ignored attempt-of-unknown-outcome"),
        Sample("netlogon-8004.xml", "ignored attempt-of-unknown-outcome"),
        Sample("sql-18453.xml", "18453|sql-logon|0|sql01.corp.example|corp|alice||192.0.2.10||success"),
        Sample("sql-18453-one-value.xml", "18453|sql-logon|0|sql01.corp.example|corp|alice||192.0.2.10||success"),
        Sample("sql-18453-string-elements.xml", "18453|sql-logon|0|sql01.corp.example|corp|alice||||success"),
        Sample("sql-18454.xml", "18454|sql-login|0|sql01.corp.example||app||192.0.2.40||success"),
        Sample("sql-18455.xml", "18455|sql-login|0|sql01.corp.example||app||||success"),
        Sample("sql-18456.xml", "18456|sql-login|0|sql01.corp.example||sa||198.51.100.7||failure"),
        Sample("sql-instance-18453.xml", "18453|sql-logon|0|sql01.corp.example|corp|alice||192.0.2.10||success"),
        Sample("sql-instance-18454.xml", "18454|sql-login|0|sql01.corp.example||app||192.0.2.40||success"),
        Sample("sql-instance-18455.xml", "18455|sql-login|0|sql01.corp.example||app||192.0.2.40||success"),
        Sample("sql-instance-18456.xml", "18456|sql-logon|0|sql01.corp.example|corp|alice||192.0.2.10||failure"),
        Sample("sql-33205.xml", "33205|sql-logon|0|sql01.corp.example|corp|alice|S-1-5-21-1004336348-1177238915-682003330-1104|192.0.2.10||success"),
        Sample("sql-audit-33205.xml", "33205|sql-logon|0|sql01.corp.example|corp|alice|S-1-5-21-1004336348-1177238915-682003330-1104|192.0.2.10||success"),
        Sample("sql-instance-33205.xml", "33205|sql-login|0|sql01.corp.example||b||198.51.100.7||failure"),
        Sample("sql-33205-client-ip.xml", "33205|sql-login|0|sql01.corp.example||app||192.0.2.40||success"),
        Sample("sql-33205-statement.xml", "ignored within-session"),
        Sample("iis-6200.xml", "6200|web-event|0|web01.corp.example|corp|alice||192.0.2.10||success"),
        Sample("iis-6200-refused.xml", "6200|web-event|0|web01.corp.example||||198.51.100.7||failure"),
        Sample("directory-1138.xml", "ignored no-account"),
        Sample("directory-1139.xml", "ignored no-account"),
        Sample("directory-1644.xml", "ignored no-account"),
        Sample("dns-256.xml", "ignored no-account"),
        Sample("remote-access-20272.xml", "ignored layout-unknown"),
        Sample("remote-access-20274.xml", "ignored layout-unknown"),
        Sample("remote-access-20275.xml", "ignored layout-unknown"),
        Sample("exchange-1.xml", "ignored administration"),
        Sample("exchange-6.xml", "ignored administration"),
        Sample("http-log-1.xml", "ignored attempt-of-unknown-outcome"),
    ]

    static let folder = TestFiles.eventSamples.appending(path: "table", directoryHint: .isDirectory)

    static func bytes(of file: String) throws -> [UInt8] {
        Array(try Data(contentsOf: folder.appending(path: file)))
    }

    @Test(arguments: samples) func sampleGivesItsRows(sample: Sample) throws {
        let batch = readEvents(try Self.bytes(of: sample.file))
        #expect(batch.tally.records == 1)
        #expect(batch.sightings.filter(\.isOwnRecord).count == 1)
        let log = batch.sightings.last.map { sighting in
            sighting.logEvent == .none ? "" : ", \(sighting.logEvent) \(batch.text(sighting.logChannel))"
        }
        let ignored = batch.tally.ignored.keys.map { "ignored \($0)\(log ?? "")" }
        #expect(batch.rows + batch.renameRows + ignored == sample.expected)
        #expect(batch.accesses.allSatisfy { $0.time.text == "2026-03-02T08:15:30.987Z" && $0.record != nil })
    }

    @Test func everySampleIsExpectedOnce() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        #expect(files.sorted() == Self.samples.map(\.file).sorted())
    }

    /// What the record of a sample says of itself.
    private struct Said {
        var id: UInt32
        var version: String
        var definition: EventDefinition
    }

    private func said(by sample: Sample) throws -> Said {
        let text = String(decoding: try Self.bytes(of: sample.file), as: UTF8.self)
        func value(_ element: String) -> String {
            guard let start = text.firstRange(of: "<\(element)"),
                let open = text[start.upperBound...].firstIndex(of: ">"),
                let end = text[open...].firstRange(of: "</\(element)>")
            else { return "" }
            return String(text[text.index(after: open)..<end.lowerBound])
        }
        let provider = text.firstRange(of: "Provider Name=").map { text[$0.upperBound...].dropFirst() } ?? ""
        let name = String(provider.prefix { $0 != "'" && $0 != "\"" })
        let id = try #require(UInt32(value("EventID")))
        let definition = Array(name.utf8).withUnsafeBytes { name in
            Array(value("Channel").utf8).withUnsafeBytes {
                EventTable.definition(id: id, provider: name, logChannel: $0)
            }
        }
        return Said(id: id, version: value("Version"), definition: try #require(definition))
    }

    @Test func everyEventOfTheTableHasASample() throws {
        var seen: Set<String> = []
        for sample in Self.samples {
            let said = try said(by: sample)
            seen.insert("\(said.definition.provider.name) \(said.id)")
        }
        let expected = EventTable.all.flatMap { definition in
            definition.ids.map { "\(definition.provider.name) \($0)" }
        }
        #expect(Set(expected).subtracting(seen).sorted() == [])
        #expect(Set(expected).count == expected.count, "an event has two rows in the table")
    }

    /// Versions whose fields differ.
    @Test(
        arguments: [
            (4624, 4), (4768, 3), (4769, 3), (4770, 2), (5140, 2), (4616, 2), (1102, 2), (104, 2), (6272, 3), (6273, 3),
            (551, 4),
        ] as [(UInt32, Int)])
    func everyVersionHasASample(id: UInt32, versions: Int) throws {
        let found = try Self.samples.map(said).filter { $0.id == id }
        #expect(Set(found.map(\.version)).isSuperset(of: (0..<versions).map(String.init)))
    }

    @Test func namesOfRulesAndChannelsAreTheContractsWhereItHasThem() {
        // An event of the contract uses no channel that was added, and one that was added none of the contract's.
        for definition in EventTable.contract + EventTable.added {
            guard case .access(let rules, _) = definition.meaning else { continue }
            let isAdded = EventTable.added.contains {
                $0.provider.name == definition.provider.name && $0.ids == definition.ids
            }
            for rule in rules {
                let channels: [Channel] =
                    switch rule.channel {
                    case .fixed(let channel): [channel]
                    case .byDomain(let present, let absent): [present, absent]
                    case .logonType: [.network]
                    }
                #expect(channels.allSatisfy { ($0.rawValue > Channel.smtp.rawValue) == isAdded })
            }
        }
    }

    /// A collector writes what it was sent into a log of its own: the record still says where it was written.
    @Test(arguments: ["4624", "18453", "1149"]) func forwardedEventsBelongToTheirComputer(id: String) {
        var sample = EventSample(id: id, logChannel: "ForwardedEvents", computer: "SQL01.corp.example")
        sample.provider = ["18453": "MSSQLSERVER", "1149": EventProvider.remoteConnections.name][id] ?? sample.provider
        #expect(sample.read().accesses.count == 1)
        let batch = sample.read()
        #expect(batch.accesses.map { batch.text($0.server) } == ["sql01.corp.example"])
    }

    /// Of two events with one id the provider decides, also where one of them is of the Security log.
    @Test func idsOfSeveralProvidersAreToldApart() {
        let client = EventProvider.remoteDesktopClient
        #expect(EventSample(id: "1102", provider: client.name).read().tally.ignored == ["client-side": 1])
        #expect(EventSample(id: "1102", provider: nil).read().tally.ignored == ["life-cycle": 1])
        #expect(
            EventSample(id: "1102", provider: nil, logChannel: client.logChannel).read().tally.ignored
                == ["client-side": 1])
        #expect(
            EventSample(id: "6", provider: nil, logChannel: "Application").read().tally.ignored == ["not-access": 1])
    }

    @Test func positionsCountUnnamedDataOnly() {
        var sample = EventSample(id: "18453", provider: "MSSQLSERVER", logChannel: "Application")
        sample.userData =
            "<X><Data>not here</Data></X></UserData><EventData><Data Name='other'>x</Data><Data Name=''>CORP\\Alice</Data>"
            + "<Data/><Data> [CLIENT: 192.0.2.10]</Data></EventData><UserData>"
        #expect(sample.read().rows == ["18453|sql-logon|0|fs01.corp.example|corp|alice||192.0.2.10||success"])
        // A position that was named counts first, as any name does.
        sample.userData =
            "</UserData><EventData><Data Name='param1'>CORP\\Bob</Data><Data>CORP\\Alice</Data></EventData><UserData>"
        #expect(sample.read().rows == ["18453|sql-logon|0|fs01.corp.example|corp|bob||||success"])
    }

    @Test(arguments: [
        ("MSSQLSERVER", "1/0/0"), ("MSSQL$", "1/0/0"), ("MSSQL$A", "1/0/0"), ("MSSQL", "0/1/0"),
        ("MSSQLSERVERX", "0/1/0"),
        ("XMSSQL$A", "0/1/0"),
    ])
    func instancesAreToldByTheBeginning(provider: String, counts: String) {
        let sample = EventSample(
            id: "18454", provider: provider, logChannel: "Application", userData: nil)
        #expect(sample.read().counts == counts)
    }
}
