import PositionModel
import Testing

@testable import Reporting

/// Lists that are longer than a sheet, and what refers to them.
@Suite struct WorkbookSheetTests {
    private func sheet(_ count: Int, rows: Int) -> WorkbookSheet {
        var limits = WorkbookLimits()
        limits.rowsOfSheet = rows
        return WorkbookSheet(
            "A list with quite a long name, really", about: "", columns: [.number("Count"), .word("Word")],
            count: count, limits: limits
        ) { [.number($0), .text($0 % 2 == 0 ? "even" : "odd")] }
    }

    @Test func oneRowPastTheLimit() {
        let full = sheet(4, rows: 5)
        #expect(full.parts.map(\.rows) == [0..<4])
        #expect(full.parts[0].name.utf16.count == WorkbookSheet.longestName)
        let split = sheet(5, rows: 5)
        #expect(split.parts.map(\.rows) == [0..<4, 4..<5])
        #expect(split.parts[1].name == "A list with quite a long na (2)")
        #expect(split.place(of: 3) == "'A list with quite a long name, '!A5")
        #expect(split.place(of: 4) == "'A list with quite a long na (2)'!A2")
        #expect(sheet(0, rows: 5).parts.map(\.rows) == [0..<0])
    }

    @Test func formulasGoOverEverySheet() {
        let split = sheet(5, rows: 3)
        #expect(split.rowCount.value == .number(5))
        #expect(split.rowCount.text(2).split(separator: "+").count == 3)
        #expect(split.sum("Count").value == .number(10))
        #expect(split.sum("Count", where: [.text("Word", "even")]).value == .number(6))
        #expect(split.sum("Count", where: [.upTo("No.", 3)]).value == .number(3))
        #expect(split.count(where: [.text("Word", "odd")]).value == .number(2))
        #expect(split.count(where: [.text("Word", "odd")]).text(2).split(separator: "+").count == 3)
    }

    /// A position in sheets of a few rows has the same values, and every check holds.
    @Test func aPositionInManySheets() throws {
        var limits = WorkbookLimits()
        limits.rowsOfSheet = 3
        let (whole, split) = (SheetTable(SoundPosition.position), SheetTable(SoundPosition.position, limits: limits))
        #expect(try split.failing == [])
        #expect(split.sheets.contains { $0.parts.count > 2 })
        for (one, other) in zip(whole.sheets, split.sheets) {
            #expect(one.count == other.count)
            for row in 0..<one.count { #expect(one.row(row).map(\.value) == other.row(row).map(\.value)) }
        }
    }

    /// Of other rows formulas know ranges alone, so that they stay right when a table is sorted or goes on in another sheet.
    @Test func formulasReferToTheirOwnRow() {
        for sheet in SheetTable(SoundPosition.position).sheets {
            for row in 0..<sheet.count {
                for case .formula(let formula) in sheet.row(row) {
                    let text = formula.text(4711)
                    let rows = text.matches(of: /[(,+\-*\/=>][A-Z]{1,3}([0-9]+)/).map(\.output.1)
                    #expect(rows.allSatisfy { $0 == "4711" }, "\(sheet.name): \(text)")
                }
            }
        }
    }

    @Test func everyRowHasACellForEachColumn() {
        for sheet in SheetTable(SamplePosition.position).sheets + SheetTable(SoundPosition.position).sheets {
            for row in 0..<sheet.count { #expect(sheet.row(row).count == sheet.columns.count, "\(sheet.name)") }
        }
    }

    @Test func names() {
        #expect(WorkbookSheet.sanitised("a[b]c:d*e?f/g\\h'i") == "a_b_c_d_e_f_g_h_i")
        #expect(WorkbookSheet.sanitised("") == "Sheet")
        #expect(WorkbookSheet.sanitised("x\u{202E}y") == "x_u{202e}y")
        #expect(WorkbookSheet.sanitised(String(repeating: "😀", count: 16)).utf16.count == 30)
        #expect(
            [0, 25, 26, 51, 52, 701, 702, 16_383].map { WorkbookSheet.letters($0) } == [
                "A", "Z", "AA", "AZ", "BA", "ZZ", "AAA", "XFD",
            ])
    }
}
