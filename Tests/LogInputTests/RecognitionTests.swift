import AccessModel
import Testing

@testable import LogInput

@Suite struct RecognitionTests {
    private static func recognise(_ bytes: [UInt8], name: String = "input") -> FormatRecognition {
        bytes.withUnsafeBytes { FormatRecognition($0, isWhole: true, name: name) }
    }

    private static func utf16(_ text: String) -> [UInt8] {
        UTF16Tests.bytes([0xFEFF] + Array(text.utf16), littleEndian: true)
    }

    private static let event =
        "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><EventID>4624</EventID></System></Event>"

    /// Every exporter's framing (formats.md 1.2).
    @Test(arguments: [
        event, event + "\r\n" + event, "\r\n\r\n  " + event, "\u{FEFF}" + event,
        "<?xml version=\"1.0\" encoding=\"utf-8\" standalone=\"yes\"?>\r\n<Events>" + event,
        "<?xml version=\"1.1\" encoding=\"utf-8\" standalone=\"yes\" ?>\n\n<Events>\n" + event,
        "Record 1\n<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + event,
        "evtxexport 20181227\n\n" + event, "<!--\n  licence\n-->\n<Events>" + event, "<Events>\r\n</Events>",
        "<Events><Event", "- <Event xmlns=\"http://schemas.microsoft.com/win/2004/08/events/event\">\n- <System>",
        "- - <Event xmlns=\"x\">", "<Event>\n  <System>", "<Event\txmlns='x'>", "<Event\r\n xmlns='x'>", "<Event/>",
        "<root xmlns:e='http://schemas.microsoft.com/win/2004/08/events/event'><e:Event><e:System></e:System></e:Event>",
        "<13>Mar 29 21:10:39 dc01 " + event, "LogName=Security\nSourceName=x\n\n" + event,
        "2019-03-29 21:10:39 " + event,
        "id,xml\n1,\"<Event xmlns=\"\"http://schemas.microsoft.com/win/2004/08/events/event\"\"><System>",
    ]) func windowsEvents(text: String) {
        #expect(Self.recognise(Array(text.utf8)).format == .eventXML)
        #expect(Self.recognise(Self.utf16(text)).format == .eventXML)
    }

    @Test(arguments: [
        "#Software: Microsoft Internet Information Services 10.0\r\n#Version: 1.0\r\n", "#Fields: date time c-ip\n",
        "\r\n\r\n#Version: 1.0\r\n", "#FIELDS: date time\n", "#date: 2024-01-01 00:00:00\n",
        "#Software: Microsoft HTTP Server API 2.0\r\n#Fields: date time c-ip cs-username\r\n",
        "#Version: 1.0\n#GMT-Offset: -0800\n#Software: Oracle9iAS Web Cache/2.0.0.2.0\n",
        "partial line of a cut log\r\n#Fields: date time c-ip\r\n",
        "2024-01-01 00:00:01 10.0.0.1 GET\n#Fields: date time c-ip\n",
        // What a client wrote into its request decides nothing
        "#Fields: date time cs-uri-stem\r\n2024-01-01 00:00:01 /><Event>\r\n<Event>",
        "#Fields: date time cs-uri-stem\r\n2024-01-01 00:00:01 #Software:+Microsoft+HTTP+API\r\n",
    ]) func webLogs(text: String) {
        let found = Self.recognise(Array(text.utf8))
        #expect(found.format == .w3c && found.unread == nil)
        #expect(Self.recognise(Self.utf16(text)).format == .w3c)
    }

