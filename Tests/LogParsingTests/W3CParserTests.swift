import AccessModel
import Testing

@testable import LogParsing

private let header = "#Fields: date time s-ip cs-uri-stem cs-username c-ip sc-status\r\n"

private func accounts(_ reading: W3CReading) -> [String] {
    reading.accesses.map { String($0.split(separator: " ")[5]) }
}

private func outcomes(_ reading: W3CReading) -> [String] {
    reading.accesses.map { String($0.split(separator: " ")[2]) }
}

@Suite struct W3CDirectives {
    @Test func everyDefaultFieldSetIsRead() {
        let sets = [
            (
                "date time s-sitename s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status sc-substatus sc-win32-status",
                "2026-03-01 08:00:00 W3SVC1 192.0.2.10 GET /a - 80 CORP\\ann 198.51.100.7 Edge 200 0 0"
            ),
            (
                "date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken",
                "2026-03-01 08:00:00 192.0.2.10 GET /a - 80 CORP\\ann 198.51.100.7 Edge - 200 0 0 15"
            ),
            (
                "date time s-sitename s-computername s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs-version cs(User-Agent) cs(Cookie) cs(Referer) cs-host sc-status sc-substatus sc-win32-status sc-bytes cs-bytes time-taken",
                "2026-03-01 08:00:00 W3SVC1 WEB01 192.0.2.10 GET /a - 80 CORP\\ann 198.51.100.7 HTTP/1.1 Edge - - host 200 0 0 1 2 15"
            ),
            (
                "date time s-sitename cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Cookie) cs(Referer) cs-host sc-status sc-substatus sc-win32-status sc-bytes cs-bytes time-taken",
                "2026-03-01 08:00:00 ~1SHOP GET /a - 80 CORP\\ann 198.51.100.7 Edge - - host 200 0 0 1 2 15"
            ),
        ]
        for (fields, line) in sets {
            let reading = W3CReading("#Fields: \(fields)\r\n\(line)\r\n")
            #expect(reading.accepted == 1 && reading.rejections.isEmpty)
            #expect(reading.accesses[0].hasPrefix("2026-03-01T08:00:00.000Z web success"))
            #expect(reading.accesses[0].contains(" corp\\ann 198.51.100.7 "))
        }
    }

    @Test func fieldsAreObeyedWhereverTheyStand() {
        let reading = W3CReading(
            """
            #Fields: date time c-ip cs-username sc-status
            2026-03-01 08:00:00 198.51.100.7 ann 200
            #Software: Microsoft Internet Information Services 10.0
            #Date: 2026-03-01 09:00:00
            #FIELDS:  SC-STATUS \t c-ip   CS-UserName date\ttime  s-computername \t
            401 198.51.100.8 bob 2026-03-01 09:00:00 WEB01
            """ + "\n")
        #expect(accounts(reading) == ["-\\ann", "-\\bob"])
        #expect(outcomes(reading) == ["success", "failure"])
        #expect(reading.accesses[1].contains(" web01[-] "))
        #expect(reading.rejections.isEmpty)
    }

    @Test func aNameThatOccursTwiceCountsOnce() {
        let reading = W3CReading(
            "#Fields: date time c-ip cs-username cs-username\n2026-03-01 08:00:00 192.0.2.1 ann bob\n")
        #expect(accounts(reading) == ["-\\ann"])
    }

    @Test func onlyAHashAtTheStartIsADirective() {
        let composite = "_auID&379438#_auName&test#_auFull&1000+Testkunde#_auType&M#"
        let reading = W3CReading(
            "#Remark: anything\n# a comment\n#\n" + header
                + "2026-03-01 08:00:00 192.0.2.10 /a#b \(composite) 198.51.100.7 200\r\n#Fields\r\n#Fieldsets: x\r\n"
                + "2026-03-01 08:00:01 192.0.2.10 /a #Fields: 198.51.100.7 200\r\n")
        #expect(accounts(reading) == ["-\\" + composite.lowercased(), "-\\#fields:"])
        #expect(reading.records == 2)
    }

