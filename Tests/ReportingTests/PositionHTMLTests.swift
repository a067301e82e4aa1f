import Foundation
import PositionModel
import Testing

@testable import Reporting

@Suite struct PositionHTMLTests {
    static let page = PositionHTML.page(
        SamplePosition.position, generatedAt: "2026-11-02T09:00:00.000Z", productNames: SamplePosition.productNames)

    @Test func sectionsInOrder() {
        let sections = PageReader.read(Self.page).all("section").compactMap { $0.attributes["id"] }
        #expect(
            sections == [
                "position", "auditor-view", "elp", "bridge", "products", "over-time", "servers", "coverage", "external",
                "mix", "licences", "versions", "findings", "questions", "accounts", "inputs", "notices", "method",
            ])
    }

    @Test func readableWithoutSight() throws {
        let reader = PageReader.read(Self.page)
        #expect(reader.all("html")[0].attributes["lang"] == "en")
        #expect(reader.all("main").count == 1 && reader.all("header").count == 1 && reader.all("footer").count == 1)
        #expect(reader.all("h1").count == 1)
        #expect(reader.all("th").allSatisfy { ["row", "col"].contains($0.attributes["scope"]) })
        #expect(reader.all("caption").count == reader.all("table").count)
        // Every drawing has a name or is hidden from those who would not see it.
        let ids = reader.elements.compactMap { $0.attributes["id"] }
        for drawing in reader.all("svg") {
            let named = drawing.attributes["aria-labelledby"].map(ids.contains) ?? false
            #expect(named || drawing.attributes["aria-hidden"] == "true")
        }
        #expect(reader.all("a")[0].attributes["href"] == "#main")
    }

    @Test func anchorsAreUniqueAndResolve() {
        let reader = PageReader.read(Self.page)
        let ids = reader.elements.compactMap { $0.attributes["id"] }
        #expect(Set(ids).count == ids.count)
        for link in reader.all("a") {
            let target = link.attributes["href"] ?? ""
            #expect(target.hasPrefix("#") && ids.contains(String(target.dropFirst())), "\(target)")
        }
        #expect(ids.contains("finding-F-shortfall-windows-server"))
    }

    @Test func sameFindingTwiceHasTwoAnchors() {
        var position = SamplePosition.position
        position.findings += position.findings
        let ids = PageReader.read(PositionHTML.page(position)).elements.compactMap { $0.attributes["id"] }
        #expect(Set(ids).count == ids.count)
    }

    @Test func offlineAndQuiet() {
        #expect(Self.page.contains("default-src 'none'; style-src 'unsafe-inline'"))
        for part in ["http-equiv=\"refresh\"", "<link", "<script", "@import", "url(", "src="] {
            #expect(!Self.page.contains(part), "\(part)")
        }
    }

    @Test func neverSaysCompliant() {
        for text in [Self.page, PositionTable.text(SamplePosition.position)] {
            #expect(!text.lowercased().contains("complian"))
            #expect(!text.lowercased().contains("required according to logs"))
        }
        #expect(
            PositionStatus.allCases.map(\.rawValue) == [
                "short", "covered by the count", "no CAL needed", "not determinable",
            ])
    }

    @Test func statusFollowsDelta() {
        #expect(PositionStatus(delta: Figure(-1)) == .short)
        #expect(PositionStatus(delta: Figure(0)) == .coveredByCount)
        #expect(PositionStatus(delta: .undetermined) == .notDeterminable)
    }

    @Test func nothingNeededIsNothingCovered() {
        var position = SamplePosition.position
        for index in position.products.indices {
            position.products[index].requirement = Figure(0)
            position.products[index].delta = Figure(0)
            position.products[index].reasons = []
        }
        let row = position.products[0]
        // A requirement that happens to be 0 is covered; one that the licence model makes 0 is not asked for.
        #expect(PositionStatus(row) == .coveredByCount)
        for index in position.products.indices {
            position.products[index].reasons = [Reason(figure: "requirement", reason: "licensed by core")]
        }
        #expect(PositionStatus(position.products[0]) == .noCALNeeded)
        let page = PositionHTML.page(position)
        #expect(page.contains("No CAL is needed (licensed by core).") && !page.contains("covered by the count"))
        #expect(PositionTable.text(position).contains("no CAL needed"))
        #expect(PositionCSV.text(position).contains("status,,no CAL needed"))
    }

    @Test func exposureBehindAProxyIsNotDenied() {
        var position = SamplePosition.position
        position.external[1].exposed = false
        position.external[1].reasons.append(Reason(figure: "exposed", reason: "behind a proxy"))
        #expect(PositionHTML.page(position).contains("<small>exposure not determinable</small>"))
        #expect(PositionCSV.text(position).contains("exposed,,not determinable,behind a proxy"))
    }

    @Test func theReportShowsWhatVersionsLack() {
        #expect(Self.page.contains("<th scope=\"col\" class=\"n\">Short by version alone</th>"))
        #expect(Self.page.contains("400 do not serve</span></td>"))
        #expect(Self.page.contains("850 serve</span></td><td class=\"n\">153</td></tr>"))
        #expect(Self.page.contains("must not be added to it"))
    }

    @Test func onlyTheGeneratedLineDiffers() {
        let other = PositionHTML.page(
            SamplePosition.position, generatedAt: "another time", productNames: SamplePosition.productNames)
        let without = { (page: String) in
            page.split(separator: "\n").filter { !$0.contains(PositionHTML.generatedMark) }
        }
        #expect(Self.page != other)
        #expect(without(Self.page) == without(other))
        let bare = PositionHTML.page(SamplePosition.position, productNames: SamplePosition.productNames)
        #expect(!bare.contains(PositionHTML.generatedMark))
        #expect(without(Self.page) == without(bare))
    }

    @Test func longListsAreCapped() throws {
        var position = SamplePosition.position
        let account = try #require(position.accounts.first)
        position.accounts = AccountLedgerList(Array(repeating: account, count: ListLimit.accounts + 1234))
        let page = PositionHTML.page(position)
        #expect(page.contains("1,234 more in <code>position.json</code>"))
        #expect(!Self.page.contains("more in <code>position.json</code>"))
    }

    @Test func inputsThatDoNotTieOutAreLoud() {
        #expect(!Self.page.contains("do not tie out"))
        var position = SamplePosition.position
        position.inputs.entries[1].accepted += 1
        let page = PositionHTML.page(position)
        let first = page.range(of: "do not tie out")
        #expect(
            first.map { $0.lowerBound < (page.range(of: "id=\"auditor-view\"")?.lowerBound ?? page.startIndex) } == true
        )
        #expect(page.contains("<tr class=\"alarm\"><th scope=\"row\"><span class=\"name\">logs/"))
        #expect(PositionTable.text(position).contains("THE INPUTS DO NOT TIE OUT"))
        position = SamplePosition.position
        position.inputs.totals.tiesOut = false
        #expect(PositionHTML.page(position).contains("do not tie out"))
    }

    @Test func aBridgeThatDoesNotSumIsLoud() {
        #expect(!Self.page.contains("does not sum"))
        var position = SamplePosition.position
        position.bridge[0].defendedUsers += 1
        #expect(PositionHTML.page(position).contains("does not sum"))
        #expect(PositionCSV.text(position).contains("sums,,NO"))
    }

    /// A leaver counts in the high figure only: the step is told in brackets and moves no running total.
    @Test func aStepThatIsOnlyTold() {
        let run = BridgeRun(SamplePosition.windowsBridge)
        #expect(run.sums)
        #expect(Self.page.contains("<td class=\"n\">(12)</td><td class=\"n\">1,439</td>"))
        #expect(PositionTable.text(SamplePosition.position).contains("(12)    1,439"))
    }

    @Test func cheapestIsSaidOnlyWhereProven() {
        #expect(Self.page.contains("<th scope=\"row\">Cheapest mix</th><td class=\"n\">917</td>"))
        var position = SamplePosition.position
        position.mix[0].optimum?.cost.hundredths += 1
        #expect(PositionHTML.page(position).contains("<th scope=\"row\">Best mix found</th><td class=\"n\">917</td>"))
    }

    @Test func emptyPosition() {
        let empty = Position(
            organisation: "", catalogueVersion: "", currency: "", window: PositionWindow(from: "", to: "", asOf: ""),
            bridge: [], auditorView: [], products: [], mix: [], external: [], externalChoice: [], versions: [],
            coverage: [], accounts: [], findings: [],
            inputs: InputLedger(
                entries: [],
                totals: .init(records: 0, accepted: 0, ignored: 0, rejected: 0, duplicates: 0, tiesOut: true)),
            notices: [])
        let reader = PageReader.read(PositionHTML.page(empty))
        #expect(reader.text.contains("No log covers the window."))
        #expect(CSVReader.rows(PositionCSV.text(empty)).count > 1)
        #expect(PositionTable.text(empty).contains("No product that needs CALs."))
    }

    /// A position read back from a file may hold any numbers; nothing traps.
    @Test func extremeNumbers() throws {
        for value in [Int.min, Int.max, -1] {
            var position = SamplePosition.position
            for index in position.products.indices {
                position.products[index].directory = value
                position.products[index].entitled = value
                position.products[index].usable = Figure(value)
                position.products[index].high = Figure(value == Int.min ? Int.max : value)
                position.products[index].delta = Figure(value)
                position.products[index].versionShortfall = Figure(Int.max)
            }
            for index in position.bridge[0].steps.indices { position.bridge[0].steps[index].users = value }
            position.coverage[0].covered = value
            position.coverage[0].none = value
            position.inputs.entries[0].records = .max
            position.inputs.entries[0].accepted = .max
            position.external[0].ecCost = Money(hundredths: .min)
            position.notices[0].line = value
            _ = PageReader.read(PositionHTML.page(position))
            #expect(!PositionCSV.text(position).isEmpty)
            #expect(!PositionTable.text(position, style: TerminalStyle(width: 80)).isEmpty)
        }
    }

    @Test func sentencesWeighTheOpenQuestions() {
        var product = SamplePosition.windowsProducts[2]
        product.usable = Figure(1050)
        product.requirement = Figure(1003)
        product.delta = Figure(47)
        #expect(PositionSentences(product: product).all.contains { $0.contains("short by 102") })
        product.usable = Figure(960)
        product.delta = Figure(-43)
        product.versionShortfall = Figure(40)
        let sentences = PositionSentences(product: product).all
        #expect(sentences.contains { $0.contains("40 of these are short by version alone") })
        #expect(sentences.contains { $0.contains("would be 940 and covered") })
    }
}
