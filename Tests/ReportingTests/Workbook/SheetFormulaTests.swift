import PositionModel
import Testing

@testable import Reporting

/// Formulas, the values written with them, and what they make of figures nobody knows.
@Suite struct SheetFormulaTests {
    @Test func arithmeticOfTheELP() throws {
        let table = SheetTable(SoundPosition.position)
        #expect(
            try table.formula("ELP", row: 0, "Preliminary License Entitlement")
                == "IF(COUNT(G2,H2,I2,J2)=4,G2+H2+I2+J2,\"not determinable\")")
        #expect(
            try table.formula("ELP", row: 1, "Total Software Deployment")
                == "IF(COUNT(L3,M3)=2,L3+M3,\"not determinable\")")
        #expect(
            try table.formula("ELP", row: 1, "Licensing Delta") == "IF(COUNT(O3,P3)=2,O3+P3,\"not determinable\")")
        #expect(try table.value("ELP", row: 1, "Licensing Delta") == .number(-1))
        #expect(
            try table.formula("ELP totals", row: 1, "License Entitlement")
                == "IF(COUNTIFS('ELP'!$B$2:$B$5,2,'ELP'!$K$2:$K$5,\"not determinable\")>0,\"not determinable\","
                + "SUMIFS('ELP'!$K$2:$K$5,'ELP'!$B$2:$B$5,2))")
        #expect(try table.value("ELP totals", row: 1, "Shortfall") == .number(1))
    }

    /// A formula over a figure that is not determinable is not determinable, never 0.
    @Test func notDeterminableStays() throws {
        let table = SheetTable(SoundPosition.position)
        let unknown = SheetValue.text("not determinable")
        for title in ["Total Software Deployment", "Licensing Delta"] {
            #expect(try table.formula("ELP", row: 3, title) != nil)
            #expect(try table.value("ELP", row: 3, title) == unknown)
        }
        for title in ["Software Deployment", "Licensing Delta", "Shortfall"] {
            #expect(try table.value("ELP totals", row: 2, title) == unknown)
        }
        #expect(try table.value("ELP totals", row: 2, "License Entitlement") == .number(250))
        #expect(try table.value("Position", row: 3, "Delta") == unknown)
        #expect(try table.value("Position", row: 3, "Shortfall") == unknown)
        #expect(try table.value("Position", row: 3, "Reasons").text.contains("its population is undeclared"))
        #expect(try table.value("Mix", row: 1, "Licences") == unknown)
        #expect(try table.value("Mix", row: 1, "Cost above lower bound") == unknown)
        #expect(try table.value("Auditor view", row: 3, "Difference") == unknown)
    }

    @Test func exposure() throws {
        let table = SheetTable(SoundPosition.position)
        #expect(try table.formula("Gauge", row: 0, "Share") != nil)
        for (title, value) in [
            ("Left for outsiders", SheetValue.money(250_000)), ("Cost", .money(254_000)),
            ("Requirement cost", .money(264_000)), ("Share", .decimal(9621)), ("Cost with surcharge", .money(317_500)),
        ] {
            #expect(try table.value("Exposure", row: 0, title) == value)
            let formula = try table.formula("Exposure", row: 0, title)
            #expect((formula == nil) == (title == "Left for outsiders"))
        }
        var position = SoundPosition.position
        position.gauge?.lines[0].cost = nil
        position.gauge?.cost = nil
        position.gauge?.costWithSurcharge = nil
        position.gauge?.share = ""
        let unknown = SheetTable(position)
        for title in ["Cost", "Share", "Cost with surcharge"] {
            #expect(try unknown.formula("Exposure", row: 0, title) != nil)
            #expect(try unknown.value("Exposure", row: 0, title).isUndetermined)
        }
    }

    /// Without lines the sums are 0, and the sheets are there.
    @Test func emptyPosition() throws {
        var position = SoundPosition.position
        (position.bridge, position.products, position.elp, position.mix) = ([], [], [], [])
        position.accounts = []
        position.gauge = nil
        position.externalOptimum = nil
        let table = SheetTable(position)
        #expect(try table.failing == [])
        #expect(try table.sheet("Exposure").count == 0)
        #expect(table.sheets.allSatisfy { $0.parts.count == 1 })
    }

    /// The bridge adds up by the numbers of its rows, so it may be sorted.
    @Test func bridge() throws {
        let table = SheetTable(SoundPosition.position)
        let running = try (0..<7).map { try table.value("Bridge", row: $0, "Running users") }
        #expect(running == [5, 4, 3, 2, 2, 2, 3].map { .number($0) })
        #expect(
            try table.formula("Bridge", row: 2, "Running devices")?.contains(
                "SUMIFS('Bridge'!$L$2:$L$8,'Bridge'!$B$2:$B$8,1,'Bridge'!$D$2:$D$8,\"<=3\")") == true)
        #expect(try table.value("Bridge", row: 4, "Change of users") == .number(0))
    }

    @Test func sharesAreCutAsInThePosition() {
        // 0.05 as the nearest binary fraction is not 0.0499.
        for (part, whole, share) in [(1, 20, 500), (153, 1003, 1525), (0, 0, 0), (7, 3, 23_333)] {
            let formula = SheetFormula.share("A", .number(part), of: "B", .number(whole))
            #expect(formula.value == .decimal(share))
        }
    }

    /// Excel keeps 15 digits: a longer number is text, and what it is part of is not calculated.
    @Test func numbersTooLongForASpreadsheet() throws {
        #expect(SheetValue(number: 999_999_999_999_999) == .number(999_999_999_999_999))
        #expect(SheetCell.number(1_000_000_000_000_000).value == .text("1000000000000000"))
        #expect(SheetCell.count(UInt64.max).value == .text("18446744073709551615"))
        #expect(SheetCell.money(Money(hundredths: 1_000_000_000_000_000)).value == .text("10000000000000.00"))
        let sum = SheetFormula.sum([.plus("A", .number(999_999_999_999_999)), .plus("B", .number(1))])
        #expect(sum.value.isUndetermined)
        guard case .number(1_000_000_000_000_000) = sum.cell(stated: .number(1_000_000_000_000_000)) else {
            Issue.record("what is stated was replaced")
            return
        }
        let product = SheetFormula.product("A", .number(Int.max), "B", .number(-1))
        #expect(product.value.isUndetermined)
    }

    @Test(arguments: [
        ("0.0512", 512), ("1.25", 12_500), ("3", 30_000), ("0.05123", nil), ("", nil), ("-1", nil), ("1.", nil),
        (".5", nil), ("1,5", nil), ("1.2.3", nil), ("12345678901", nil),
    ])
    func decimals(_ text: String, _ parts: Int?) {
        #expect(SheetValue(decimal: text) == parts.map { .decimal($0) })
    }
}
