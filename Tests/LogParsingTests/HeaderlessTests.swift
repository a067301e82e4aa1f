import AccessModel
import LogParsing
import Testing

private let iis8 =
    "2026-03-01 08:00:00 192.0.2.10 GET /a - 80 CORP\\ann 198.51.100.7 Mozilla/5.0 - 200 0 0 15\r\n"
private let iis7 = "2026-03-01 08:00:01 192.0.2.10 GET /a - 80 - 198.51.100.8 Mozilla/5.0 200 0 0 15\r\n"
private let native =
    "198.51.100.7, CORP\\ann, 3/1/26, 8:00:00, W3SVC1, WEB01, 192.0.2.10, 15, 300, 2000, 200, 0, GET, /a,b.htm, x=1,\r\n"

/// UTC+2 without summer time.
private let twoHoursAhead = LocalClock { Instant(milliseconds: $0.milliseconds - 7_200_000) }

private func read(_ text: String, clock: LocalClock? = nil) -> W3CReading {
    W3CReading(text, context: ParserContext(localClock: clock))
}

/// Logs without `#Fields`: read where a format with fixed columns fits every line, else refused whole.
@Suite struct HeaderlessLogs {
    @Test(
        arguments: [
            (iis8, "2026-03-01T08:00:00.000Z web success -[192.0.2.10] - corp\\ann 198.51.100.7"),
            (iis7, "2026-03-01T08:00:01.000Z web success -[192.0.2.10] - -\\- 198.51.100.8"),
            (
                "2026-03-01 08:00:00 W3SVC1 192.0.2.10 GET /a - 80 ann 198.51.100.7 Edge 401 0 0\n",
                "2026-03-01T08:00:00.000Z web failure -[192.0.2.10] W3SVC1 -\\ann 198.51.100.7"
            ),
            (
                "2026-03-01 08:00:00 W3SVC1 WEB01 192.0.2.10 GET /a - 80 ann 198.51.100.7 HTTP/1.1 Edge - - host 200 0 0 1 2 15\n",
                "2026-03-01T08:00:00.000Z web success web01[192.0.2.10] W3SVC1 -\\ann 198.51.100.7"
            ),
            (
                "2026-03-01 08:00:00 ~1SHOP GET /a - 80 - 198.51.100.7 Edge - - host 200 0 0 1 2 15\n",
                "2026-03-01T08:00:00.000Z web success -[-] ~1SHOP -\\- 198.51.100.7"
            ),
            (
                "2026-03-01 08:00:00 198.51.100.7 CORP\\ann 192.0.2.10 21 STOR /a 226 0 0 1f-2a /a\n",
                "2026-03-01T08:00:00.000Z ftp success -[192.0.2.10] - corp\\ann 198.51.100.7"
            ),
            (
                "198.51.100.7 - CORP\\ann [01/Mar/2026:08:00:00 +0200] \"GET /a?b HTTP/1.0\" 200 12\n",
                "2026-03-01T06:00:00.000Z web success -[-] - corp\\ann 198.51.100.7"
            ),
            (
                "198.51.100.7 - - [01/Mar/2026:08:00:00 -0130] \"GET /owa/ HTTP/1.0\" 302 -\n",
                "2026-03-01T09:30:00.000Z web success -[-] - -\\- 198.51.100.7 - exchange-server"
            ),
            (
                "198.51.100.7 - ann [01/Mar/2026:08:00:00 +0000] \"GET /a \"b\" HTTP/1.0\" 404 1 \"-\" \"check_http/v2\"\n",
                "2026-03-01T08:00:00.000Z web failure -[-] - -\\ann 198.51.100.7 - - probe"
            ),
        ]) func aLogOfFixedColumnsIsRead(text: String, access: String)
    {
        let reading = read(text)
        #expect(reading.rejections.isEmpty)
        #expect(reading.accesses.count == 1 && reading.accesses[0].hasPrefix(access), "\(reading.accesses)")
    }

