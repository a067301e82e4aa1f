import AccessModel
import LogParsing
import Testing

private let fields = "#Fields: date time s-computername cs-uri-stem cs-uri-query cs-username c-ip sc-status\n"

private func reading(_ stem: String, _ query: String, status: Int = 200) -> W3CReading {
    W3CReading(fields + "2026-03-01 08:00:00 EX01 \(stem) \(query) - 198.51.100.7 \(status)\n")
}

@Suite struct IdentitiesInQueries {
    /// Stem, query, account and device id.
    @Test(arguments: [
        ("/Microsoft-Server-ActiveSync", "User=johndoe&DeviceId=ApplDN1&DeviceType=iPhone&Cmd=Sync", "johndoe|ApplDN1"),
        // goaccess#1539
        ("/Microsoft-Server-ActiveSync/default.eas", "Cmd=Ping&User=cns%5Cjprojas&DeviceId=A1%2B", "cns\\jprojas|A1+"),
        ("/Microsoft-Server-ActiveSync", "User=J%C3%96RG%40corp.example", "jörg@corp.example|"),
        // Decoded once.
        ("/Microsoft-Server-ActiveSync", "user=a%255Cb", "a%5cb|"),
        ("/Microsoft-Server-ActiveSync", "User=a%5&DeviceId=%ZZ", "a%5|%ZZ"),
        ("/mapi/emsmdb/", "MailboxId=Ann@corp.example", "ann@corp.example|"),
        // beats#34642
        ("/owa/service.svc", "x=1&MailboxId=xxx@test.com", "xxx@test.com|"),
    ]) func areDecodedOnce(stem: String, query: String, identity: String) {
        #expect(reading(stem, query).identities == ["ex01|||\(identity)|2026-03-01T08:00:00.000Z"])
    }

    @Test(arguments: [
        ("/app", "User=ann&DeviceId=1"), ("/Microsoft-Server-ActiveSync", "DeviceId=1"),
        ("/Microsoft-Server-ActiveSync", "-"), ("/Microsoft-Server-ActiveSync", "User=&DeviceId=1"),
        ("/Microsoft-Server-ActiveSync", "User=-"),
    ]) func nobodyIsNamed(stem: String, query: String) { #expect(reading(stem, query).identities.isEmpty) }

    /// Whoever is refused could have written anything.
    @Test(arguments: [401, 302, 404, 100]) func aRefusedRequestProvesNothing(status: Int) {
        #expect(reading("/Microsoft-Server-ActiveSync", "User=ann&DeviceId=1", status: status).identities.isEmpty)
    }

    @Test func longNamesAreNotTaken() {
        func account(_ length: Int) -> String {
            "User=" + String(repeating: "a", count: length) + "&DeviceId=" + String(repeating: "b", count: length / 4)
        }
        let stem = "/Microsoft-Server-ActiveSync"
        #expect(reading(stem, account(256)).identities.first?.contains("aaa|bbb") == true)
        #expect(reading(stem, account(257)).identities.isEmpty)
        #expect(
            reading(stem, "User=a&DeviceId=" + String(repeating: "b", count: 65)).identities == [
                "ex01|||a||2026-03-01T08:00:00.000Z"
            ])
    }

    /// They never become accounts of an access.
    @Test func theAccessStaysAnonymous() {
        let found = reading("/Microsoft-Server-ActiveSync", "User=ann&DeviceId=1")
        #expect(found.accesses[0].contains(" -\\- 198.51.100.7 "))
    }
}

@Suite struct SignsOfPeers {
    private let head = "#Fields: date time c-ip cs-uri-query cs(User-Agent)\n"

    private static let guid = "2ec4b8ad-99cb-4fa5-9c0c-1d3f1c8a1b2c"
    private static let cases: [(String, String, PeerSigns)] = [
        ("a=1&X-ARR-LOG-ID=\(guid)", "Edge", .requestRouting), ("X-ARR-LOG-ID=\(guid)", "-", .requestRouting),
        ("X-ARR-LOG-ID=\(guid)&SERVER-STATUS=200", "Edge", .requestRouting), ("a=X-ARR-LOG-ID=\(guid)", "Edge", []),
        ("X-ARR-LOG-ID=1", "Edge", []), ("X-ARR-LOG-ID=\(guid)0", "Edge", []), ("-", "-", []),
    ]

