import AccessModel

/// One record of a CSV file.
struct CSVRecord: Sendable, Equatable {
    /// 1-based line on which the record starts.
    var line: Int
    var cells: [String]

    var isBlank: Bool { cells.allSatisfy { $0.isBlank } }
}

/// Reads CSV as RFC 4180 has it and Excel writes it, one record at a time.
///
/// The separator (`,` `;` TAB) is the one the header line holds most of. Line ends are CRLF, LF or CR; a quoted cell may
/// hold separators, quotes (doubled) and line ends. PowerShell's `#TYPE` line and Excel's `sep=` line are skipped.
struct CSVReader: Sendable {
    /// More records than any directory has objects.
    static let maximumRecords = 20_000_000
    /// Excel's own limit.
    static let maximumColumns = 16_384
    /// A group's `member` cell may hold thousands of distinguished names.
    static let maximumCellBytes = 16 * 1024 * 1024

    let file: String
    let separator: UInt8
    /// Names of the columns as written, trimmed; trailing columns without a name are gone.
    private(set) var header: CSVRecord

    private let bytes: [UInt8]
    private var position: Int
    private var line: Int
    private var records = 0

    private static let quote = UInt8(ascii: "\"")
    private static let lineFeed: UInt8 = 0x0A
    private static let carriageReturn: UInt8 = 0x0D

    /// - Throws: where there is no header line, or it breaks a rule of the format.
    init(_ text: SourceText, file: String) throws(EstateError) {
        self.file = file
        bytes = text.bytes
        position = 0
        line = 1
        var declared: UInt8?
        while true {
            let start = CSVReader.restOfLine(bytes, from: position)
            if start.allSatisfy({ $0 == 0x20 || $0 == 0x09 }), position + start.count < bytes.count {
                // A blank line before the header.
            } else if start.starts(with: Array("#TYPE".utf8)) {
                // PowerShell 5.1 names the exported type first.
            } else if start.count == 5, start.starts(with: Array("sep=".utf8)), let last = start.last {
                declared = last
            } else {
                break
            }
            position += start.count
            CSVReader.skipLineEnd(bytes, &position, &line)
        }
        separator = declared ?? CSVReader.separator(of: bytes, from: position)
        header = CSVRecord(line: line, cells: [])
        guard var names = try readRecord(), !names.isBlank else {
            throw EstateError(
                file: file, problem: "the file is empty", remedy: "The first line must name the columns")
        }
        names.cells = names.cells.map(\.trimmed)
        while let last = names.cells.last, last.isEmpty { names.cells.removeLast() }
        header = names
    }

    /// The next record that is not blank, with exactly as many cells as the header has; nil at the end.
    mutating func next() throws(EstateError) -> CSVRecord? {
        while var record = try readRecord() {
            if record.isBlank { continue }
            records += 1
            guard records <= CSVReader.maximumRecords else {
                throw EstateError(
                    file: file, line: record.line, problem: "more than \(CSVReader.maximumRecords) records",
                    remedy: "Split the file")
            }
            let width = header.cells.count
            if record.cells.count > width, let extra = record.cells[width...].first(where: { !$0.isBlank }) {
                throw EstateError(
                    file: file, line: record.line,
                    problem: "\(record.cells.count) cells where the header row names \(width) columns"
                        + "; the first one too many is \(shown(extra))",
                    remedy: "Put cells that hold \(shown(String(UnicodeScalar(separator)))) in double quotes")
            }
            if record.cells.count > width { record.cells.removeLast(record.cells.count - width) }
            while record.cells.count < width { record.cells.append("") }
            return record
        }
        return nil
    }

    private mutating func readRecord() throws(EstateError) -> CSVRecord? {
        guard position < bytes.count else { return nil }
        var record = CSVRecord(line: line, cells: [])
        while true {
            record.cells.append(try readCell())
            guard record.cells.count <= CSVReader.maximumColumns else {
                throw EstateError(
                    file: file, line: record.line, problem: "more than \(CSVReader.maximumColumns) columns")
            }
            guard position < bytes.count, bytes[position] == separator else { break }
            position += 1
        }
        CSVReader.skipLineEnd(bytes, &position, &line)
        return record
    }