    @Test func theNativeFormatIsReadByTheStatedZone() {
        let reading = read(native + native.replacing("8:00:00", with: "01:30:00"), clock: twoHoursAhead)
        #expect(
            reading.accesses == [
                "2026-03-01T06:00:00.000Z web success web01[192.0.2.10] W3SVC1 corp\\ann 198.51.100.7 - - - @0",
                "2026-02-28T23:30:00.000Z web success web01[192.0.2.10] W3SVC1 corp\\ann 198.51.100.7 - - - @\(native.utf8.count)",
            ])
        #expect(read(native).accesses.isEmpty)
        #expect(read(native).rejected == [.beforeFields: 1])
    }

    /// Line, field that does not belong, ...
    @Test(arguments: [
        "198.51.100.7, ann, 13/13/26, 8:00:00, W3SVC1, WEB01, 192.0.2.10, 1, 2, 3, 200, 0, GET, /, -,",
        "198.51.100.7, ann, 3/1/26, 8:00, W3SVC1, WEB01, 192.0.2.10, 1, 2, 3, 200, 0, GET, /, -,",
        "198.51.100.7, ann, 3/1/26, 8:00:00, W3SVC1, WEB01, WEB02, 1, 2, 3, 200, 0, GET, /, -,",
        "198.51.100.7, ann, 3/1/26, 8:00:00, W3SVC1, WEB01, 192.0.2.10, x, 2, 3, 200, 0, GET, /, -,",
        "198.51.100.7, ann, 3/1/26, 8:00:00, W3SVC1, WEB01, 192.0.2.10, 1, 2, 3, 200, 0, GET, /, - x",
        "a b, ann, 3/1/26, 8:00:00, W3SVC1, WEB01, 192.0.2.10, 1, 2, 3, 200, 0, GET, /, -,",
        "2026-03-01 08:00:00 192.0.2.10 GET /a - http - 198.51.100.8 Mozilla/5.0 200 0 0 15",
        "2026-03-01 08:00:00 192.0.2.10 GET /a - 80 - host Mozilla/5.0 200 0 0 15",
        "2026-03-01 08:00:00 192.0.2.10 GET /a - 80 - 198.51.100.8 Mozilla/5.0 OK 0 0 15",
        // IIS 8 without time-taken: as many columns as IIS 7, and none of them fits.
        "2026-03-01 08:00:00 192.0.2.10 GET /a - 80 ann 198.51.100.8 Mozilla/5.0 - 200 0 0",
        "198.51.100.7, ann, 3/1/26, 8:00:00, W3SVC1, WEB01, 192.0.2.10, 1, 2, 3, ok, 0, GET, /, -,",
        "1970-03-01 08:00:00 192.0.2.10 GET /a - 80 - 198.51.100.8 Mozilla/5.0 200 0 0 15",
        "198.51.100.7 - - [31/Feb/2026:08:00:00 +0000] \"GET / HTTP/1.0\" 200 1",
        "198.51.100.7 - - [01/Mar/2026:08:00:00 +1500] \"GET / HTTP/1.0\" 200 1",
        "1.2.3 - - [01/Mar/2026:08:00:00 +0000] \"GET / HTTP/1.0\" 200 1",
        "198.51.100.7 - - [01/Mar/2026:08:00:00 +0000] \"GET / HTTP/1.0\" 2000 1",
        "198.51.100.7 - - [01/Mar/2026:08:00:00 +0000] \"GET / HTTP/1.0\" 200 x",
        "198.51.100.7 [01/Mar/2026:08:00:00 +0000] \"GET / HTTP/1.0\" 200 1",
    ]) func whatDoesNotFitIsRefused(line: String) {
        let reading = read(line + "\n", clock: twoHoursAhead)
        #expect(reading.accesses.isEmpty && reading.rejected == [.beforeFields: 1])
        #expect(reading.rejections[0].contains("no #Fields directive says what the columns mean, and the line fits no"))
    }

    @Test func aLineThatDoesNotFitTakesAllBack() {
        let text = iis8 + iis8 + iis7 + iis8
        let reading = read(text)
        #expect(reading.accesses.isEmpty && reading.sightings.isEmpty)
        #expect(reading.accepted == 0 && reading.rejected == [.beforeFields: 4])
        let why =
            "no #Fields directive, and not all lines are the default W3C columns of IIS 8 to 10: line 3 does not fit"
        #expect(
            reading.rejections == [
                "line before #Fields @0 #1: \(why)",
                "line before #Fields @\(iis8.utf8.count) #2: \(why)",
                "line before #Fields @\(2 * iis8.utf8.count) #3: \(why)",
                "line before #Fields @\(2 * iis8.utf8.count + iis7.utf8.count) #4: \(why)",
            ])
    }

    @Test func fieldsThatComeLaterTakeBackWhatStoodBefore() {
        let reading = read(iis8 + iis8 + "#Fields: date time c-ip\r\n2026-03-01 08:00:05 198.51.100.9\r\n")
        #expect(reading.accesses.count == 1 && reading.accesses[0].contains("198.51.100.9"))
        #expect(reading.rejected == [.beforeFields: 2])
        #expect(reading.rejections[1].hasSuffix("a #Fields directive comes later"))
    }

    @Test func aCutLastLineIsNoReasonToRefuseTheOthers() {
        let reading = read(iis8 + iis8.dropLast(30))
        #expect(reading.accepted == 1 && reading.rejected == [.truncatedRecord: 1])
        #expect(read(iis8 + "\0\0\0\0" + iis8).accepted == 2)
    }

    /// A day above 12 in front shows that the whole log writes the day first: nothing read month-first before is right.
    @Test func aNativeLogWithTheDayFirstIsRefusedWhole() {
        func dated(_ date: String) -> String { native.replacing("3/1/26", with: date) }
        let why = "the dates have the day first, and in this format the month is read first"
        for text in [
            dated("12/02/26") + dated("13/02/26"), dated("13/02/26") + dated("12/02/26"),
            dated("12/02/26") + dated("31/12/2026"),
        ] {
            let reading = read(text, clock: twoHoursAhead)
            #expect(reading.accesses.isEmpty && reading.sightings.isEmpty && reading.rejected == [.beforeFields: 2])
            #expect(reading.rejections.allSatisfy { $0.contains(why) && $0.contains("W3C format") }, "\(text)")
        }
        // Impossible either way round: no line of the format.
        for date in ["13/13/26", "32/1/26", "0/1/26", "1/32/26"] {
            let reading = read(dated(date), clock: twoHoursAhead)
            #expect(reading.rejected == [.beforeFields: 1] && !reading.rejections[0].contains(why))
        }
        // A user name moves the values behind it: the date a client wrote there shows nothing.
        let forged = "x, 13/2/26, 8:00:00, W3SVC1, WEB01, 192.0.2.10, 1, 1, 1, 200, 0, GET, /"
        let reading = read(native + native.replacing("CORP\\ann", with: forged), clock: twoHoursAhead)
        #expect(reading.accepted == 1 && reading.rejected == [.malformedRecord: 1])
        // Above 12 behind: the month is first. Neither: it is taken to be.
        #expect(read(dated("02/13/26") + dated("12/02/26"), clock: twoHoursAhead).accepted == 2)
        #expect(read(dated("02/03/26"), clock: twoHoursAhead).accesses[0].hasPrefix("2026-02-03T"))
    }

    /// A host name, which the server looked up, is no address: the line has none.
    @Test(arguments: [
        "host.example - - [01/Mar/2026:08:00:00 +0000] \"GET / HTTP/1.0\" 200 1\n",
        "host.example - ann [01/Mar/2026:08:00:00 +0000] \"GET / HTTP/1.0\" 200 1 \"-\" \"Edge\"\n",
        native.replacing("198.51.100.7", with: "host.example"),
    ]) func aClientThatIsANameIsNoAddress(line: String) {
        let other = line.replacing("host.example", with: "198.51.100.7")
        for text in [line + other, other + line] {
            let reading = read(text, clock: twoHoursAhead)
            #expect(reading.accepted == 2 && reading.accesses.count { $0.contains("198.51.100.7") } == 1)
            #expect(reading.accesses.allSatisfy { !$0.contains("host.example") })
        }
        // It is a line of the format: one of another is void with it.
        #expect(read(line + "x y\n" + other, clock: twoHoursAhead).rejected == [.beforeFields: 3])
        let noClient = line.replacing("host.example", with: "a;b")
        #expect(read(noClient, clock: twoHoursAhead).accepted == 0)
    }

    /// What a client chooses cannot make the lines of others unreadable.
    @Test func noRequestVoidsALog() {
        let method = iis8.replacing("GET", with: "1.2.3.4")
        #expect(read(iis8 + method + iis8).accepted == 3)
        let combined =
            "198.51.100.7 - ann [01/Mar/2026:08:00:00 +0000] \"GET / HTTP/1.0\" 200 1 \"-\" \"Edge\"\n"
        let quoted = combined.replacing("Edge", with: "a \\\"b\\\" c")
        #expect(read(combined + quoted + combined).accepted == 3)
    }

    /// A user name with commas moves the values behind it: the line is rejected alone, and never read as the client likes.
    @Test func commasInAUserNameForgeNothing() {
        let forged = "CORP\\ceo, 3/1/26, 8:00:00, W3SVC1, SQL01, 10.0.0.9, 1, 1, 1, 200, 0, GET, /x"
        for name in ["a,b", "a, b", forged] {
            let reading = read(native + native.replacing("CORP\\ann", with: name) + native, clock: twoHoursAhead)
            #expect(reading.accepted == 2 && reading.rejected == [.malformedRecord: 1], "\(name)")
        }
    }

    /// However many there are: the first thousand are listed, all are counted.
    private func ncsa(
        _ user: String, _ request: String = "GET / HTTP/1.0", at time: String = "01/Mar/2026:08:00:00 +0000"
    )
        -> String
    {
        "203.0.113.7 - \(user) [\(time)] \"\(request)\" 200 1\n"
    }

    /// A name typed at a logon, or a request, could be the line's own time; neither decides, and no other line is lost.
    @Test func aTimeInAUserNameIsNotTheTimeOfTheLine() {
        let forged = [
            ncsa("x [30/Dec/9998:23:59:59 +0000] \"a"), ncsa("ann", "GET / [01/Jan/2030:00:00:00 +0000] \"x"),
        ]
        for line in forged {
            for (text, reason) in [
                (ncsa("ann") + line + ncsa("bob"), RejectionReason.malformedRecord),
                (line + ncsa("ann") + ncsa("bob"), .beforeFields),
            ] {
                let reading = read(text)
                #expect(reading.accesses.map { $0.prefix(10) } == ["2026-03-01", "2026-03-01"])
                #expect(reading.rejected == [reason: 1])
            }
        }
        #expect(read(ncsa("a [b")).accepted == 1)
    }

    /// A store has texts for the years up to 9999; whatever clock or zone leads beyond is no time.
    @Test func noTimeIsBeyondTheYear9999() {
        let midnight = "#Date: 9999-12-31 23:00:00\n#Fields: time c-ip\n23:59:59 1.2.3.4\n00:00:01 1.2.3.4\n"
        let reading = W3CReading(midnight)
        #expect(reading.accepted == 1 && reading.rejected == [.noUsableTime: 1])
        #expect(read(ncsa("-", at: "31/Dec/9999:23:59:59 +0000")).accepted == 1)
        #expect(read(ncsa("-", at: "31/Dec/9999:23:59:59 -0100")).accepted == 0)
        let last = native.replacing("3/1/26", with: "12/31/9999").replacing("8:00:00", with: "23:59:59")
        let behind = LocalClock { Instant(milliseconds: $0.milliseconds + 3_600_000) }
        #expect(read(last, clock: twoHoursAhead).accepted == 1 && read(last, clock: behind).accepted == 0)
        let local = W3CReading(
            "#Fields: date-local time-local c-ip\n9999-12-31 23:59:59 1.2.3.4\n",
            context: ParserContext(localClock: behind))
        #expect(local.rejected == [.noUsableTime: 1])
    }

    @Test func everyLineTakenBackIsCounted() {
        let reading = read(String(repeating: iis8, count: 2500) + "x\n")
        #expect(reading.accepted == 0 && reading.rejected == [.beforeFields: 2501])
        #expect(reading.rejections.count == 1000)
    }

    @Test func cutsMakeNoDifference() {
        for text in [iis8 + iis8 + iis7, iis8 + "#Fields: date time\n" + iis7, native + native, iis7 + "\0\0" + iis8] {
            let bytes = Array(text.utf8)
            let context = ParserContext(localClock: twoHoursAhead)
            let whole = W3CReading(bytes, context: context)
            for cut in 0...bytes.count {
                #expect(W3CReading(bytes, cuts: [cut], context: context) == whole)
                #expect(W3CReading(bytes, cuts: [cut], context: context, clearsBatch: false) == whole)
            }
        }
    }

    /// `#Date` and remarks are no columns, and what is ignored by name stays so.
    @Test func otherDirectivesDoNotMatter() {
        let mixed = iis8 + "#Software: Microsoft HTTP API 2.0\n" + iis8 + "#Software: x\n#Fields: date time\n"
        let reading = read(mixed + "2026-03-01 08:00:00\n")
        #expect(
            reading.accepted == 1 && reading.ignored == ["http-error-log": 1] && reading.rejected == [.beforeFields: 1])
        #expect(read("#Software: x\n#Date: 2026-03-01\n" + iis8).accepted == 1)
        #expect(read("#Software: Microsoft HTTP API 2.0\n" + iis8).ignored == ["http-error-log": 1])
    }
}

