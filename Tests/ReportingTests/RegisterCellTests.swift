import PositionModel
import Testing

@testable import Reporting

/// What the register writes, it reads: by way of the escaping of every CSV file, and of readers that trim.
@Suite struct RegisterCellTests {
    private func cell(of text: String) throws -> String {
        let question = OpenQuestion(
            id: "Q-relation", kind: .relation, product: "", subject: text, question: "", statement: "", proposed: "",
            why: "", effects: [], accepted: [], evidence: "")
        var position = SamplePosition.position
        (position.questions, position.answers) = ([question], [])
        let rows = CSVReader.rows(QuestionsCSV.text(DecisionRegister(position), .pipe))
        let column = try #require(rows[0].firstIndex(of: "subject"))
        return rows[1][column]
    }

    @Test(
        arguments: HostileStrings.samples + [
            "'=1+1", "\u{A0}=1+1", "\u{A0}'=1+1", "\u{2003}=x", "''", "'t Hooft", " '=x", "a; '=x", "a;'=x", "\\u{3d}1",
            "\\u{", "\\u{zz}", "x\\", "  two  ",
            "\u{A0}edge\u{A0}", "\t", " ", "corp\\u{1}", "corp\\users", "=;+;-;@", "'\u{FF1D}", "\\u{5c}u{41}",
        ])
    func isReadBack(_ text: String) throws {
        let written = try cell(of: text)
        // A reader of cells trims; a spreadsheet does not.
        let trimmed = written.split(separator: " ", omittingEmptySubsequences: false).joined(separator: " ")
        for read in [RegisterCell.read(written), RegisterCell.read(trimmed)] {
            #expect(Array(read.utf8) == Array(text.utf8))
        }
        #expect(written.utf8.first != 0x20 && written.utf8.last != 0x20)
        #expect(written.unicodeScalars.allSatisfy { !SafeText.isUnsafe($0) })
        #expect(written.unicodeScalars.first.map(RegisterCell.isFormulaLead) != true)
    }

    @Test func whatPeopleWriteStays() {
        for text in ["'t Hooft", "O'Brien", "signed; '22 contract", "C:\\users\\u", "5 > 3"] {
            #expect(RegisterCell.read(text) == text)
        }
    }
}
