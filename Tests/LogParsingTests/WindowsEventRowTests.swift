import AccessModel
import Testing

@testable import LogParsing

private let sid = "S-1-5-21-1-2-3-1104"
private let sessions = "Microsoft-Windows-TerminalServices-LocalSessionManager"
private let connections = "Microsoft-Windows-TerminalServices-RemoteConnectionManager"
private let gateway = "Microsoft-Windows-TerminalServices-Gateway"

private func logon(id: String = "4624", type: String = "3", _ change: (inout EventSample) -> Void = { _ in })
    -> EventSample
{
    var sample = EventSample(
        id: id,
        data: [
            "SubjectUserSid": "S-1-5-18", "SubjectUserName": "FS01$", "TargetUserSid": sid.lowercased(),
            "TargetUserName": "Alice", "TargetDomainName": "CORP", "LogonType": type, "WorkstationName": "\\\\PC1",
            "IpAddress": "::ffff:192.0.2.10",
        ])
    change(&sample)
    return sample
}

private func ticket(_ service: String?, status: String? = "0x0") -> EventSample {
    let fields =
        "<Data Name='TargetUserName'>alice@CORP.EXAMPLE</Data><Data Name='TargetDomainName'>CORP.EXAMPLE</Data>"
        + (service.map { "<Data Name='ServiceName'>\($0)</Data>" } ?? "")
        + "<Data Name='IpAddress'>::ffff:192.0.2.10</Data>"
        + (status.map { "<Data Name='Status'>\($0)</Data>" } ?? "")
    var sample = EventSample(id: "4769", computer: "DC01.corp.example")
    sample.userData = "<X/></UserData><EventData>\(fields)</EventData><UserData>"
    return sample
}

