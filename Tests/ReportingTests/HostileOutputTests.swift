import AccessModel
import PositionModel
import Testing

@testable import Reporting

/// Whatever logs and files say, no output can be turned against its reader.
@Suite struct HostileOutputTests {
    /// Every element and attribute the report is made of; anything else was smuggled in.
    static let elements: Set<String> = [
        "html", "head", "meta", "title", "style", "body", "a", "div", "header", "h1", "h2", "h3", "dl", "dt", "dd",
        "nav", "ol", "ul", "li", "main", "section", "article", "p", "table", "caption", "thead", "tbody", "tfoot", "tr",
        "th", "td", "small", "span", "abbr", "b", "strong", "code", "wbr", "figure", "figcaption", "svg", "rect",
        "text", "line", "path", "footer", "details", "summary",
    ]
    static let attributes: Set<String> = [
        "xmlns", "lang", "xml:lang", "charset", "http-equiv", "content", "name", "class", "href", "id",
        "aria-labelledby", "aria-label", "aria-hidden", "role", "tabindex", "scope", "title", "viewBox",
        "preserveAspectRatio", "x", "y", "x1", "x2", "y1", "y2", "width", "height", "rx", "dx",
        "d",
    ]

    @Test(arguments: HostileStrings.samples)
    func html(_ hostile: String) throws {
        let position = try HostileStrings.position(hostile)
        let page = PositionHTML.page(
            position, generatedAt: hostile, productNames: [hostile: hostile, "windows-server": hostile])
        let reader = PageReader.read(page)
        #expect(Set(reader.elements.map(\.name)).subtracting(HostileOutputTests.elements) == [])
        #expect(Set(reader.elements.flatMap(\.attributes.keys)).subtracting(HostileOutputTests.attributes) == [])
        #expect(reader.elements.compactMap { $0.attributes["href"] }.allSatisfy { $0.hasPrefix("#") })
        #expect(page.unicodeScalars.allSatisfy { !SafeText.isUnsafe($0) || $0 == "\n" })
        #expect(!page.contains("<script"))
        // What was said still shows, with what cannot be shown made visible.
        #expect(hostile.isEmpty || reader.text.contains(SafeText.terminal(hostile)))
    }

    @Test(arguments: HostileStrings.samples)
    func csv(_ hostile: String) throws {
        let texts = [
            PositionCSV.text(try HostileStrings.position(hostile)),
            QuestionsCSV.text(DecisionRegister(try HostileStrings.position(hostile)), .pipe),
            CensusCSV.text(try HostileStrings.census(hostile)),
            ExposureCSV.text(try HostileStrings.exposure(hostile)),
            OptimumCSV.text(OptimumReport(try HostileStrings.position(hostile))),
            ELPCSV.text(try HostileStrings.position(hostile)),
            WhatIfCSV.text(try HostileOutputTests.whatIf(hostile)), RulesCSV.text(HostileOutputTests.rules(hostile)),
            DifferenceCSV.text(try HostileOutputTests.difference(hostile)),
            DifferenceCSV.text(try HostileOutputTests.comparison(hostile)),
        ]
        for text in texts {
            let rows = CSVReader.rows(text)
            let columns = try #require(rows.first?.count)
            #expect(rows.allSatisfy { $0.count == columns })
            // A spreadsheet whose list separator is `;` splits there.
            let harmful = rows.joined().flatMap { $0.split(separator: ";") }.filter { !isHarmless(String($0)) }
            #expect(harmful == [])
        }
    }

    /// Not a formula, or a number of our own.
    private func isHarmless(_ cell: String) -> Bool {
        guard let first = cell.unicodeScalars.first(where: { $0.properties.generalCategory != .spaceSeparator }) else {
            return true
        }
        return !["=", "+", "-", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}"].contains(first)
            || Int(cell) != nil
    }

    private static func whatIf(_ hostile: String) throws -> WhatIfReport {
        let position = try HostileStrings.position(hostile)
        return WhatIfReport(before: position, after: position, changes: [hostile])
    }

    private static func difference(_ hostile: String) throws -> PositionDifference {
        PositionDifference(before: SamplePosition.position, after: try HostileStrings.position(hostile))
    }

    private static func comparison(_ hostile: String) throws -> AuditorComparison {
        AuditorComparison(try HostileStrings.position(hostile), theirs: [hostile, "nobody"])
    }

    private static func rules(_ hostile: String) -> RuleList {
        RuleList(
            catalogueVersion: hostile,
            rules: [.init(section: hostile, id: hostile, rule: hostile, source: hostile, confidence: hostile)])
    }

    private static func refused(_ hostile: String) -> InputSummary {
        InputSummary(
            location: InputPath(path: hostile, sha256: "", bytes: 0), content: ContentID(high: 0, low: 1), format: .w3c,
            records: 1, accepted: 0, ignored: 0, rejected: 1, duplicates: 0, ignoredByRule: [], rejectedByReason: [],
            damage: "", firstSeen: nil, lastSeen: nil, copies: [],
            firstRejection: Rejection(reason: .beforeFields, offset: 0, record: 1, detail: hostile))
    }

    @Test(arguments: HostileStrings.samples)
    func terminal(_ hostile: String) throws {
        let position = try HostileStrings.position(hostile)
        let census = try HostileStrings.census(hostile)
        let exposure = try HostileStrings.exposure(hostile)
        for isASCII in [false, true] {
            for width in [nil, 40, 100] {
                let style = TerminalStyle(width: width, isASCII: isASCII)
                let texts = [
                    PositionTable.text(position, style: style), CensusTable.text(census, style: style),
                    InputsTable.text(position.inputs, style: style), ExposureTable.text(exposure, style: style),
                    UnreadTable.text(
                        [.init(path: hostile, format: .evtx, reason: hostile, remedy: hostile, isFailure: true)],
                        style: style),
                    RefusedInputs.text([HostileOutputTests.refused(hostile)], style: style),
                    OptimumTable.text(OptimumReport(position), style: style),
                    WhatIfTable.text(try HostileOutputTests.whatIf(hostile), style: style),
                    RulesTable.text(HostileOutputTests.rules(hostile), style: style),
                    DifferenceTable.text(try HostileOutputTests.difference(hostile), isWhole: true, style: style),
                    DifferenceTable.text(try HostileOutputTests.comparison(hostile), isWhole: true, style: style),
                ]
                let text = texts.joined()
                #expect(text.unicodeScalars.allSatisfy { !SafeText.isUnsafe($0) || $0 == "\n" })
                if isASCII { #expect(text.utf8.allSatisfy { $0 < 0x80 }) }
            }
        }
    }

    @Test(arguments: HostileStrings.samples)
    func json(_ hostile: String) throws {
        let position = try HostileStrings.position(hostile)
        let text = try PositionJSON.text(position)
        #expect(text.unicodeScalars.allSatisfy { !SafeText.isUnsafe($0) || $0 == "\n" })
        // Escaped for display, unchanged in value.
        let read = try PositionJSON.position(from: text)
        #expect(read.organisation.utf8.elementsEqual(hostile.utf8))
        #expect(try PositionJSON.text(read) == text)
        let lines = try CensusJSON.lines(HostileStrings.census(hostile))
        #expect(lines.utf8.count { $0 == 0x0A } == 3)
        let exposure = try HostileStrings.exposure(hostile)
        #expect(try ExposureJSON.lines(exposure).utf8.count { $0 == 0x0A } == exposure.lines.count + 2)
        #expect(try ExposureJSON.text(exposure).unicodeScalars.allSatisfy { !SafeText.isUnsafe($0) || $0 == "\n" })
    }
}