    @Test func linesBeforeFieldsAreRejected() {
        let reading = W3CReading("2026-03-01 08:00:00 198.51.100.7 200\n" + header)
        #expect(
            reading.rejections == [
                "line before #Fields @0 #1: no #Fields directive says what the columns mean, and the line fits no format with "
                    + "fixed columns"
            ])
    }

    @Test func commaSeparatedFieldsAreNamedAsSuch() {
        let reading = W3CReading(
            "#Fields: date-time,client-ip,server-hostname\n2026-03-01T08:00:00.000Z,192.0.2.1,EX01\n" + header
                + "2026-03-01 08:00:00 192.0.2.10 /a ann 198.51.100.7 200\n")
        #expect(reading.rejected == [.unreadableValue: 1])
        #expect(reading.rejections[0].contains("separated by commas"))
        #expect(reading.accepted == 1)
    }

    /// A log that goes to and fro between a few long lists costs no more than one that does not; each is obeyed all the same.
    @Test func aFewListsAreReadOnce() {
        var lists = W3CFieldLists()
        func namesUser(_ name: String) -> Bool? {
            let text = "date time " + (0..<1000).map { "f\($0)" }.joined(separator: " ") + " c-ip \(name)"
            guard case .columns(let columns) = Array(text.utf8).withUnsafeBytes({ lists.fields($0) }) else {
                return nil
            }
            return columns.has(.user)
        }
        for _ in 0..<100 {
            for name in ["cs-username", "x", "y", "z"] {
                #expect(namesUser(name) == (name == "cs-username"))
            }
        }
        #expect(lists.readings == W3CFieldLists.most)
        for name in ["w", "cs-username", "w"] { #expect(namesUser(name) == (name != "w")) }
        #expect(lists.readings == W3CFieldLists.most + 2)
        let (first, second) = ("#Fields: date time c-ip cs-username\n", "#Fields: date time cs-username c-ip\n")
        let pair = first + "2026-03-01 08:00:00 198.51.100.7 ann\n" + second + "2026-03-01 08:00:00 bob 198.51.100.7\n"
        let reading = W3CReading(String(repeating: pair, count: 3))
        #expect(accounts(reading) == ["-\\ann", "-\\bob", "-\\ann", "-\\bob", "-\\ann", "-\\bob"])
    }

    @Test func tooManyColumnsAreRefused() {
        for (names, reason) in [(1024, RejectionReason.noUsableTime), (1025, .unreadableValue)] {
            let fields = (0..<names).map { "f\($0)" }.joined(separator: " ")
            let line = [String](repeating: "1", count: names).joined(separator: " ")
            #expect(W3CReading("#Fields: \(fields)\n\(line)\n").rejected == [reason: 1])
        }
    }

    @Test func errorAndFirewallLogsAreIgnoredByName() {
        let error = "#Software: Microsoft HTTP API 2.0\n" + header + "2026-03-01 08:00:00 a\n2026-03-01 08:00:00 b\n"
        #expect(W3CReading(error).ignored == ["http-error-log": 2])
        let firewall =
            "#Version: 1.5\n#Software: Microsoft Windows Firewall\n#Fields: date time action\n2026-03-01 08:00:00 ALLOW\n"
        #expect(W3CReading(firewall).ignored == ["firewall-log": 1])
        #expect(W3CReading("2026-03-01 x\n", format: .httpErr).ignored == ["http-error-log": 1])
        let both =
            error + "#Software: Microsoft Internet Information Services 10.0\n" + header
            + "2026-03-01 08:00:00 192.0.2.10 /a ann 198.51.100.7 200\n"
        let reading = W3CReading(both)
        #expect(reading.ignored == ["http-error-log": 2] && reading.accepted == 1 && reading.sightings.count == 1)
        let server =
            "#Software: Microsoft HTTP Server API 2.0\n" + header
            + "2026-03-01 08:00:00 192.0.2.10 /a ann 198.51.100.7 200\n"
        #expect(W3CReading(server).accepted == 1)
    }
}

@Suite struct W3CLines {
    @Test func lineEndsBlanksAndPadding() {
        let line = "2026-03-01 08:00:00 192.0.2.10 /a ann 198.51.100.7 200"
        let nuls = String(repeating: "\0", count: 4000)
        for text in [
            header + line + "\r\n", header + line + "\n\r\n\n \t\r\n", header + line, header + line + "\r\r\n",
            nuls + header + nuls + line + nuls, "\u{FEFF}" + header + line + "\r\n" + nuls,
        ] {
            let reading = W3CReading(text)
            #expect(reading.accepted == 1 && reading.records == 1)
            #expect(accounts(reading) == ["-\\ann"])
        }
    }

    @Test func paddingInsideALineEndsIt() {
        let reading = W3CReading(
            header + "2026-03-01 08:00:00 192.0.2.1" + String(repeating: "\0", count: 100)
                + "#Software: Microsoft Internet Information Services 10.0\r\n" + header
                + "2026-03-01 08:00:01 192.0.2.10 /a ann 198.51.100.7 200\r\n")
        #expect(reading.rejections == ["truncated record @64 #2: 3 values where #Fields names 7 columns"])
        #expect(accounts(reading) == ["-\\ann"])
    }

