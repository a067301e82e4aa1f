#if Workbook
    import Foundation
    import PositionModel
    import Testing

    @testable import Reporting

    /// The file itself: what is stored, whatever logs and files say.
    @Suite struct WorkbookFileTests {
        /// Every value and formula of the sheets is stored, as what it is.
        @Test func cellsAreWhatTheSheetsHold() throws {
            let workbook = try WorkbookReader.written(SoundPosition.position)
            var formulas = 0
            for sheet in SheetTable(SoundPosition.position).sheets {
                let stored = Dictionary(
                    uniqueKeysWithValues: try workbook.sheet(sheet.name).cells.map { ($0.place, $0) })
                for row in 0..<sheet.count {
                    for (column, cell) in sheet.row(row).enumerated() {
                        let found = stored["\(WorkbookSheet.letters(column))\(row + 2)"]
                        if case .formula(let formula) = cell {
                            #expect(found?.formula == formula.text(row + 2))
                            formulas += 1
                        } else {
                            #expect(found?.formula == nil)
                        }
                        if case .date(let text) = cell, !text.isEmpty {
                            let day = try #require(found.flatMap { Double($0.value) })
                            #expect(found?.kind == "n" && day > 46_000 && day < 47_000)
                        } else if let number = cell.value.number {
                            #expect(found.flatMap { Double($0.value) } == number)
                        } else {
                            #expect((found?.value ?? "") == cell.value.text)
                        }
                    }
                }
            }
            #expect(formulas > 150)
            #expect(workbook.archive.members.contains { $0.name == "xl/tables/table1.xml" })
        }

        @Test func sameBytes() throws {
            let bytes = try WorkbookReader.bytes(SamplePosition.position)
            #expect(try WorkbookReader.bytes(SamplePosition.position) == bytes)
            let archive = try ZipReader(bytes)
            // 1980-01-01, midnight.
            #expect(archive.members.allSatisfy { $0.date == 0x21 && $0.time == 0 })
            let core = try archive.member("docProps/core.xml").text
            #expect(core.contains("2026-10-31T00:00:00Z"))
        }

        @Test(arguments: ["", "1970-01-01", "1969-12-31", "never"])
        func aDocumentIsNeverOfToday(_ day: String) throws {
            var position = SoundPosition.position
            position.window.asOf = day
            let core = try WorkbookReader.written(position).archive.member("docProps/core.xml").text
            #expect(core.contains(">19"), "\(core)")
        }

        /// A workbook that is too large to be held in memory has the same cells, and filters instead of tables.
        @Test func rowByRow() throws {
            var limits = WorkbookLimits()
            let position = SoundPosition.position
            let sheets = SheetTable(position).sheets
            limits.cellsWithTables = sheets.reduce(0) { $0 + $1.count * $1.columns.count }
            let withTables = try WorkbookReader.written(position, limits: limits)
            limits.cellsWithTables -= 1
            let streamed = try WorkbookReader.written(position, limits: limits)
            #expect(withTables.archive.members.contains { $0.name.hasPrefix("xl/tables/") })
            #expect(!streamed.archive.members.contains { $0.name.hasPrefix("xl/tables/") })
            #expect(streamed.sheets.allSatisfy { $0.hasFilter })
            for (one, other) in zip(withTables.sheets, streamed.sheets) {
                #expect(one.links == other.links)
                let (cells, others) = (one.cells.filter { !$0.value.isEmpty }, other.cells.filter { !$0.value.isEmpty })
                #expect(cells.map(\.place) == others.map(\.place))
                #expect(cells.map(\.value) == others.map(\.value))
                #expect(cells.map(\.formula) == others.map(\.formula))
            }
        }

        @Test func onePastEachLimit() throws {
            var limits = WorkbookLimits()
            limits.linksOfSheet = SheetTable(SoundPosition.position).sheets.count - 1
            let all = try WorkbookReader.written(SoundPosition.position, limits: limits).sheet("Contents")
            #expect(all.links.count == limits.linksOfSheet)
            limits.linksOfSheet -= 1
            let sheet = try WorkbookReader.written(SoundPosition.position, limits: limits).sheet("Contents")
            #expect(sheet.links.count == limits.linksOfSheet)
            // The last one is text alone.
            #expect(sheet.cell("B\(limits.linksOfSheet + 2)")?.value == "Method")

            limits = WorkbookLimits()
            let formula = try #require(try SheetTable(SoundPosition.position).formula("Contents", row: 0, "Rows"))
            limits.charactersOfFormula = formula.utf8.count + 1
            let kept = try WorkbookReader.written(SoundPosition.position, limits: limits).sheet("Contents").cell("D2")
            #expect(kept?.formula == formula)
            limits.charactersOfFormula -= 1
            let cut = try WorkbookReader.written(SoundPosition.position, limits: limits).sheet("Contents").cell("D2")
            #expect(cut?.formula == nil && cut?.value == kept?.value)
        }

        @Test func longTexts() throws {
            let limit = WorkbookLimits().unitsOfText
            var position = SoundPosition.position
            position.notices = [
                EstateNotice(
                    file: String(repeating: "x", count: limit), message: String(repeating: "é", count: limit + 1)),
                EstateNotice(file: String(repeating: "😀", count: limit / 2 + 1), message: ""),
            ]
            let sheet = try WorkbookReader.written(position).sheet("Notices")
            #expect(sheet.cell("B2")?.value.utf16.count == limit)
            let cut = try #require(sheet.cell("D2")?.value)
            #expect(cut.utf16.count == limit && cut.hasSuffix(SafeText.cutMark))
            let emoji = try #require(sheet.cell("B3")?.value)
            #expect(emoji.utf16.count <= limit && emoji.hasSuffix("😀" + SafeText.cutMark))
        }

        /// Nothing that logs and files say becomes a formula, a link, a name, or a character that steers.
        @Test(arguments: HostileStrings.samples)
        func hostile(_ hostile: String) throws {
            let workbook = try WorkbookReader.written(try HostileStrings.position(hostile))
            let functions: Set<String> = [
                "IF", "COUNT", "COUNTIFS", "SUM", "SUMIFS", "SUMPRODUCT", "ROUND", "INT", "MAX",
            ]
            let names = workbook.sheets.map(\.name)
            var isShown = hostile.isEmpty
            for sheet in workbook.sheets {
                #expect(sheet.name.utf16.count <= WorkbookSheet.longestName)
                for link in sheet.links { #expect(names.contains { link.hasPrefix("'\($0)'!A") }) }
                for cell in sheet.cells {
                    #expect(["n", "s", "str"].contains(cell.kind))
                    #expect(cell.value.unicodeScalars.allSatisfy { !SafeText.isUnsafe($0) })
                    if cell.value.utf8.elementsEqual(SafeText.workbookCell(hostile, units: 32_767).utf8) {
                        isShown = true
                        #expect(cell.formula == nil)
                    }
                    let called = (cell.formula ?? "").split(separator: "(").dropLast().map { part in
                        String(part.reversed().prefix { $0.isLetter }.reversed())
                    }
                    #expect(Set(called).subtracting(functions.union([""])) == [])
                }
            }
            #expect(isShown)
            #expect(!workbook.archive.members.contains { $0.text.contains("TargetMode=\"External\"") })
        }

        /// The library does not notice a full disk: room is made sure of before.
        @Test func roomIsMadeSureOf() throws {
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
            defer { try? FileManager.default.removeItem(at: folder) }
            try DiskRoom.require(1 << 16, in: folder.path)
            #expect(throws: WorkbookError.self) { try DiskRoom.require(1 << 60, in: folder.path) }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
        }

        /// What room is made sure of is at least what the sheets take.
        @Test func roomForEverySheet() throws {
            var markup = MarkupSize()
            let workbook = try WorkbookReader.written(SoundPosition.position)
            for sheet in SheetTable(SoundPosition.position).sheets {
                for row in 0..<sheet.count {
                    for cell in sheet.row(row) {
                        if case .formula(let formula) = cell {
                            markup.add("=" + formula.text(row + 2))
                        } else {
                            markup.add(cell.value.text)
                        }
                    }
                }
                markup.endSheet()
            }
            let sizes = workbook.archive.members.filter { $0.name.hasPrefix("xl/worksheets/sheet") }.map(
                \.content.count)
            #expect(markup.room > (sizes.max() ?? 0) + sizes.reduce(0, +) / 2)
        }

        @Test func anUnwritableFileIsAnError() throws {
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
            defer { try? FileManager.default.removeItem(at: folder) }
            let nowhere = folder.path + "/nowhere"
            #expect(throws: WorkbookError.self) {
                try PositionWorkbook.write(SoundPosition.position, to: nowhere + "/a.xlsx", scratch: folder.path)
            }
            #expect(throws: WorkbookError.self) {
                try PositionWorkbook.write(SoundPosition.position, to: folder.path + "/a.xlsx", scratch: nowhere)
            }
            // Row by row the folder is needed from the first sheet on.
            var limits = WorkbookLimits()
            limits.cellsWithTables = 0
            #expect(throws: WorkbookError.self) {
                try PositionWorkbook.write(
                    SoundPosition.position, to: folder.path + "/b.xlsx", scratch: nowhere, limits: limits)
            }
        }
    }
#endif
