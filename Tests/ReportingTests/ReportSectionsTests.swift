import AccessModel
import Foundation
import PositionModel
import Testing

@testable import Reporting

@Suite struct ReportSectionsTests {
    @Test(arguments: [
        ("0.0500", "5 %"), ("0.0512", "5.12 %"), ("0.5660", "56.6 %"), ("1.25", "125 %"), ("0.0001", "0.01 %"),
        ("0.0000", "0 %"), ("12.5", "1,250 %"), ("1", "100 %"), ("999999999.9999", "99,999,999,999.99 %"),
    ])
    func shares(_ share: String, _ percent: String) {
        #expect(NumberText.percent(share: share) == percent)
    }

    @Test(arguments: ["", ".", ".5", "1.", "0.05000", "-0.05", "0,05", "1.2.3", "1e3", "９", "1234567890", " 0.05"])
    func noShares(_ text: String) {
        #expect(NumberText.percent(share: text) == nil)
    }

    @Test func gaugeNotDeterminable() {
        let text = GaugeMarkup(gauge: SamplePosition.gauge, context: context()).markup.source
        #expect(text.contains("is not determinable. From 5 % on, what is missing is billed at 125 % of its price"))
        #expect(text.contains("15.25 %") && text.contains("<abbr class=\"nd\""))
    }

    @Test func gaugeReachedAndNot() {
        var gauge = SamplePosition.gauge
        gauge.cost = Money(hundredths: 718_500)
        gauge.requirementCost = Money(hundredths: 4_929_000)
        gauge.share = "0.1457"
        gauge.isReached = true
        gauge.costWithSurcharge = Money(hundredths: 898_125)
        var text = GaugeMarkup(gauge: gauge, context: context()).markup.source
        #expect(text.contains("USD 7,185.00 of USD 49,290.00, which is 14.57 % of the requirement."))
        #expect(text.contains("<strong>USD 8,981.25</strong>"))
        #expect(text.contains("<line class=\"limit\" x1=\"32.78%\""))
        gauge.isReached = false
        gauge.share = "0.0100"
        text = GaugeMarkup(gauge: gauge, context: context()).markup.source
        #expect(text.contains("is not reached; from there on") && !text.contains("<strong>"))
        // A threshold that is no number is shown as it is, and drawn nowhere.
        gauge.threshold = "<b>"
        text = GaugeMarkup(gauge: gauge, context: context()).markup.source
        #expect(text.contains("The limit is &lt;b&gt;") && !text.contains("<line class=\"limit\""))
    }

    @Test func thePageHasWhatThePositionHas() {
        let page = PositionHTMLTests.page
        for part in [
            "<h3 id=\"gauge\">", "Windows Server CAL - user", "MLS volume licences", "Exchange Enterprise CAL",
            "needed by in-place archive", "Core CAL Suite", "Who the suites go to: 1 assignment",
            "one flavour per department", "minimum cut over segments and devices", "other mixes cost the same",
        ] {
            #expect(page.contains(part), "\(part)")
        }
    }

    /// Every figure of the first table leads to what it is made of.
    @Test func figuresLeadDown() {
        let page = PositionHTMLTests.page
        for link in [
            "<a href=\"#bridge-windows-server\">2,739</a>", "<a href=\"#product-windows-server\">940</a>",
            "<a href=\"#bridge-windows-server\">1,003</a>", "<a href=\"#elp-windows-server\">1,250</a>",
            "<a href=\"#versions-windows-server\">850</a>", "<a href=\"#mix-windows-server\">1,003</a>",
        ] {
            #expect(page.contains(link), "\(link)")
        }
    }

    @Test func namesAreShortInTables() {
        let names = ["a": "Remote Desktop Services (Terminal Services before 2008 R2)", "b": "(", "c": "Plain"]
        let context = ReportContext(productNames: names, currency: "USD", anchors: Anchors())
        #expect(context.shortProduct("a") == "Remote Desktop Services")
        #expect(context.shortProduct("b") == "(" && context.shortProduct("c") == "Plain")
        #expect(context.shortProduct("d") == "d")
    }

    /// A part of a name without a place to break is short as it shows, not as it is written.
    @Test func namesBreak() {
        for text in [String(repeating: "a", count: 400), String(repeating: "\u{202E}", count: 100)] {
            let parts = Markup.name(text).source.components(separatedBy: "<wbr />")
            #expect(parts.count > 10)
            #expect(parts.dropFirst().dropLast().allSatisfy { $0.utf8.count <= 40 })
        }
    }

    @Test func anchorsKeptForNames() {
        var anchors = Anchors(fixed: ["coverage-title"])
        anchors.reserve("coverage", ["title", "a.b", "a-b", "a.b"])
        #expect(anchors.link("coverage", "title") == "coverage-title-2")
        #expect(anchors.link("coverage", "a.b") == "coverage-a-b")
        #expect(anchors.link("coverage", "a-b") == "coverage-a-b-2")
        #expect(anchors.link("coverage", "other") == nil && anchors.link("outside", "a.b") == nil)
        #expect(anchors.place("coverage", "a.b") == "coverage-a-b" && anchors.place("coverage", "a.b").isEmpty)
        #expect(anchors.id("coverage", "a-b") == "coverage-a-b-2" && anchors.id("coverage", "a-b") == "coverage-a-b-3")
    }