    @Test func aCutLastLine() {
        #expect(W3CReading(header + "2026-03-01 08:00:00 192.0.2.10 /a").rejected == [.truncatedRecord: 1])
        let whole = header + "2026-03-01 08:00:00 192.0.2.10 /a ann 198.51.100.7 200"
        #expect(W3CReading(whole).accepted == 1)
        #expect(W3CReading(whole, isDamaged: true).rejected == [.damagedInput: 1])
        #expect(W3CReading(whole + "\n", isDamaged: true).accepted == 1)
        #expect(W3CReading(header, isDamaged: true).records == 0)
    }

    @Test func columnsMustMatch() {
        let reading = W3CReading(
            header + "2026-03-01 08:00:00 192.0.2.10 /a ann 198.51.100.7\n"
                + "2026-03-01 08:00:00 192.0.2.10 /a ann 198.51.100.7 200 203.0.113.5\n"
                + "2026-03-01 08:00:00 192.0.2.10  ann 198.51.100.7 200\n"
                + " 2026-03-01 08:00:00 192.0.2.10 /a ann 198.51.100.7 200\n")
        #expect(
            reading.rejections == [
                "wrong column count @64 #2: 6 values where #Fields names 7 columns",
                "wrong column count @115 #3: 8 values where #Fields names 7 columns",
                "wrong column count @235 #5: 8 values where #Fields names 7 columns",
            ])
        #expect(accounts(reading) == ["-\\ann"])
    }

    @Test func longLinesAreReadUpToTheLimit() {
        let line = "2026-03-01 08:00:00 192.0.2.10 /a ann 198.51.100.7 200"
        let fill = W3CParser.maximumLineLength - line.utf8.count
        for (extra, accepted) in [(0, true), (1, false)] {
            let long = line.replacingFirst("/a", with: "/a" + String(repeating: "x", count: fill + extra))
            let bytes = Array((header + long + "\n" + line + "\n").utf8)
            for cuts in [[], [70], [bytes.count - 60], Array(stride(from: 65_536, to: bytes.count, by: 65_536))] {
                let reading = W3CReading(bytes, cuts: cuts)
                #expect(reading.accepted == (accepted ? 2 : 1))
                #expect(reading.rejected == (accepted ? [:] : [.oversizedRecord: 1]))
            }
        }
    }

    @Test func anOversizedFieldsDirectiveIsNotForgotten() {
        let names = String(repeating: "c-ip ", count: 300_000)
        let reading = W3CReading(
            header + "#Fields: " + names + "\n2026-03-01 08:00:00 192.0.2.10 /a ann 198.51.100.7 200\n")
        #expect(reading.rejected == [.oversizedRecord: 1, .unreadableValue: 1])
    }

    @Test func linesThatAreNotUTF8AreWindows1252() {
        var bytes = Array((header + "2026-03-01 08:00:00 192.0.2.10 /\u{4E2D} J\u{D6}RG 198.51.100.7 200\n").utf8)
        bytes += Array("2026-03-01 08:00:00 192.0.2.10 /".utf8) + [0x80] + Array(" J".utf8) + [0xD6, 0x81]
        bytes += Array("RG 198.51.100.7 200\n".utf8)
        #expect(accounts(W3CReading(bytes)) == ["-\\j\u{F6}rg", "-\\j\u{F6}\u{81}rg"])
    }

    @Test func offsetsAreThoseOfTheSource() {
        let text = header + "2026-03-01 08:00:00 192.0.2.10 /\u{1F600}\u{E9} ann 198.51.100.7 200\nshort\n"
        let utf8 = W3CReading(text, context: ParserContext(encoding: .utf8, byteOrderMarkLength: 3))
        let utf16 = W3CReading(text, context: ParserContext(encoding: .utf16LittleEndian, byteOrderMarkLength: 2))
        #expect(utf8.accesses[0].hasSuffix(" @67"))
        #expect(utf16.accesses[0].hasSuffix(" @\(2 + 64 * 2)"))
        let before = text.utf16.count - "short\n".utf16.count
        #expect(utf16.rejections[0].hasPrefix("wrong column count @\(2 + before * 2) #3:"))
    }
}

@Suite struct W3CTimes {
    private func times(_ text: String) -> [String] {
        W3CReading(text).accesses.map { String($0.split(separator: " ")[0]) }
    }