/// `#Fields` and its columns as people and other tools write them.
@Suite struct MisspeltFields {
    private let line = "2026-03-01 08:00:00 198.51.100.7 ann 200\n"

    @Test(arguments: [
        "#Field: date time c-ip cs-username sc-status", "# Fields: date time c-ip cs-username sc-status",
        "#Feilds: date time c-ip cs-username sc-status", "#Fields date time c-ip cs-username sc-status",
        "#fields : date time c-ip cs-username sc-status",
        "#Fields: date time c_ip cs-user-name sc_status", "#Fields: Date Time cip csUsername scStatus",
    ]) func isObeyed(directive: String) {
        let reading = W3CReading(directive + "\n" + line)
        #expect(reading.accepted == 1 && reading.rejections.isEmpty, "\(reading.rejections)")
        #expect(reading.accesses.first?.contains("success -[-] - -\\ann 198.51.100.7 ") == true)
    }

    /// Nothing but the names behind the `#`: all of them count, the first too.
    @Test(arguments: ["# ", "#", "#\t "]) func aListWithoutAName(mark: String) {
        let reading = W3CReading(mark + "date time c-ip cs-username sc-status\n" + line)
        #expect(reading.accepted == 1 && reading.rejections.isEmpty, "\(reading.rejections)")
        let other = W3CReading(
            mark + "c-ip cs-username date time sc-status\n198.51.100.7 ann 2026-03-01 08:00:00 200\n")
        #expect(other.accepted == 1 && other.rejections.isEmpty, "\(other.rejections)")
        #expect(other.accesses.first?.contains("success -[-] - -\\ann 198.51.100.7 ") == true)
    }

