#if Workbook
    import Foundation
    import PositionModel
    import Testing

    @testable import Reporting

    #if canImport(FoundationXML)
        import FoundationXML
    #endif

    /// A workbook as it was written: the cells of each sheet, with the values stored in them.
    final class WorkbookReader {
        struct Cell {
            /// `A1`.
            var place: String
            /// `n`, `s` (shared text), `inlineStr`, `str` (text of a formula).
            var kind: String
            var value: String
            var formula: String?
        }

        struct Sheet {
            var name: String
            var cells: [Cell]
            var links: [String]
            var hasFilter: Bool

            func cell(_ place: String) -> Cell? { cells.first { $0.place == place } }
        }

        let archive: ZipReader
        private(set) var sheets: [Sheet] = []

        init(_ bytes: [UInt8]) throws {
            archive = try ZipReader(bytes)
            let strings = try WorkbookReader.strings(archive)
            let names = PageReader.read(try archive.member("xl/workbook.xml").text).all("sheet")
                .compactMap { $0.attributes["name"] }
            for (number, name) in names.enumerated() {
                let reader = SheetReader()
                let parser = XMLParser(data: Data(try archive.member("xl/worksheets/sheet\(number + 1).xml").content))
                parser.delegate = reader
                #expect(parser.parse(), "\(name) is not well-formed")
                for index in reader.cells.indices where reader.cells[index].kind == "s" {
                    reader.cells[index].value = strings[try #require(Int(reader.cells[index].value))]
                }
                sheets.append(Sheet(name: name, cells: reader.cells, links: reader.links, hasFilter: reader.hasFilter))
            }
        }

        func sheet(_ name: String) throws -> Sheet { try #require(sheets.first { $0.name == name }) }

        /// Writes a position into a folder of its own, and reads it.
        static func written(_ position: Position, limits: WorkbookLimits = WorkbookLimits()) throws -> WorkbookReader {
            try WorkbookReader(bytes(position, limits: limits))
        }

        static func bytes(_ position: Position, limits: WorkbookLimits = WorkbookLimits()) throws -> [UInt8] {
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
            defer { try? FileManager.default.removeItem(at: folder) }
            let file = folder.appendingPathComponent("position.xlsx")
            try PositionWorkbook.write(
                position, to: file.path, scratch: folder.path, productNames: SamplePosition.productNames, limits: limits
            )
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["position.xlsx"])
            return Array(try Data(contentsOf: file))
        }

        private static func strings(_ archive: ZipReader) throws -> [String] {
            guard let member = archive.members.first(where: { $0.name == "xl/sharedStrings.xml" }) else { return [] }
            let reader = SheetReader()
            let parser = XMLParser(data: Data(member.content))
            parser.delegate = reader
            #expect(parser.parse(), "the texts are not well-formed")
            return reader.strings
        }
    }

    private final class SheetReader: NSObject, XMLParserDelegate {
        var cells: [WorkbookReader.Cell] = []
        var strings: [String] = []
        var links: [String] = []
        var hasFilter = false
        private var text = ""

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String]
        ) {
            text = ""
            switch name {
            case "c":
                cells.append(
                    WorkbookReader.Cell(
                        place: attributes["r"] ?? "", kind: attributes["t"] ?? "n", value: "", formula: nil))
            case "hyperlink": links.append(attributes["location"] ?? "outside")
            case "autoFilter": hasFilter = true
            default: break
            }
        }

        func parser(
            _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
        ) {
            switch name {
            case "v": cells[cells.count - 1].value = text
            case "f": cells[cells.count - 1].formula = text
            case "t": if cells.isEmpty { strings.append(text) } else { cells[cells.count - 1].value = text }
            default: break
            }
        }

        func parser(_ parser: XMLParser, foundCharacters characters: String) { text += characters }
    }
#endif