    @Test func dateAndTimeColumns() {
        let fields = "#Fields: date time c-ip\n"
        #expect(times(fields + "2026-02-28 23:59:59 -\n") == ["2026-02-28T23:59:59.000Z"])
        #expect(times(fields + "2026-02-28 23:59:59.1239 -\n") == ["2026-02-28T23:59:59.123Z"])
        let unusable = [
            "2026-02-29 10:00:00", "2026-13-01 10:00:00", "1989-12-31 23:59:59", "2026-01-01 24:00:00", "2026-01-01 -",
            "- 10:00:00", "01/02/2026 10:00:00", "2026-01-01 10:00", "2026-01-01 10:00:00Z", "2026-01-01 10:00:00.",
            "2026-01-01 1\u{E9}:00:00",
        ]
        for value in unusable {
            #expect(W3CReading(fields + value + " -\n").rejected == [.noUsableTime: 1], "\(value)")
        }
        #expect(W3CReading("#Fields: date c-ip\n2026-01-01 -\n").rejected == [.noUsableTime: 1])
        #expect(W3CReading("#Fields: time c-ip\n10:00:00 -\n").rejected == [.noUsableTime: 1])
    }

    @Test func withoutADateColumnMidnightIsCrossed() {
        let text = "#Date: 2026-02-27 16:44:49 // when it began\n#Fields: time c-ip\n"
        let lines = [
            "16:44:50", "23:59:59", "00:00:00", "23:59:59", "00:00:01", "08:00:00", "07:59:59", "23:00:00", "01:00:00",
        ]
        #expect(
            times(text + lines.map { $0 + " -\n" }.joined()) == [
                "2026-02-27T16:44:50.000Z", "2026-02-27T23:59:59.000Z", "2026-02-28T00:00:00.000Z",
                "2026-02-27T23:59:59.000Z", "2026-02-28T00:00:01.000Z", "2026-02-28T08:00:00.000Z",
                "2026-02-28T07:59:59.000Z", "2026-02-28T23:00:00.000Z", "2026-03-01T01:00:00.000Z",
            ])
    }

    @Test func theDirectiveItselfMayBeBeforeMidnight() {
        #expect(times("#Date: 2026-12-31 23:59:59\n#Fields: time c-ip\n00:00:01 -\n") == ["2027-01-01T00:00:01.000Z"])
        #expect(
            times("#Date: 2026-12-30\n#Fields: time c-ip\n23:00:00 -\n#Date: 2026-12-31 00:10:00\n00:10:00 -\n") == [
                "2026-12-30T23:00:00.000Z", "2026-12-31T00:10:00.000Z",
            ])
        #expect(W3CReading("#Date: yesterday\n#Fields: time c-ip\n00:00:01 -\n").rejected == [.noUsableTime: 1])
    }
}

@Suite struct W3CAccesses {
    private func access(_ fields: String, _ line: String, folder: String = "") -> [Substring] {
        let reading = W3CReading(
            "#Fields: date time \(fields)\n2026-03-01 08:00:00 \(line)\n", context: ParserContext(siteFolder: folder))
        return reading.accesses.first.map { $0.split(separator: " ") } ?? []
    }

    @Test(arguments: [
        ("-", "-\\-"), ("CORP\\Ann", "corp\\ann"), ("corp/Ann", "corp\\ann"), ("\\Ann", "-\\ann"),
        ("ann@Corp.Example", "-\\ann@corp.example"), ("Ann", "-\\ann"), ("EX04$", "-\\ex04$"),
        ("A\\b\\c", "a\\b\\c"), ("CORP\\", "corp\\-"), ("0#.w|corp\\ann", "0#.w|corp\\ann"),
        ("\u{130}STANBUL", "-\\i\u{307}stanbul"),
    ])
    func accountsAreSplit(recorded: String, account: String) {
        #expect(String(access("cs-username", recorded)[5]).utf8.elementsEqual(account.utf8))
    }