    @Test(arguments: cases) func areTakenFromTheLine(query: String, agent: String, signs: PeerSigns) {
        #expect(W3CReading(head + "2026-03-01 08:00:00 192.0.2.9 \(query) \(agent)\n").signs == [signs])
    }
}

@Suite struct ForwardingHeaders {
    @Test(arguments: [
        "X-Forwarded-For", "cs(X-Forwarded-For)", "X_FORWARDED_FOR", "Forwarded", "cs(True-Client-IP)",
        "CF-Connecting-IP",
        "x-real-ip", "X-Azure-ClientIP", "cs(X-Client-IP)",
    ]) func anyOfThemIsTheForwardedList(column: String) {
        let found = W3CReading("#Fields: date time c-ip \(column)\n2026-03-01 08:00:00 192.0.2.9 203.0.113.9\n")
        #expect(found.accesses[0].contains(" 192.0.2.9 203.0.113.9 "))
    }

    @Test func theListCountsBeforeASingleAddress() {
        let found = W3CReading(
            "#Fields: date time c-ip X-Real-IP X-Forwarded-For\n2026-03-01 08:00:00 192.0.2.9 203.0.113.1 203.0.113.9\n"
        )
        #expect(found.accesses[0].contains(" 192.0.2.9 203.0.113.9 "))
    }
}

@Suite struct ExchangeProxyLogs {
    private let head =
        "DateTime,RequestId,ServerHostName,Protocol,UrlStem,UrlQuery,AuthenticatedUser,UserAgent,"
        + "ClientIpAddress,HttpStatus\r\n#Software: Microsoft Exchange Server\r\n#Log-type: HttpProxy Logs\r\n"
        + "#Fields: DateTime,RequestId,ServerHostName,Protocol,UrlStem,UrlQuery,AuthenticatedUser,UserAgent,"
        + "ClientIpAddress,HttpStatus\r\n"

    private func read(_ lines: String) -> W3CReading {
        W3CReading(Array((head + lines).utf8), format: .exchangeProxy)
    }

    @Test func linesAreReadByTheirColumns() {
        let found = read(
            "2026-03-01T08:00:00.123Z,1,EX01,Eas,/Microsoft-Server-ActiveSync,\"?User=ann&DeviceId=7,b\",CORP\\Ann,"
                + "\"Apple \"\"x\"\", y\",203.0.113.9,200\r\n2026-03-01T08:00:01Z,2,EX01,Owa,/owa,,,Edge,203.0.113.9,401\r\n"
        )
        #expect(
            found.accesses.map { $0.split(separator: "@")[0] } == [
                "2026-03-01T08:00:00.123Z exchange-proxy success ex01[-] Eas corp\\ann 203.0.113.9 - exchange-server - ",
                "2026-03-01T08:00:01.000Z exchange-proxy failure ex01[-] Owa -\\- 203.0.113.9 - exchange-server - ",
            ])
        #expect(found.rejections.isEmpty)
    }

    @Test func badLinesAreRejectedAlone() {
        let good = "2026-03-01T08:00:00Z,1,EX01,Owa,/owa,,CORP\\ann,Edge,203.0.113.9,200\r\n"
        let found = read(good + "x,y\r\n" + good.replacing("2026", with: "1926") + "\"" + good + good)
        #expect(found.accepted == 2)
        #expect(found.rejected == [.wrongColumnCount: 2, .noUsableTime: 1])
        #expect(W3CReading(Array(good.utf8), format: .exchangeProxy).rejected == [.beforeFields: 1])
    }

    @Test func cutsMakeNoDifference() {
        let bytes = Array((head + "2026-03-01T08:00:00Z,1,EX01,Owa,/owa,,J\u{F6}RG,Edge,203.0.113.9,200\r\nx\r\n").utf8)
        let whole = W3CReading(bytes, format: .exchangeProxy)
        #expect(whole.accepted == 1)
        for cut in 0...bytes.count { #expect(W3CReading(bytes, cuts: [cut], format: .exchangeProxy) == whole) }
    }
}
