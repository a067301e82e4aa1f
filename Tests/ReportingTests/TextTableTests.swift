import Testing

@testable import Reporting

@Suite struct TextTableTests {
    private var table: TextTable {
        var table = TextTable(columns: [.text("server"), .path("path"), .word("day"), .number("users")])
        table.append(["a-very-long-server-name.corp.example", "logs/a/b/c/d/e/file.log", "2026-01-01", "1,234,567"])
        table.append(["日本語のサーバー", "x", "2026-01-02", "5"])
        return table
    }

    @Test(arguments: 35...100)
    func neverWiderThanAsked(_ width: Int) {
        let text = table.text(TerminalStyle(width: width))
        let lines = text.split(separator: "\n").map(String.init)
        let isTable = lines[0].contains("users")
        if isTable { #expect(lines.allSatisfy { TextWidth.columns($0) <= width }) }
        // Numbers and dates are whole at any width.
        #expect(text.contains("1,234,567") && text.contains("2026-01-01"))
        #expect(isTable == (width >= 41))
    }

    @Test func numbersStandOnTheRight() {
        let lines = table.text(TerminalStyle()).split(separator: "\n").map(String.init)
        #expect(Set(lines.map(TextWidth.columns)).count == 1)
        #expect(lines[2].hasSuffix("1,234,567") && lines[3].hasSuffix("        5"))
    }

    @Test func pathsKeepTheirEnd() {
        #expect(TextWidth.truncatedInside("logs/a/b/c/file.log", to: 11, ellipsis: "…") == "logs/…e.log")
        #expect(TextWidth.truncated("abcdef", to: 4, ellipsis: "…") == "abc…")
        #expect(TextWidth.truncated("日本語", to: 4, ellipsis: "…") == "日…")
        #expect(TextWidth.truncated("abc", to: 3, ellipsis: "…") == "abc")
    }

    @Test func asciiAlone() {
        let text = table.text(TerminalStyle(width: 60, isASCII: true))
        #expect(text.utf8.allSatisfy { $0 < 0x80 })
        #expect(text.contains("..."))
    }

    @Test func widths() {
        #expect(TextWidth.columns("abc") == 3)
        #expect(TextWidth.columns("e\u{301}") == 1)
        #expect(TextWidth.columns("日本") == 4)
        #expect(TextWidth.columns("Привет") == 6)
    }

    @Test func rowsOfAnyLength() {
        var table = TextTable(columns: [.text("a"), .number("b")])
        table.append(["only"])
        table.append(["x", "1", "too many"])
        #expect(table.text(TerminalStyle()) == "a     b\n───────\nonly\nx     1\n")
    }

    /// A name of 30,000 letters leaves the table readable, also where there is no width to fit; CSV and JSON have all of it.
    @Test func hugeNamesAreCut() {
        var table = TextTable(columns: [.text("name"), .path("path"), .number("n")])
        table.append([String(repeating: "a", count: 30_000), String(repeating: "p", count: 30_000), "7"])
        let text = table.text(TerminalStyle())
        let widest = TextTable.widestText + TextTable.widestPath + 5
        #expect(text.split(separator: "\n").allSatisfy { TextWidth.columns(String($0)) <= widest })
        #expect(text.contains("…") && text.hasSuffix("  7\n"))
    }
}