    @Test(arguments: [
        ("198.51.100.7", "198.51.100.7"), ("::ffff:198.51.100.7", "198.51.100.7"),
        ("198.51.100.7:50123", "198.51.100.7"),
        ("[2001:DB8::1]:443", "2001:db8::1"), ("fe80::1%13", "fe80::1"), ("2001:db8:0:0:0:0:0:1", "2001:db8::1"),
        ("0.0.0.0", "-"), ("::", "-"), ("198.51.100.07", "-"), ("198.51.100", "-"), ("198.51.100.256", "-"),
        ("1.2.3.4.5", "-"), ("1..2.3", "-"), ("client7", "-"), ("127.0.0.1", "127.0.0.1"), ("1.0.0.0", "1.0.0.0"),
        ("1.2.3.", "-"), (".1.2.3", "-"), ("0.1.2.3", "0.1.2.3"),
    ])
    func addressesAreCanonical(recorded: String, address: String) {
        #expect(access("c-ip", recorded)[6] == address)
        #expect(access("s-ip", recorded)[3] == "-[\(address)]")
        #expect(address == "-" || IPAddress(recorded)?.text == address)
    }

    @Test(arguments: [
        ("100", true), ("200", true), ("304", true), ("399", true), ("400", false), ("401", false), ("500", false),
        ("99", false), ("0", false), ("-", false), ("2000", false), ("20x", false),
    ])
    func webStatus(status: String, succeeds: Bool) {
        #expect(access("sc-status", status)[2] == (succeeds ? "success" : "failure"))
    }

    @Test(arguments: [
        ("ann", "230", true), ("ann", "150", true), ("ann", "350", true), ("-", "150", false), ("-", "350", false),
        ("-", "220", true), ("ann", "331", false), ("ann", "332", false), ("ann", "530", false), ("ann", "302", false),
        ("ann", "-", false),
    ])
    func ftpStatus(user: String, status: String, succeeds: Bool) {
        let ftp = access("x-session cs-username sc-status", "5a \(user) \(status)")
        #expect(ftp[1] == "ftp" && ftp[2] == (succeeds ? "success" : "failure"))
    }

    @Test func noStatusColumnIsSuccess() {
        #expect(access("c-ip", "-")[2] == "success")
    }

    @Test(arguments: [
        ("s-sitename", "W3SVC1", "FTPSVC2", "web", "W3SVC1"), ("s-sitename", "FTPSVC2", "", "ftp", "FTPSVC2"),
        ("s-sitename", "-", "MSFTPSVC1", "ftp", "MSFTPSVC1"), ("s-sitename", "SmtpSvc1", "", "smtp", "SmtpSvc1"),
        ("c-ip", "-", "SMTPSVC1", "smtp", "SMTPSVC1"), ("x-session", "-", "W3SVC3", "ftp", "W3SVC3"),
        ("c-ip", "-", "", "web", "-"), ("s-sitename", "Default+Site", "", "web", "Default+Site"),
    ])
    func serviceAndSite(field: String, value: String, folder: String, channel: String, site: String) {
        let read = access(field, value, folder: folder)
        #expect(read[1] == channel && read[4] == site)
    }

    @Test(arguments: [
        "X-Forwarded-For", "x-forwarded-for", "cs(X-Forwarded-For)", "X_FORWARDED_FOR", "cs(X_Forwarded_For)",
    ])
    func forwardedColumn(name: String) {
        #expect(access(name, "203.0.113.9,+198.51.100.7")[7] == "203.0.113.9,+198.51.100.7")
        #expect(access(name, "-")[7] == "-")
        let hops = String(repeating: "203.0.113.9,", count: 100)
        #expect(access(name, hops + "198.51.100.7")[7].utf8.count <= 1024)
        #expect(access(name, hops + "198.51.100.7")[7].hasPrefix("203.0.113.9,"))
        #expect(access(name, hops + "198.51.100.7")[7].hasSuffix(",198.51.100.7"))
        #expect(access(name, String(repeating: "x", count: 1025))[7] == "-")
    }

    /// Of several columns the most telling one that has a value on the line counts.
    @Test(arguments: [
        ("X-Real-IP X-Forwarded-For", "203.0.113.1 203.0.113.2", "203.0.113.2"),
        ("X-Real-IP X-Forwarded-For", "203.0.113.1 -", "203.0.113.1"),
        ("X-Real-IP X-Forwarded-For", "- 203.0.113.2", "203.0.113.2"), ("X-Real-IP X-Forwarded-For", "- -", "-"),
        ("X-Real-IP Forwarded cs(True-Client-IP)", "203.0.113.1 - 203.0.113.3", "203.0.113.3"),
        ("X-Real-IP Forwarded cs(True-Client-IP)", "203.0.113.1 - -", "203.0.113.1"),
        ("cs(X-Forwarded-For) X-Forwarded-For", "203.0.113.1 -", "203.0.113.1"),
        // What a client wrote into a header its proxy leaves alone hides nobody.
        ("X-Forwarded-For X-Real-IP", "unknown 203.0.113.1", "203.0.113.1"),
        ("X-Forwarded-For X-Real-IP", "unknown -", "unknown"), ("X-Forwarded-For X-Real-IP", "unknown x", "unknown"),
        ("cs(X-Forwarded-For) X-Forwarded-For", "203.0.113.1 203.0.113.2", "203.0.113.2"),
    ])
    func severalForwardedColumns(names: String, values: String, forwarded: String) {
        #expect(access(names, values)[7] == forwarded)
        #expect(access("cs-username \(names)", "ann \(values)")[7] == forwarded)
    }