    @Test(arguments: [
        "2024-01-01 00:00:01 10.0.0.1 GET / - 80 - 10.0.0.2 Mozilla 200 0 0 1\n",
        "2024-01-01 00:00:01.500 10.0.0.1 GET\n", "16:44:49 1.1.1.1 [2]USER anonymous 331\n",
        "2018-05-05 05:05:55 149.42.83.135 12345 192.168.101.101 443 HTTP/0.9 t3 12.2.1 400 - URL -\n",
        // What a client wrote into its request decides nothing
        "2024-01-01 00:00:01 10.0.0.1 GET /<Event xmlns='x'><System> - 80\n" + event + "\n",
        // Behind directives that name no columns, and behind a list that says not what it is
        "#Software: Microsoft Internet Information Services 10.0\r\n2024-01-01 00:00:01 10.0.0.1 GET /\r\n",
        "# date time c-ip cs-username\n2024-01-01 00:00:01 10.0.0.1 -\n",
        "#Feilds: date time c-ip cs-username\n\n2024-01-01 00:00:01 10.0.0.1 -\n",
    ]) func webLogsWithoutFields(text: String) {
        let found = Self.recognise(Array(text.utf8))
        #expect(found.format == .w3cWithoutFields && found.unread == nil)
        #expect(Self.recognise(Self.utf16(text)).format == .w3cWithoutFields)
    }

    @Test(arguments: [
        ("#Software: Microsoft HTTP API 2.0\r\n#Version: 1.0\r\n", LogFormat.httpErr),
        (
            "#Version: 1.0\r\n#Fields: date time c-ip c-port s-ip s-port cs-version cs-method cs-uri sc-status s-siteid s-reason\r\n",
            .httpErr
        ),
        ("#Version: 1.5\r\n#Software: Microsoft Windows Firewall\r\n#Time Format: Local\r\n", .windowsFirewall),
        ("#Version: 1.5\r\n#Fields: date time action protocol src-ip dst-ip src-port dst-port\r\n", .windowsFirewall),
        (
            "192.168.114.201, -, 03/20/01, 7:55:20, W3SVC2, SERVER, 172.21.13.45, 4502, 163, 3223, 200, 0, GET, /a.gif, -,",
            .iisNative
        ),
        (
            "10.0.0.1, CORP\\u, 11/20/2023, 15:44:03, W3SVC1, S, 10.0.0.2, 1, 2, 3, 200, 0, GET, /<Event><System>, -,",
            .iisNative
        ),
        (
            "#Software: Microsoft Internet Information Services 10.0\r\n#Version: 1.0\r\n"
                + "192.168.114.201, -, 03/20/01, 7:55:20, W3SVC2, SERVER, 172.21.13.45, 4502, 163, 3223, 200, 0, GET, /, -,",
            .iisNative
        ),
        (
            "# from WEB01\r\n\r\n"
                + "192.168.114.201, -, 03/20/01, 7:55:20, W3SVC2, SERVER, 172.21.13.45, 4502, 163, 3223, 200, 0, GET, /, -,",
            .iisNative
        ),
        (
            "#Software: x\n192.168.114.201, -, 03/20/01, 7:55:20, W3SVC2, S, 10.0.0.1, 1, 2, 3, 200, 0, GET, /, -,\n"
                + "#Fields: date time c-ip\n",
            .w3c
        ),
        // What a client wrote into its request decides nothing
        (
            "10.0.0.1, CORP\\u, 11/20/2023, 15:44:03, W3SVC1, S, 10.0.0.2, 1, 2, 3, 200, 0, GET, /<Event><System>, -,\n"
                + "\(event)\n#Fields: date time c-ip\n",
            .w3c
        ),
        ("#Date: 2012-02-10\n1.2.3.4 - theuser [10/Feb/2012:16:42:07 -0500] \"GET / HTTP/1.0\" 301 368", .ncsa),
        ("1.2.3.4 - theuser [10/Feb/2012:16:42:07 -0500] \"GET /<Event HTTP/1.0\" 301 368", .ncsa),
        ("fe80::1 - CORP\\user [10/Feb/2012:16:42:07 +0000] \"GET / HTTP/1.1\" 200 1", .ncsa),
        ("DateTime,RequestId,MajorVersion\r\n#Software: Microsoft Exchange Server\r\n", .exchangeProxy),
        ("#Software: Microsoft Exchange Server\r\n#Fields: DateTime,ClientIpAddress,HttpStatus\r\n", .exchangeProxy),
        ("", .empty), (" \t\r\n\n", .empty),
    ]) func otherFormatsThatAreRead(text: String, format: LogFormat) {
        let found = Self.recognise(Array(text.utf8))
        #expect(found.format == format && found.unread == nil && format.isRead)
    }

