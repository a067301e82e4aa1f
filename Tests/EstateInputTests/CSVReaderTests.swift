import Testing

@testable import EstateInput

@Suite struct CSVReaderTests {
    private func read(_ bytes: [UInt8]) throws -> (header: [String], rows: [CSVRecord]) {
        var reader = try CSVReader(try SourceText(bytes, file: "x.csv"), file: "x.csv")
        var rows: [CSVRecord] = []
        while let row = try reader.next() { rows.append(row) }
        return (reader.header.cells, rows)
    }

    private func cells(_ text: String) throws -> [[String]] { try read(Array(text.utf8)).rows.map(\.cells) }

    private func failure(_ text: String) -> String {
        do {
            _ = try read(Array(text.utf8))
            return "none"
        } catch {
            return "\(error)"
        }
    }

    @Test(arguments: [
        "a,b\n1,2\n", "a;b\r\n1;2\r\n", "a\tb\r1\t2", "\u{FEFF}a,b\n1,2", "sep=;\r\na;b\r\n1;2", "\n\na,b\n1,2",
    ])
    func separatorsAndLineEnds(text: String) throws {
        let (header, rows) = try read(Array(text.utf8))
        #expect(header == ["a", "b"])
        #expect(rows.map(\.cells) == [["1", "2"]])
    }

    @Test func theHeaderDecidesTheSeparator() throws {
        #expect(try cells("a;b\n1,5;2\n") == [["1,5", "2"]])
        #expect(try cells("\"a,x\";b\n1;2\n") == [["1", "2"]])
        #expect(try cells("a\nx;y\n") == [["x;y"]])
    }

    @Test func quotedCells() throws {
        #expect(try cells("a,b\n\"x, \"\"y\"\"\",\"l1\r\nl2\"\n3,4\n") == [["x, \"y\"", "l1\r\nl2"], ["3", "4"]])
        #expect(try cells("a,b\n5\" disk,x\n") == [["5\" disk", "x"]])
    }

    @Test func linesAreThoseOfTheFile() throws {
        let rows = try read(Array("#TYPE X\r\na,b\r\n\"1\r\n\",2\r\n\r\n3,4".utf8)).rows
        #expect(rows.map(\.line) == [3, 6])
    }

    @Test(arguments: [
        SourceText.Encoding.utf8, .utf16LittleEndian, .utf16BigEndian, .windows1252,
    ])
    func encodings(encoding: SourceText.Encoding) throws {
        let text = "name,x\r\nJos\u{e9} \u{20AC},1\r\n"
        var bytes: [UInt8] = []
        switch encoding {
        case .utf8: bytes = Array(text.utf8)
        case .utf16LittleEndian: bytes = [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
        case .utf16BigEndian: bytes = [0xFE, 0xFF] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
        case .windows1252:
            bytes = text.unicodeScalars.map { $0.value == 0x20AC ? 0x80 : UInt8(truncatingIfNeeded: $0.value) }
        }
        #expect(try SourceText(bytes, file: "x").encoding == encoding)
        #expect(try read(bytes).rows.map(\.cells) == [["Jos\u{e9} \u{20AC}", "1"]])
        if encoding == .utf16LittleEndian || encoding == .utf16BigEndian {
            #expect(try read(Array(bytes.dropFirst(2))).header == ["name", "x"])
        }
    }

    @Test func raggedRows() throws {
        #expect(try cells("a,b,c\n1\n1,2,3,,\n") == [["1", "", ""], ["1", "2", "3"]])
        #expect(try read(Array("a,b,,\n1,2,,\n".utf8)).header == ["a", "b"])
        #expect(
            failure("a,b\n1,2\n1,2,3\n")
                == "x.csv, line 3: 3 cells where the header row names 2 columns; the first one too many is \"3\". "
                + "Put cells that hold \",\" in double quotes")
    }

    @Test func brokenFilesSayWhere() {
        #expect(failure("") == "x.csv: the file is empty. The first line must name the columns")
        #expect(failure("a,b\n1,\"2\n3,4\n").hasPrefix("x.csv, line 2: a quoted cell begins here and never ends"))
        #expect(failure("a,b\n1,2\n\"x\"y,2\n").hasPrefix("x.csv, line 3: text after the closing quote"))
        #expect(failure("a,b\n1,\0\n").hasPrefix("x.csv, line 2: the file holds NUL bytes"))
    }

    @Test func limits() throws {
        let widest = (1...CSVReader.maximumColumns).map { "c\($0)" }.joined(separator: ",")
        #expect(try read(Array((widest + "\n").utf8)).header.count == CSVReader.maximumColumns)
        #expect(failure(widest + ",one\n").contains("more than \(CSVReader.maximumColumns) columns"))
        let longest = [UInt8](repeating: UInt8(ascii: "x"), count: CSVReader.maximumCellBytes)
        #expect(try read(Array("a\n".utf8) + longest).rows.count == 1)
        #expect(throws: EstateError.self) { try read(Array("a\n".utf8) + longest + [UInt8(ascii: "x")]) }
    }

    @Test func messagesObeyNoTerminal() {
        #expect(shown("\u{1B}[31mred\u{202E}") == "\"\\u{1b}[31mred\\u{202e}\"")
        #expect(shown(String(repeating: "x", count: 100)) == "\"" + String(repeating: "x", count: 80) + "...\"")
    }

    /// Whatever is written as CSV is read back; whatever is not CSV is an error, never a crash.
    @Test func randomTables() throws {
        var generator = SeededGenerator(seed: 1)
        let alphabet = Array("ab,;\t\"\n\r \u{e9}x1#=")
        for _ in 0..<400 {
            let width = Int.random(in: 2...5, using: &generator)
            let separator = [",", ";", "\t"].randomElement(using: &generator) ?? ","
            let lineEnd = ["\n", "\r\n", "\r"].randomElement(using: &generator) ?? "\n"
            let header = (0..<width).map { "col\($0)" }
            let rows = (0..<Int.random(in: 0...6, using: &generator)).map { _ in
                (0..<width).map { _ in
                    String(
                        (0..<Int.random(in: 0...6, using: &generator)).compactMap { _ in
                            alphabet.randomElement(using: &generator)
                        })
                }
            }
            let text = ([header] + rows).map { row in
                row.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: separator)
            }.joined(separator: lineEnd)
            let expected = rows.filter { !$0.allSatisfy(\.isBlank) }
            #expect(try cells(text).map { $0.map { Array($0.utf8) } } == expected.map { $0.map { Array($0.utf8) } })
        }
        for _ in 0..<3000 {
            let bytes = (0..<Int.random(in: 0...60, using: &generator)).map { _ in
                Array("a,;\t\"\n\r#TYPEsep=\u{0}\u{FF}".utf8).randomElement(using: &generator) ?? 0
            }
            do {
                for row in try read(bytes).rows { #expect(row.line >= 1) }
            } catch let error as EstateError {
                #expect(error.file == "x.csv" && !error.problem.isEmpty)
            }
        }
    }
}

/// SplitMix64: the same numbers on every run.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