    @Test func aRemarkIsNoDirective() {
        let text = "#Fields: date time c-ip cs-username sc-status\n"
        let directives = ["#Remark: date time c-ip cs-username", "#Date: date time c-ip sc-status"]
        for remark in directives + ["#Remark: date time c-ip and so on", "#Note: c-ip cs-username", "# date time c-ip"]
        {
            #expect(W3CReading(text + remark + "\n" + line).accepted == 1)
        }
    }

    /// A name IIS writes counts before one that is only like it.
    @Test func theExactNameCounts() {
        let reading = W3CReading("#Fields: date time cs-user-name cs-username\n2026-03-01 08:00:00 ann bob\n")
        #expect(reading.accesses[0].contains("-\\bob"))
    }
}

/// IIS Advanced Logging: values in quotes, and times by the server's clock.
@Suite struct AdvancedLogging {
    private let head =
        "#Software: IIS Advanced Logging Module\n#Fields:  date-local time-local  c-ip cs-username "
        + "cs(User-Agent) sc-status\n"
    private let line = "2026-03-01 08:00:00.360 \"198.51.100.7\" ann \"check_http/v2 \"\"x\"\" (a b)\" 200\n"

    @Test func quotedValuesAndLocalTimes() {
        let reading = read(head + line, clock: twoHoursAhead)
        #expect(
            reading.accesses == [
                "2026-03-01T06:00:00.360Z web success -[-] - -\\ann 198.51.100.7 - - probe @\(head.utf8.count)"
            ])
    }

    /// Quotes are no part of a value, whether one of the line's holds a blank or not.
    @Test func quotesAreNeverPartOfAValue() {
        let plain = "2026-03-01 08:00:00 \"198.51.100.7\" \"CORP\\ann\" \"Edge\" \"200\"\n"
        let reading = read(head + plain + plain.replacing("Edge", with: "Ed ge"), clock: twoHoursAhead)
        #expect(reading.accesses.count == 2)
        for access in reading.accesses { #expect(access.contains(" success -[-] - corp\\ann 198.51.100.7 ")) }
    }

    @Test func withoutTheZoneEveryLineSaysSo() {
        let reading = read(head + line)
        #expect(reading.rejected == [.noUsableTime: 1])
        #expect(reading.rejections[0].contains("state the zone of the log under time_zones"))
    }

    @Test func aQuoteThatIsNeverClosedIsNoValue() {
        let reading = read(head + line.replacing(" 200", with: "\" 200"), clock: twoHoursAhead)
        #expect(reading.rejected == [.wrongColumnCount: 1])
    }
}
