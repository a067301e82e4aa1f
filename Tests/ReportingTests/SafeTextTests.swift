import PositionModel
import Testing

@testable import Reporting

@Suite struct SafeTextTests {
    @Test func html() {
        #expect(SafeText.html("<a href=\"x\">'&'</a>") == "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;")
        #expect(SafeText.html("a\u{202E}b\u{0}c\u{FFFF}") == "a\\u{202e}b\\u{0}c\\u{ffff}")
        #expect(SafeText.html("<\u{338}") == "&lt;\u{338}")
    }

    @Test(arguments: [
        ("plain", "plain"), ("CORP\\amiller", "CORP\\amiller"), ("a,b", "\"a,b\""),
        ("say \"hi\"", "\"say \"\"hi\"\"\""),
        ("=1+1", "\"'=1+1\""), ("-x", "\"'-x\""), ("@x", "\"'@x\""), ("+x", "\"'+x\""), ("\t=x", "\"'\\u{9}=x\""),
        ("a=b", "a=b"), ("a;=b", "\"a;'=b\""), (" =x", "\" '=x\""), ("\u{A0}=x", "\"\u{A0}'=x\""),
        ("a; \u{2003}=x", "\"a; \u{2003}'=x\""), ("two\nlines", "two\\u{a}lines"), ("", ""),
        ("\"\u{301}", "\"\"\"\u{301}\""),
    ])
    func csv(_ text: String, _ cell: String) {
        #expect(SafeText.csvCell(text).unicodeScalars.elementsEqual(cell.unicodeScalars))
    }

    @Test func terminal() {
        #expect(SafeText.terminal("\u{1B}[31m\u{9B}\u{7F}\r\n") == "\\u{1b}[31m\\u{9b}\\u{7f}\\u{d}\\u{a}")
        #expect(SafeText.terminal("Zoë 日本 é") == "Zoë 日本 é")
        #expect(SafeText.ascii("Zoë") == "Zo\\u{eb}")
    }

    /// The ranges a reader must never receive raw, written out.
    @Test func unsafeRanges() {
        let ranges: [ClosedRange<UInt32>] = [
            0x00...0x1F, 0x7F...0x9F, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x2064, 0x2066...0x206F,
            0xFEFF...0xFEFF, 0xFFFE...0xFFFF, 0xE0020...0xE007F,
        ]
        for value in ranges.joined() {
            if let scalar = Unicode.Scalar(value) { #expect(SafeText.isUnsafe(scalar), "\(value)") }
        }
        for scalar in "aZ09 ~éßж日\u{301}😀".unicodeScalars { #expect(!SafeText.isUnsafe(scalar)) }
    }

    @Test func message() {
        let long = String(repeating: "x", count: SafeText.longestMessage + 1)
        #expect(SafeText.message(long) == String(repeating: "x", count: SafeText.longestMessage) + "…")
        #expect(SafeText.message(String(long.dropLast())) == String(long.dropLast()))
    }

    /// Excel reads `_x202E_` as the character of that number, which would bring back what was escaped.
    @Test(arguments: [
        ("_x202E_", "\\u{5f}x202E_"), ("a_X000d_b", "a\\u{5f}X000d_b"), ("_x202E", "_x202E"), ("_xG02E_", "_xG02E_"),
        ("__x0041_x0042_", "_\\u{5f}x0041\\u{5f}x0042_"), ("=1+1", "=1+1"), ("\t=1", "\\u{9}=1"), ("", ""),
    ])
    func workbookCell(_ text: String, _ expected: String) {
        #expect(SafeText.workbookCell(text, units: 100) == expected)
    }

    @Test func workbookCellOnePastTheLimit() {
        let longest = String(repeating: "é", count: 20)
        #expect(SafeText.workbookCell(longest, units: 20) == longest)
        #expect(
            SafeText.workbookCell(longest + "é", units: 20)
                == String(repeating: "é", count: 20 - SafeText.cutMark.count) + SafeText.cutMark)
    }

    @Test func numbers() {
        #expect(NumberText.grouped(0) == "0")
        #expect(NumberText.grouped(999) == "999")
        #expect(NumberText.grouped(1000) == "1,000")
        #expect(NumberText.grouped(-1_234_567, minus: "-") == "-1,234,567")
        #expect(NumberText.grouped(Int.min, minus: "-") == "-9,223,372,036,854,775,808")
        #expect(NumberText.signed(5) == "+5")
        #expect(NumberText.signed(0) == "0")
        #expect(NumberText.money(.init(hundredths: 125_005), currency: "USD") == "USD 1,250.05")
        #expect(NumberText.money(.init(hundredths: -5), currency: "", minus: "-") == "-0.05")
        #expect(NumberText.percent(999, of: 1000) == "99 %")
        #expect(NumberText.percent(1, of: 0) == "")
    }
}