    /// Lists are cut one past their limit, and say so.
    @Test func limits() {
        let line = SamplePosition.elp[0]
        var anchors = Anchors()
        func elp(_ count: Int) -> String {
            ELPSection(lines: Array(repeating: line, count: count), context: context()).markup(&anchors).source
        }
        #expect(!elp(ListLimit.elp).contains("more in"))
        #expect(elp(ListLimit.elp + 1).contains("1 more in"))
        func licences(_ additive: Int, _ bundles: Int, _ lines: Int = 0) -> String {
            LicencesSection(
                additive: Array(repeating: SamplePosition.additive[0], count: additive),
                bundles: Array(repeating: SamplePosition.bundles[0], count: bundles),
                entitlements: Array(repeating: SamplePosition.position.entitlements[0], count: lines),
                context: context()
            ).markup.source
        }
        #expect(!licences(ListLimit.additive, ListLimit.bundles).contains("more in"))
        #expect(licences(ListLimit.additive + 1, 1).contains("1 more in"))
        #expect(licences(1, ListLimit.bundles + 1).contains("1 more in"))
        #expect(!licences(1, 1, ListLimit.entitlements).contains("more in"))
        #expect(licences(1, 1, ListLimit.entitlements + 1).contains("1 more in"))
        func servers(_ count: Int) -> String {
            let rows = (0..<count).map { number -> CoverageSummary in
                var row = CoverageCalendarTests.row(covered: 1)
                row.server = "srv\(number)"
                return row
            }
            return ServersSection(servers: [], coverage: rows, external: [], context: context()).markup.source
        }
        #expect(!servers(ListLimit.servers).contains("more in"))
        #expect(servers(ListLimit.servers + 1).contains("1 more in"))
        func joins(_ count: Int) -> String {
            let entries = (0..<count).map {
                AccountLedgerEntry(
                    account: "a", sid: "", user: "", accountClass: "joined", rule: "", proof: "", join: "rule\($0)",
                    inDirectory: true, lastEvidence: "")
            }
            return AccountsSection(accounts: AccountLedgerList(entries)).markup(&anchors).source
        }
        #expect(!joins(ListLimit.joins).contains("more in"))
        #expect(joins(ListLimit.joins + 1).contains("1 more in"))
    }

    @Test func longTablesAreFoldedBehindTheirFirstRows() {
        func table(_ count: Int) -> String {
            HTMLTable(
                caption: "Numbers", columns: [.number("Number")],
                rows: (0..<count).map { HTMLTable.Row(["\($0)"], anchor: "row\($0)") },
                totals: [HTMLTable.Row(["all"])], anchor: "numbers", hidden: 3
            ).markup.source
        }
        #expect(!table(HTMLTable.mostShown).contains("<details>"))
        let long = table(HTMLTable.mostShown + 1)
        #expect(long.contains("<summary>1 more row</summary>") && long.contains("Numbers, continued"))
        // Everything once.
        for part in ["id=\"numbers\"", "id=\"row0\"", "id=\"row100\"", "<tfoot>", "3 more in"] {
            #expect(long.components(separatedBy: part).count == 2, "\(part)")
        }
    }

    @Test func serversAtAGlance() {
        var site = SamplePosition.external[2]
        let rows = [
            CoverageCalendarTests.row(covered: 10), CoverageCalendarTests.row(covered: 2, none: 8),
        ]
        site.server = "fs01"
        var other = site
        other.site = "W3SVC9"
        other.anonymousVisitors = Figure(3)
        other.authenticatedVisitors = .undetermined
        other.verdict = .exempt
        let text = ServersSection(servers: [], coverage: rows, external: [site, other], context: context()).markup
            .source
        // The log that is covered least, the larger of two sites, and what one of two cannot tell.
        #expect(text.contains("<span class=\"heat little\">2 of 10</span></td><td>–</td>"))
        #expect(text.contains("<td class=\"n\">≥ 18,422</td><td class=\"n\"><abbr"))
        #expect(text.contains("gap</span> <span class=\"tag ok\">exempt"))
    }

    private func context() -> ReportContext {
        ReportContext(productNames: SamplePosition.productNames, currency: "USD", anchors: Anchors())
    }

    /// However long the window is, a product has so many rows, and they hold everybody.
    @Test(arguments: [1, 59, 60, 61, 120, 121, 5000])
    func theTableOfDaysIsShort(_ length: Int) throws {
        let first = try #require(Day(text: "2020-01-01"))
        let days = Set([0, length / 3, length - 1]).sorted().map { offset in
            EvidenceOverTime.DayCount(
                day: first.advanced(by: offset).text, newUsers: 1000 + offset, newDevices: 1, users: 90_000 + offset,
                devices: 3, lastUsers: 1, lastDevices: 0)
        }
        var anchors = Anchors(fixed: [])
        let text = OverTimeSection(
            evidence: [EvidenceOverTime(product: "windows-server", spans: [], days: days)],
            window: PositionWindow(from: first.text, to: first.advanced(by: length - 1).text, asOf: ""),
            context: context()
        ).markup(&anchors).source
        let rows = text.components(separatedBy: "<tr").count - 1 - 2
        #expect(rows <= OverTimeSection.mostRows && rows >= min(length, OverTimeSection.mostRows / 2))
        for day in days { #expect(text.contains(">\(NumberText.grouped(day.users))<")) }
        #expect(text.contains("to \(first.advanced(by: length - 1).text)</th>") == (length > 60))
    }
}
