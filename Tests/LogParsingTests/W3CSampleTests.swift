import AccessModel
import Foundation
import LogParsing
import Testing

/// The small logs of `samples/web`, each named for its defect, and exactly what is read of them.
@Suite struct W3CSampleTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("samples/web")

    @Test func everySampleHasItsAnswer() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: W3CSampleTests.folder.path)
            .filter { $0.hasSuffix(".log") }
        #expect(files.sorted() == W3CSampleTests.answers.map(\.file).sorted())
    }

    @Test(arguments: answers.map(\.file))
    func sampleIsReadAsExpected(file: String) throws {
        let bytes = try [UInt8](Data(contentsOf: W3CSampleTests.folder.appendingPathComponent(file)))
        let format: LogFormat = file.hasPrefix("exchange-proxy") ? .exchangeProxy : .w3c
        // The native format is in local time.
        let context = ParserContext(localClock: LocalClock { Instant(milliseconds: $0.milliseconds - 3_600_000) })
        func read(_ cuts: [Int]) -> W3CReading { W3CReading(bytes, cuts: cuts, context: context, format: format) }
        let reading = read([])
        let answer = W3CSampleTests.answers.first { $0.file == file }?.text ?? ""
        #expect(reading.summary == answer, "\(file)")
        for step in [1, 7] {
            #expect(read(Array(stride(from: step, to: bytes.count, by: step))) == reading)
        }
    }

    private static let answers: [(file: String, text: String)] = [
        (
            "activesync-identity-in-query.log",
            #"""
            2026-03-02T08:00:00.000Z web success -[192.0.2.10] - corp\ann 203.0.113.8 - exchange-server - @166
            2026-03-02T08:00:01.000Z web failure -[192.0.2.10] - -\- 203.0.113.8 - exchange-server - @336
            identity |192.0.2.10||corp\ann|ApplF17|2026-03-02T08:00:00.000Z
            """#
        ),
        (
            "exchange-proxy.log",
            #"""
            2026-03-02T08:00:00.120Z exchange-proxy success ex01[-] Owa corp\ann 203.0.113.8 - exchange-server - @365
            2026-03-02T08:00:01.000Z exchange-proxy failure ex01[-] Ews -\- 203.0.113.8 - exchange-server - @465
            """#
        ),
        (
            "fields-missing-default-columns.log",
            #"""
            2026-03-02T08:00:00.000Z web success -[192.0.2.10] - corp\ann 198.51.100.20 - - - @0
            2026-03-02T08:00:01.000Z web success -[192.0.2.10] - -\- 203.0.113.77 - - - @86
            """#
        ),
        (
            "fields-missing-other-columns.log",
            #"""
            line before #Fields @0 #1: no #Fields directive, and not all lines are the default W3C columns of IIS 8 to 10: line 2 does not fit
            line before #Fields @86 #2: no #Fields directive, and not all lines are the default W3C columns of IIS 8 to 10: line 2 does not fit
            """#
        ),
        (
            "fields-misspelt.log",
            #"""
            2026-03-02T08:00:00.000Z web success -[192.0.2.10] - corp\ann 198.51.100.20 - - - @109
            """#
        ),
        (
            "iis-native.log",
            #"""
            2026-03-02T07:00:00.000Z web success web01[192.0.2.10] W3SVC1 corp\ann 198.51.100.20 - exchange-server - @0
            2026-03-02T07:00:05.000Z web failure web01[192.0.2.10] W3SVC1 -\- 203.0.113.77 - - - @108
            """#
        ),
        (
            "ncsa-common.log",
            #"""
            2026-03-02T07:00:00.000Z web success -[-] - corp\ann 198.51.100.20 - exchange-server - @0
            2026-03-02T07:00:05.000Z web success -[-] - -\- 203.0.113.77 - - - @98
            """#
        ),
        (
            "clean-iis10.log",
            #"""
            2026-03-02T08:00:00.000Z web failure -[192.0.2.10] - -\- 198.51.100.20 - exchange-server - @261
            2026-03-02T08:00:00.000Z web success -[192.0.2.10] - corp\amiller 198.51.100.20 - exchange-server - @390
            2026-03-02T08:00:05.000Z web success -[192.0.2.10] - corp\amiller 198.51.100.20 - exchange-server - @530
            2026-03-02T08:01:00.000Z web success -[192.0.2.10] - -\- 203.0.113.77 - - crawler @670
            2026-03-02T08:02:00.000Z web success -[192.0.2.10] - -\- 192.0.2.250 - - probe @780
            2026-03-02T08:03:00.000Z web success -[192.0.2.10] - -\bob@corp.example 2001:db8::15 - sharepoint-server - @903
            """#
        ),
        (
            "column-count-differs.log",
            #"""
            2026-03-02T08:00:00.000Z web success -[192.0.2.10] - corp\ann 198.51.100.20 - - - @261
            2026-03-02T08:00:00.000Z web success -[192.0.2.10] - corp\ann 198.51.100.20 - - - @669
            wrong column count @394 #6: 16 values where #Fields names 15 columns
            wrong column count @539 #7: 14 values where #Fields names 15 columns
            wrong column count @801 #9: 16 values where #Fields names 15 columns
            """#
        ),
        (
            "date-column-missing.log",
            #"""
            2026-03-02T23:58:00.000Z web success -[-] - -\- 198.51.100.20 - - - @149
            2026-03-02T23:59:59.000Z web success -[-] - -\- 198.51.100.20 - - - @184
            2026-03-03T00:00:00.000Z web success -[-] - -\- 198.51.100.21 - - - @219
            2026-03-02T23:59:59.000Z web success -[-] - -\- 198.51.100.20 - - - @254
            2026-03-03T00:00:02.000Z web failure -[-] - -\- 198.51.100.21 - - - @292
            """#
        ),
        (
            "fields-change-midfile.log",
            #"""
            2026-03-02T08:00:00.000Z web success -[192.0.2.10] - corp\ann 198.51.100.20 - - - @261
            2026-03-02T09:00:00.000Z web success web01[192.0.2.10] W3SVC2 corp\bob 198.51.100.21 - - - @592
            wrong column count @689 #11: 9 values where #Fields names 10 columns
            """#
        ),
        (
            "fields-comma-separated.log",
            #"""
            unreadable value @202 #6: #Fields is separated by commas: not a W3C access log
            """#
        ),
        (
            "fields-trailing-blank.log",
            #"""
            2026-03-02T08:00:00.000Z web success -[192.0.2.10] W3SVC1 corp\ann 198.51.100.20 - - - @175
            """#
        ),
        (
            "firewall-log.log",
            #"""
            ignored firewall-log: 1
            """#
        ),
        (
            "forwarded-list.log",
            #"""
            2026-03-02T08:00:00.000Z web success web01[192.0.2.10] - -\- 192.0.2.200 203.0.113.9,+192.0.2.201 - - @195
            2026-03-02T08:00:01.000Z web success web01[192.0.2.10] - -\- 192.0.2.200 - - - @279
            """#
        ),
        (
            "ftp-session.log",
            #"""
            2026-03-02T08:00:00.000Z ftp failure -[192.0.2.10] - -\- 203.0.113.8 - - - @231
            2026-03-02T08:00:01.000Z ftp failure -[192.0.2.10] - -\- 203.0.113.8 - - - @320
            2026-03-02T08:00:02.000Z ftp success -[192.0.2.10] - corp\ann 203.0.113.8 - - - @397
            2026-03-02T08:00:03.000Z ftp success -[192.0.2.10] - corp\ann 203.0.113.8 - - - @481
            2026-03-02T08:00:04.000Z ftp success -[192.0.2.10] - corp\ann 203.0.113.8 - - - @568
            2026-03-02T08:00:05.000Z ftp failure -[192.0.2.10] - corp\ann 203.0.113.8 - - - @655
            2026-03-02T08:00:06.000Z ftp success -[192.0.2.10] - corp\ann 203.0.113.8 - - - @742
            """#
        ),
        (
            "hash-inside-username.log",
            #"""
            2026-03-02T08:00:00.000Z web success -[192.0.2.10] - -\_auid&379438#_aufull&1000+kunde#_autype&m# 203.0.113.9 - - - @213
            """#
        ),
        (
            "http-error-log.log",
            #"""
            ignored http-error-log: 2
            """#
        ),
        (
            "last-line-cut.log",
            #"""
            2026-03-02T08:00:00.000Z web success -[192.0.2.10] - corp\ann 198.51.100.20 - - - @261
            truncated record @394 #6: 10 values where #Fields names 15 columns
            """#
        ),
        (
            "last-line-unended.log",
            #"""
            2026-03-02T08:00:00.000Z web success -[192.0.2.10] - corp\ann 198.51.100.20 - - - @261
            """#
        ),
        (
            "lines-before-fields.log",
            #"""
            2026-03-02T08:00:01.000Z web success -[192.0.2.10] - corp\bob 198.51.100.21 - - - @394
            line before #Fields @0 #1: no #Fields directive, and not all lines are the default W3C columns of IIS 8 to 10: a #Fields directive comes later
            """#
        ),
        (
            "not-utf8.log",
            #"""
            2026-03-02T08:00:00.000Z web success -[192.0.2.10] - corp\jörg 198.51.100.20 - - - @261
            2026-03-02T08:00:01.000Z web success -[192.0.2.10] - corp\jörg 198.51.100.20 - - - @400
            """#
        ),
        (
            "nul-padding.log",
            #"""
            2026-03-02T08:00:00.000Z web success -[192.0.2.10] - corp\ann 198.51.100.20 - - - @261
            2026-03-02T08:30:00.000Z web success -[192.0.2.10] - corp\bob 198.51.100.21 - - - @1295
            truncated record @394 #6: 7 values where #Fields names 15 columns
            """#
        ),
        (
            "quoted-values.log",
            #"""
            2026-03-02T07:00:00.363Z web success -[192.0.2.10] - -\- 198.51.100.20 - - - @197
            2026-03-02T07:00:00.363Z web success -[192.0.2.10] - -\- - - - - @290
            """#
        ),
        (
            "time-unusable.log",
            #"""
            2026-03-02T08:00:00.000Z web success -[192.0.2.10] - corp\ann 198.51.100.20 - - - @660
            no usable time @261 #5: no readable date and time since 1990
            no usable time @394 #6: no readable date and time since 1990
            no usable time @527 #7: no readable date and time since 1990
            """#
        ),
    ]
}

extension W3CReading {
    /// Everything read, one line each.
    fileprivate var summary: String {
        (accesses + identities.map { "identity " + $0 }
            + ignored.keys.sorted().map { "ignored \($0): \(ignored[$0] ?? 0)" } + rejections)
            .joined(separator: "\n")
    }
}