    private mutating func readCell() throws(EstateError) -> String {
        if position < bytes.count, bytes[position] == CSVReader.quote { return try readQuotedCell() }
        let start = position
        while position < bytes.count, !CSVReader.isEnd(bytes[position], separator) { position += 1 }
        try checkLength(position - start)
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func readQuotedCell() throws(EstateError) -> String {
        let startLine = line
        var cell: [UInt8] = []
        position += 1
        while position < bytes.count {
            let byte = bytes[position]
            if byte == CSVReader.quote {
                position += 1
                guard position < bytes.count, bytes[position] == CSVReader.quote else {
                    guard position >= bytes.count || CSVReader.isEnd(bytes[position], separator) else {
                        throw EstateError(
                            file: file, line: line, problem: "text after the closing quote of a cell",
                            remedy: "Double every quote inside a quoted cell")
                    }
                    return String(decoding: cell, as: UTF8.self)
                }
                cell.append(CSVReader.quote)
                position += 1
            } else if byte == CSVReader.lineFeed || byte == CSVReader.carriageReturn {
                let start = position
                CSVReader.skipLineEnd(bytes, &position, &line)
                cell.append(contentsOf: bytes[start..<position])
            } else {
                cell.append(byte)
                position += 1
            }
            try checkLength(cell.count)
        }
        throw EstateError(
            file: file, line: startLine, problem: "a quoted cell begins here and never ends",
            remedy: "Close the quote, or double it if it is part of the text")
    }

    private func checkLength(_ count: Int) throws(EstateError) {
        guard count <= CSVReader.maximumCellBytes else {
            throw EstateError(
                file: file, line: line, problem: "a cell of more than \(CSVReader.maximumCellBytes) bytes",
                remedy: "Look for a quote that is never closed")
        }
    }

    private static func isEnd(_ byte: UInt8, _ separator: UInt8) -> Bool {
        byte == separator || byte == lineFeed || byte == carriageReturn
    }

    private static func restOfLine(_ bytes: [UInt8], from start: Int) -> ArraySlice<UInt8> {
        bytes[start...].prefix { $0 != lineFeed && $0 != carriageReturn }
    }

    private static func skipLineEnd(_ bytes: [UInt8], _ position: inout Int, _ line: inout Int) {
        guard position < bytes.count else { return }
        if bytes[position] == carriageReturn {
            position += 1
            if position < bytes.count, bytes[position] == lineFeed { position += 1 }
        } else if bytes[position] == lineFeed {
            position += 1
        } else {
            return
        }
        line += 1
    }

    /// The candidate the header line holds most of outside quotes; `,` before `;` before TAB where they tie.
    private static func separator(of bytes: [UInt8], from start: Int) -> UInt8 {
        let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09]
        var counts = [0, 0, 0]
        var quoted = false
        for byte in bytes[start...] {
            if byte == quote {
                quoted.toggle()
            } else if !quoted {
                if byte == lineFeed || byte == carriageReturn { break }
                if let index = candidates.firstIndex(of: byte) { counts[index] += 1 }
            }
        }
        let most = counts.max() ?? 0
        return candidates[counts.firstIndex(of: most) ?? 0]
    }
}

extension StringProtocol {
    /// True for the empty text and for one of spaces, tabs and line ends only.
    var isBlank: Bool { utf8.allSatisfy { $0 == 0x20 || (0x09...0x0D).contains($0) } }

    /// Without spaces, tabs, line ends and no-break spaces around it.
    var trimmed: String {
        func isSpace(_ scalar: Unicode.Scalar) -> Bool {
            scalar == " " || scalar == "\u{A0}" || (0x09...0x0D).contains(scalar.value)
        }
        // Most texts have nothing to take off, and then need no walk over their scalars.
        if let first = unicodeScalars.first, let last = unicodeScalars.last, !isSpace(first), !isSpace(last) {
            return String(self)
        }
        var scalars = unicodeScalars[...]
        while let first = scalars.first, isSpace(first) { scalars = scalars.dropFirst() }
        while let last = scalars.last, isSpace(last) { scalars = scalars.dropLast() }
        return String(String.UnicodeScalarView(scalars))
    }

    /// The parts of a `;`-separated list, trimmed, without empty ones.
    var listed: [String] {
        String(self).utf8.split(separator: UInt8(ascii: ";")).map { String(decoding: $0, as: UTF8.self).trimmed }
            .filter { !$0.isEmpty }
    }
}