@Suite struct WindowsEventRowTests {
    @Test(arguments: [
        ("2", "interactive"), ("3", "network"), ("4", "batch"), ("5", "service"), ("7", "unlock"),
        ("8", "network-cleartext"), ("9", "new-credentials"), ("10", "remote-interactive"),
        ("11", "cached-interactive"), ("12", "cached-remote-interactive"), ("13", "cached-unlock"),
        ("0", "logon-0"), ("6", "logon-6"), ("99", "logon-99"),
    ])
    func logonTypeGivesTheChannel(type: String, channel: String) {
        #expect(
            logon(type: type).read().rows == [
                "4624|\(channel)|\(type)|fs01.corp.example|corp|alice|\(sid)|192.0.2.10|pc1|success"
            ])
    }

    @Test func failedLogonIsAFailure() {
        #expect(
            logon(id: "4625", type: "0xA").read().rows == [
                "4625|remote-interactive|10|fs01.corp.example|corp|alice|\(sid)|192.0.2.10|pc1|failure"
            ])
    }

    @Test(arguments: ["", "-", "nine", "99999999999"]) func logonTypeThatIsNoneIsZero(type: String) {
        let batch = logon(type: type).read()
        #expect(batch.accesses.map(\.logonType) == [0])
        #expect(batch.accesses.map(\.channel) == [.otherLogon])
    }

    @Test(arguments: [
        ("0x0", "success"), ("0", "success"), ("0x00000000", "success"), ("0x6", "failure"), ("", "failure"),
        ("none", "failure"),
    ])
    func ticketGrantingTicketByStatus(status: String, outcome: String) {
        let sample = EventSample(
            id: "4768", computer: "DC01",
            data: [
                "TargetUserName": "alice", "TargetDomainName": "CORP.EXAMPLE", "TargetSid": sid,
                "ServiceName": "krbtgt", "Status": status, "IpAddress": "192.0.2.10",
            ])
        #expect(
            sample.read().rows == [
                "4768|kerberos-tgt|0|dc01|corp.example|alice|\(sid)|192.0.2.10||\(outcome)"
            ])
    }

    @Test(arguments: [
        ("FS01$", "service-ticket", "fs01"), ("SVC-SQL", "service-account-ticket", "svc-sql"),
        ("$$", "service-ticket", "$"), ("krbtgtx", "service-account-ticket", "krbtgtx"),
        ("krbtgt_", "service-account-ticket", "krbtgt_"), ("krbtgt$", "service-ticket", "krbtgt"),
        ("FS01$@CORP.EXAMPLE", "service-account-ticket", "fs01$@corp.example"),
    ])
    func serviceTicketNamesTheServer(service: String, channel: String, server: String) {
        #expect(
            ticket(service).read().rows == [
                "4769|\(channel)|0|\(server)|corp.example|alice@corp.example||192.0.2.10||success"
            ])
    }

    @Test(arguments: [
        ("krbtgt", "ticket-granting"), ("KRBTGT", "ticket-granting"), ("krbtgt/CORP.EXAMPLE", "ticket-granting"),
        ("krbtgt_31044", "ticket-granting"), ("", "no-service"), ("-", "no-service"), ("$", "no-service"),
        (nil, "no-service"),
    ])
    func serviceTicketWithoutAServerIsIgnored(service: String?, rule: String) {
        let batch = ticket(service).read()
        #expect(batch.accesses.isEmpty)
        #expect(batch.tally.ignored == [rule: 1])
        #expect(batch.sightings.count == 1)
    }

    @Test func serviceTicketWithoutStatusIsAFailure() {
        #expect(ticket("FS01$", status: nil).read().accesses.map(\.outcome) == [.failure])
        #expect(ticket("FS01$", status: "0x1B").read().accesses.map(\.outcome) == [.failure])
    }

    @Test func preAuthenticationFailed() {
        let sample = EventSample(
            id: "4771",
            data: [
                "TargetUserName": "Alice", "TargetSid": sid, "TargetDomainName": "not read", "Status": "0x0",
                "IpAddress": "2001:DB8:0::1%4",
            ])
        #expect(sample.read().rows == ["4771|kerberos-tgt|0|fs01.corp.example||alice|\(sid)|2001:db8::1||failure"])
    }

    @Test func credentialValidation() {
        let sample = EventSample(
            id: "4776", data: ["TargetUserName": "Alice@corp", "Workstation": "\\\\PC1", "Status": "0x0"])
        #expect(sample.read().rows == ["4776|ntlm-validation|0|fs01.corp.example||alice@corp|||pc1|success"])
    }

    @Test func sessionReconnect() {
        let sample = EventSample(
            id: "4778",
            data: ["AccountName": "Alice", "AccountDomain": "CORP", "ClientName": "PC1", "ClientAddress": "LOCAL"])
        #expect(sample.read().rows == ["4778|session-reconnect|0|fs01.corp.example|corp|alice|||pc1|success"])
    }

    @Test(arguments: [("5140", "share"), ("5145", "share-object")]) func shares(id: String, channel: String) {
        var sample = EventSample(
            id: id,
            data: [
                "SubjectUserSid": sid, "SubjectUserName": "Alice", "SubjectDomainName": "CORP",
                "ObjectType": "File", "IpAddress": "192.0.2.10", "ShareName": "\\\\*\\IPC$",
            ])
        let row = "\(id)|\(channel)|0|fs01.corp.example|corp|alice|\(sid)|192.0.2.10||"
        #expect(sample.read().rows == [row + "success"])
        for keywords in ["0x8010000000000000", "8010000000000000", "9227875636482146304"] {
            sample.keywords = keywords
            #expect(sample.read().rows == [row + "failure"], "\(keywords)")
        }
        for keywords in ["8020000000000000", "9232379236109516800", "", "none"] {
            sample.keywords = keywords
            #expect(sample.read().rows == [row + "success"], "\(keywords)")
        }
    }

    @Test(arguments: [
        ("CORP\\Alice", "corp|alice"), ("\\Alice", "|alice"), ("Alice", "|alice"), ("a@b.example", "|a@b.example"),
        ("CORP\\A\\B", "corp|a\\b"), ("CORP\\", "corp|"), ("CORP/Alice", "|corp/alice"), ("-", "|"),
    ])
    func sessionUserIsSplit(user: String, account: String) {
        for id in ["21", "25"] {
            let sample = EventSample(
                id: id, provider: sessions, logChannel: "\(sessions)/Operational",
                userData: "<EventXML xmlns='Event_NS'>\n<User>\(user)</User><SessionID>2</SessionID>"
                    + "<Address>192.0.2.10</Address></EventXML>")
            #expect(
                sample.read().rows == ["\(id)|rdp-session|0|fs01.corp.example|\(account)||192.0.2.10||success"])
        }
    }

    @Test(arguments: [
        ("Alice", "CORP", "corp|alice"), ("CORP\\Alice", "", "corp|alice"), ("X\\Alice", "CORP", "corp|x\\alice"),
    ])
    func remoteAuthentication(name: String, domain: String, account: String) {
        let sample = EventSample(
            id: "1149", provider: connections, logChannel: "\(connections)/Operational",
            userData: "<EventXML xmlns='Event_NS'><Param1>\(name)</Param1><Param2>\(domain)</Param2>"
                + "<Param3>198.51.100.7</Param3></EventXML>")
        #expect(
            sample.read().rows == ["1149|rdp-authentication|0|fs01.corp.example|\(account)||198.51.100.7||success"])
    }

    @Test func gatewayGivesTwoRows() {
        func sample(_ resource: String) -> EventSample {
            EventSample(
                id: "302", provider: gateway, logChannel: "\(gateway)/Operational", computer: "RDG01",
                userData: "<EventInfo xmlns='aag'><Username>CORP\\Alice</Username><IpAddress>198.51.100.7</IpAddress>"
                    + "<Resource>\(resource)</Resource></EventInfo>")
        }
        let host = "302|rd-gateway-host|0|rdg01|corp|alice||198.51.100.7||success"
        let both = sample("RDS01.corp.example").read()
        #expect(both.rows == ["302|rd-gateway|0|rds01.corp.example|corp|alice||198.51.100.7||success", host])
        #expect(both.accesses.map(\.continuesRecord) == [false, true])
        #expect(both.counts == "1/0/0")
        #expect(both.sightings.count == 1)
        let alone = sample("-").read()
        #expect(alone.rows == [host])
        #expect(alone.accesses.map(\.continuesRecord) == [false])
    }

    @Test func fieldsBelowAUserDataChildNamedEventData() {
        let sample = EventSample(
            id: "21", provider: sessions, logChannel: nil,
            userData: "<EventData xmlns='x'><User>CORP\\Alice</User><Address>192.0.2.10</Address></EventData>")
        #expect(sample.read().rows == ["21|rdp-session|0|fs01.corp.example|corp|alice||192.0.2.10||success"])
    }

    @Test(
        arguments: [
            (nil, "Security", "1/0/0"), ("", "Security", "1/0/0"), (nil, nil, "1/0/0"), (nil, "System", "0/1/0"),
            ("Microsoft-Windows-Security-Auditing", "ForwardedEvents", "1/0/0"), ("Other", "Security", "0/1/0"),
        ] as [(String?, String?, String)])
    func providerOrElseChannelDecides(provider: String?, logChannel: String?, counts: String) {
        let sample = logon {
            $0.provider = provider
            $0.logChannel = logChannel
        }
        #expect(sample.read().counts == counts)
    }

    @Test func idOfAnotherLogNeedsItsProviderOrChannel() {
        var sample = EventSample(id: "21", provider: nil, logChannel: "\(sessions)/Operational")
        #expect(sample.read().counts == "1/0/0")
        sample.logChannel = nil
        #expect(sample.read().tally.ignored == ["not-access": 1])
        sample.logChannel = "Security"
        #expect(sample.read().tally.ignored == ["not-access": 1])
    }

    @Test(arguments: [
        ("4634", "session-end"), ("4647", "session-end"), ("4779", "session-end"),
        ("4672", "duplicate-of-another-event"), ("4627", "duplicate-of-another-event"),
        ("4964", "duplicate-of-another-event"), ("4770", "duplicate-of-another-event"),
        ("4648", "attempt-of-unknown-outcome"), ("4608", "life-cycle"), ("4688", "not-access"), ("1", "not-access"),
    ])
    func ignoredByANamedRule(id: String, rule: String) {
        let batch = EventSample(id: id).read()
        #expect(batch.tally.ignored == [rule: 1])
        #expect(batch.sightings.map(\.logEvent) == [.none])
    }

    @Test(arguments: [
        ("1102", "Microsoft-Windows-Eventlog", Sighting.LogEvent.cleared),
        ("104", "Microsoft-Windows-Eventlog", .cleared), ("1100", "Microsoft-Windows-Eventlog", .interrupted),
        ("1101", "Microsoft-Windows-Eventlog", .lost), ("1104", "Microsoft-Windows-Eventlog", .lost),
        ("6006", "EventLog", .interrupted), ("6005", "EventLog", .none), ("6008", "EventLog", .foundInterrupted),
        ("4616", "Microsoft-Windows-Security-Auditing", .clockChanged),
        ("1", "Microsoft-Windows-Kernel-General", .clockChanged), ("12", "Microsoft-Windows-Kernel-General", .none),
    ])
    func lifeCycleFeedsCoverage(id: String, provider: String, log: Sighting.LogEvent) {
        let batch = EventSample(id: id, provider: provider, logChannel: "System").read()
        #expect(batch.tally.ignored == ["life-cycle": 1])
        #expect(batch.sightings.map(\.logEvent) == [log])
        #expect(batch.sightings.map { batch.text($0.logChannel) } == ["System"])
    }

    /// 104 stands in the System log, and what it says is said of the log it names: as no record of that.
    @Test func aClearingIsToldOfTheLogThatWasCleared() throws {
        let batch = readEvents(try WindowsEventTableTests.bytes(of: "eventlog-104-v1.xml"))
        #expect(batch.sightings.map { batch.text($0.logChannel) } == ["System", "Application"])
        #expect(batch.sightings.map(\.logEvent) == [.none, .cleared])
        #expect(batch.sightings.map(\.isOwnRecord) == [true, false])
        #expect(batch.sightings.map { $0.recordID != nil } == [true, false])
    }

    @Test(arguments: [
        ("<Events>RECORD", true), ("<Events>RECORD</Events>", false), ("RECORD", false),
        ("<Events>RECORD<Events>RECORD</Events>", true), ("<Events/>RECORD", false), ("</Events>RECORD", false),
        ("<a><b>RECORD</b></a>", false),
    ])
    func aRootLeftOpenShowsACut(text: String, isCut: Bool) {
        let log = text.split(separator: "RECORD", omittingEmptySubsequences: false).joined(separator: logon().xml)
        for readers in [EventXMLParser.Readers.fastest, .reference] {
            var parser = EventXMLParser(context: ParserContext(), readers: readers)
            var batch = AccessBatch()
            for byte in log.utf8 { withUnsafeBytes(of: byte) { parser.consume($0, into: &batch) } }
            #expect(parser.damage.isEmpty)
            parser.finish(isDamaged: false, into: &batch)
            #expect(parser.damage.isEmpty != isCut)
        }
    }

    @Test(arguments: [
        ("02-00-5E-10-00-AA", true), ("02:00:5e:10:00:aa", true), ("0200.5e10.00aa", true), ("02005e1000aa", true),
        ("decadefacade", false), ("02-00:5e-10-00-aa", false), ("02005e1000a", false), ("02005e1000aax", false),
        ("-02005e1000aa", false), ("0-2005e1000aa", false),
    ])
    func hardwareAddresses(text: String, isOne: Bool) {
        #expect(Array(text.utf8).withUnsafeBytes { HardwareAddress.isOne($0) } == isOne)
    }

    @Test func everyIdNeverARowHasAnIgnoreRule() {
        let ids: [UInt32] = [
            4634, 4647, 4672, 4627, 4648, 4964, 4770, 4779, 1102, 104, 1100, 1101, 1104, 6005, 6006,
        ]
        let ignored = Set(EventTable.ignored.flatMap(\.ids))
        let accepted = Set(EventTable.accesses.flatMap(\.ids))
        #expect(ids.allSatisfy(ignored.contains))
        #expect(ids.allSatisfy { !accepted.contains($0) })
        #expect((EventTable.accesses + EventTable.ignored).allSatisfy { !$0.source.isEmpty })
    }

    @Test func valuesAreFoldedAndNoneIsEmpty() {
        let sample = EventSample(
            computer: "\n  FS01\t",
            data: [
                "TargetUserName": " ÄRGER İ\u{301} ", "TargetDomainName": " - ", "TargetUserSid": "-",
                "LogonType": " 3 ",
                "WorkstationName": " \\\\- ", "IpAddress": "010.1.1.1",
            ])
        #expect(sample.read().rows == ["4624|network|3|fs01||ärger i\u{307}\u{301}||||success"])
    }

    @Test func recordKeyTimeAndOffset() {
        let text = "<Events>\n" + logon().xml + logon { $0.recordID = nil }.xml + logon { $0.recordID = "x" }.xml
        let batch = readEvents(text)
        #expect(batch.accesses.count == 3)
        #expect(batch.accesses.map(\.offset).first == 9)
        #expect(batch.accesses.map { $0.record?.recordID } == [42, nil, nil])
        let key = batch.accesses[0].record.map { "\(batch.text($0.computer)) \(batch.text($0.logChannel))" }
        #expect(key == "fs01.corp.example Security")
        #expect(batch.accesses[0].time.text == "2026-03-02T08:15:30.987Z")
    }

    @Test(arguments: [
        ("1601-01-01T00:00:00.000000Z", RejectionReason.noUsableTime), ("1989-12-31T23:59:59.999Z", .noUsableTime),
        ("", .noUsableTime), ("2026-03-02T08:15:30+01:00", .noUsableTime),
    ])
    func recordsWithoutAUsableTimeAreRejected(time: String, reason: RejectionReason) {
        for id in ["4624", "4634"] {
            let batch = logon(id: id) { $0.time = time }.read()
            #expect(batch.tally.rejected == [reason: 1])
            #expect(batch.accesses.isEmpty)
            #expect(batch.sightings.isEmpty)
        }
    }

    @Test func rejectedComesBeforeIgnored() {
        #expect(EventSample(id: "4634", computer: " - ").read().tally.rejected == [.noComputer: 1])
        #expect(EventSample(id: "", computer: "A").read().tally.rejected == [.unreadableValue: 1])
        #expect(EventSample(id: "0x1210", computer: "A").read().counts == "1/0/0")
        #expect(readEvents("<Event><EventData/></Event>").tally.rejected == [.malformedRecord: 1])
    }
}