    @Test(arguments: [
        (
            "<Objs Version=\"1.1.0.1\" xmlns=\"http://schemas.microsoft.com/powershell/2004/04\">\r\n  <Obj RefId=\"0\">",
            UnreadFormat.clixml
        ),
        (
            "#< CLIXML\r\n<Objs Version=\"1.1.0.1\" xmlns=\"http://schemas.microsoft.com/powershell/2004/04\"><S>&lt;Event </S>",
            .clixml
        ),
        (
            "<Event><Timestamp data_type=\"4\">01/02/2024 03:04:05.678</Timestamp><Computer-Name data_type=\"1\">",
            .npsXML
        ),
        ("\"DC1\",\"IAS\",01/02/2024,03:04:05,1,\"host/pc\",", .npsText),
        ("#Software: Microsoft Exchange Server\r\n#Fields: date-time,client-ip,client-hostname\r\n", .commaSeparated),
        ("#Version: 15.0\r\n#Fields: date-time,client-ip,client-hostname,server-ip\r\n", .commaSeparated),
        ("{\"EventTime\":\"2020-01-01 00:00:00\",\"Hostname\":\"dc01\",\"EventID\":4624}\n", .json),
        ("{\"_raw\":\"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>\"}", .json),
        ("[\n  {\"a\":1}]", .json), ("dn: CN=a,DC=x\nchangetype: add\n", .ldif), ("# record 1\ndn: DC=x\n", .ldif),
        ("<html><body>EventID</body></html>", .otherXML), ("<Eventful/>", .otherXML),
        ("<EventData>x</EventData>", .otherXML),
        ("let list: List<Event> = List<Event>()", .otherText), ("plain words\n", .otherText),
        ("[10.0.0.1](http://x)", .otherText),
        ("DN,objectClass\n\"CN=a\",user\n", .otherText), ("# a comment\nFields: a b\n", .otherText),
        ("GET /#Fields: date time\n", .otherText),
    ]) func textThatIsNotRead(text: String, expected: UnreadFormat) {
        for bytes in [Array(text.utf8), Self.utf16(text), [0xEF, 0xBB, 0xBF] + Array(text.utf8)] {
            let found = Self.recognise(bytes)
            #expect(found.unread == expected && found.format == expected.logFormat)
        }
    }

    @Test(arguments: [
        "\t\tMicrosoft DHCP Service Activity Log\r\n\r\n", "\t\tMicrosoft DHCPv6 Service Activity Log\n",
        "\r\n\tMicrosoft DHCP-Dienst Aktivit\u{E4}tsprotokoll\r\n",
        "words\nID,Date,Time,Description,IP Address,Host Name,MAC Address\n",
        "ID,Date,Time,Description,IPv6 Address,Host Name,Error Code\n",
        "10,10/05/26,08:00:01,Assign,10.0.0.5,pc1,00155D01020A,\r\n", "00,10/05/26,08:00:01,Started,,,\n",
        "11002,10/05/26,08:00:01,DHCPV6 Request,2001:db8::5,pc1,,14,00,,,,,\n",
        // What a client calls itself decides nothing
        "11,10/05/26,08:00:01,Renew,10.0.0.5,<Event xmlns='x'><System>,00155D01020A,\n",
        "10,10/05/26,08:00:01,Assign,10.0.0.5,pc1,00155D01020A,\0\0\0",
    ]) func dhcpLogs(text: String) {
        for bytes in [Array(text.utf8), Self.utf16(text), [0xEF, 0xBB, 0xBF] + Array(text.utf8)] {
            let found = Self.recognise(bytes)
            #expect(found.format == .dhcp && found.unread == nil)
        }
    }

    @Test(arguments: [
        "10,10/05/26,08:00:01,Assign,10.0.0.5,pc1\n", "10,10/05/2026,08:00:01,Assign,10.0.0.5,pc1,00,\n",
        "123456,10/05/26,08:00:01,a,b,c,d,\n", "10,10-05-26,08:00:01,a,b,c,d\n", "A10,10/05/26,08:00:01,a,b,c,d\n",
        "see ID,Date,Time,Description,IP Address,Host Name\n", "The Microsoft DHCP server\n", "ID,Date,Time\n1,2,3\n",
    ]) func textThatOnlyResemblesADHCPLog(text: String) {
        #expect(Self.recognise(Array(text.utf8)).unread == .otherText)
    }