    @Test(arguments: [
        ("/owa/auth/logon.aspx", "-", "exchange-server"), ("/OWA", "-", "exchange-server"), ("/owasp", "-", "-"),
        ("/Microsoft-Server-ActiveSync/default.eas", "User=ann", "exchange-server"),
        ("/rpc/rpcproxy.dll", "EX01:6001", "exchange-server"), ("/Rpc/RpcProxy.dll", "localhost:3388", "windows-rds"),
        ("/remoteDesktopGateway/", "-", "windows-rds"), ("/RDWeb/Pages/", "-", "windows-rds"),
        ("/sites/hr/_layouts/15/start.aspx", "-", "sharepoint-server"),
        ("/_vti_bin/lists.asmx", "-", "sharepoint-server"),
        ("/sites/x_layouts/a", "-", "-"), ("/ReportServer", "-", "sql-server"), ("/adfs/ls/", "-", "windows-server"),
        ("/", "-", "-"), ("-", "-", "-"), ("/app/owa/", "-", "-"),
    ])
    func productPaths(path: String, query: String, product: String) {
        #expect(access("cs-uri-stem cs-uri-query", "\(path) \(query)")[8] == product)
    }

    @Test(arguments: [
        ("AlwaysOn", "probe"), ("check_http/v2.3+(monitoring-plugins+2.3)", "probe"),
        ("Mozilla/5.0+(compatible;+BingBot/2.0)", "crawler"), ("Mozilla/5.0+(Windows+NT+10.0)+AlwaysOn", "-"),
        ("-", "-"), ("AMProbe/Local/ClientAccess", "probe"), (String(repeating: "a", count: 600) + "slurp", "crawler"),
    ])
    func agentClasses(agent: String, name: String) {
        #expect(access("cs(User-Agent)", agent)[9] == name)
    }

    @Test func agentHashesAreFixed() {
        func hashes(_ agents: [String]) -> [UInt64] {
            var parser = W3CParser(context: ParserContext(), format: .w3c)
            var batch = AccessBatch()
            let lines = agents.map { "2026-03-01 08:00:00 \($0)\n" }.joined()
            Array("#Fields: date time cs(User-Agent)\n\(lines)".utf8).withUnsafeBytes {
                parser.consume($0, into: &batch)
            }
            return batch.accesses.map(\.agentHash)
        }
        let read = hashes(["-", "a", "Mozilla/5.0", "Mozilla/5.0+(Windows+NT+10.0;+Win64;+x64)", "Mozilla/5.0"])
        #expect(read == agentHashesInStores)
    }

    /// Values already in stores: a change here breaks every store written before it.
    private let agentHashesInStores: [UInt64] = [
        0,
        16629034431890738719,
        7621557013891484181,
        5970557379929791403,
        7621557013891484181,
    ]

    @Test func sharedTextsStayRightAcrossBatches() {
        let lines = (0..<200).map {
            "2026-03-01 08:00:00 192.0.2.\($0 / 50) /owa CORP\\u\($0) 198.51.100.\($0 / 3) 200\r\n"
        }
        let bytes = Array((header + lines.joined()).utf8)
        let whole = W3CReading(bytes)
        let pieces = W3CReading(bytes, cuts: Array(stride(from: 100, to: bytes.count, by: 100)))
        let kept = W3CReading(bytes, cuts: Array(stride(from: 100, to: bytes.count, by: 100)), clearsBatch: false)
        #expect(whole == pieces && whole == kept && whole.accepted == 200)
    }
}

extension String {
    /// The text with the first occurrence of `part` replaced.
    fileprivate func replacingFirst(_ part: String, with other: String) -> String {
        guard let range = firstRange(of: part) else { return self }
        return replacingCharacters(range, other)
    }

    private func replacingCharacters(_ range: Range<String.Index>, _ other: String) -> String {
        String(self[..<range.lowerBound]) + other + String(self[range.upperBound...])
    }
}