    private static func tar() -> [UInt8] {
        var block = [UInt8](repeating: 0, count: 1024)
        block.replaceSubrange(0..<5, with: Array("a.log".utf8))
        block.replaceSubrange(257..<262, with: Array("ustar".utf8))
        return block
    }

    @Test func binaryFormats() {
        let samples: [([UInt8], UnreadFormat)] = [
            (Array("ElfFile\0".utf8) + [0, 1, 2], .evtx), ([0x30, 0, 0, 0] + Array("LfLe".utf8), .evt),
            ([1, 2, 3, 4, 0xEF, 0xCD, 0xAB, 0x89, 0, 0], .ual), (Array("PK\u{3}\u{4}".utf8), .zip),
            (Array("PK\u{5}\u{6}".utf8), .zip), ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], .sevenZip),
            (Array("MSCF\0\0\0\0".utf8), .cabinet), (Array("Rar!\u{1A}\u{7}\0".utf8), .rar),
            ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], .xz), ([0x28, 0xB5, 0x2F, 0xFD, 4], .zstandard),
            (Array("BZh9".utf8) + [0x31, 0x41, 0x59, 0x26, 0x53, 0x59], .bzip2), (Self.tar(), .tar),
            ([0xFF, 0xFE, 0, 0, 0x41, 0, 0, 0], .utf32), ([UInt8](repeating: 0, count: 100), .onlyNULs),
            ([0x4D, 0x5A, 0x90, 0x00, 3, 0, 0, 0, 4, 0, 0, 0xFF], .binary),
        ]
        for (bytes, expected) in samples {
            #expect(Self.recognise(bytes).unread == expected)
            #expect(Self.recognise(bytes).format == expected.logFormat)
        }
    }

    /// The name supports what the content says; alone it says nothing.
    @Test func centralizedBinaryNeedsNameAndContent() {
        let binary: [UInt8] = [7, 0, 1, 0, 0, 2, 3, 0, 9, 9, 9]
        #expect(Self.recognise(binary, name: "LogFiles/W3SVC/ra240101.ibl").format == .centralizedBinary)
        #expect(Self.recognise(binary, name: "RA240101.IBL.gz").format == .centralizedBinary)
        #expect(Self.recognise(binary, name: "ra240101.log").format == .unknown)
        #expect(Self.recognise(Array("#Fields: date time\n".utf8), name: "ra240101.ibl").format == .w3c)
        #expect(Self.recognise(Array("words\n".utf8), name: "ra240101.ibl").unread == .otherText)
        #expect(Self.recognise(Array("words\n".utf8), name: "Security.evtx").unread == .otherText)
    }

    @Test func onlyTheFirst64KiBAreLookedAt() {
        let filler = Array(String(repeating: "words and words\n", count: 4096).utf8)
        #expect(filler.count == FormatRecognition.headLength)
        #expect(Self.recognise(filler + Array(Self.event.utf8)).unread == .otherText)
        #expect(Self.recognise(filler.dropLast(1000) + Array(Self.event.utf8)).format == .eventXML)
        let blank = [UInt8](repeating: 0x20, count: FormatRecognition.headLength)
        #expect(Self.recognise(blank + Array(Self.event.utf8)).unread == .otherText)
        #expect(Self.recognise(Array(blank.dropLast())).format == .empty)
    }

    /// Any bytes: it answers, and never crashes.
    @Test func anyBytesAreRecognisedAsSomething() {
        var random = SeededGenerator(seed: 7)
        let words = [
            "<Event", "s>", ">", "#Fields:", " ", "\n", ":", "<Objs ", "\"", "[", "{", "-", "2024-01-01 00:00:01 ", ",",
        ]
        for _ in 0..<3000 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 0..<12, using: &random) {
                if Bool.random(using: &random) {
                    bytes += Array((words.randomElement(using: &random) ?? "").utf8)
                } else {
                    bytes.append(UInt8.random(in: .min ... .max, using: &random))
                }
            }
            let found = Self.recognise(bytes)
            #expect((found.unread == nil) == found.format.isRead)
        }
    }
}
