/// Builds CSV (RFC 4180): every text cell goes through `SafeText.csvCell`, numbers of our own do not.
public struct CSVText {
    /// Who reads the text.
    public enum Dialect {
        /// A file a spreadsheet opens: byte order mark (without it Excel reads UTF-8 as Windows-1252), CR LF.
        case spreadsheet
        /// Standard output, for other programs: no byte order mark, LF.
        case pipe
    }

    public enum Cell: Sendable {
        case text(String)
        /// A number, or an empty cell where it is not determinable.
        case number(Int?)
        case count(UInt64)
        /// A decimal amount that we wrote.
        case amount(String)
        case empty

        /// The value without any care for who reads it.
        var plain: String {
            switch self {
            case .text(let value), .amount(let value): value
            case .number(let value): value.map(String.init) ?? ""
            case .count(let value): String(value)
            case .empty: ""
            }
        }
    }

    public private(set) var text: String
    private let lineEnd: String
    private let columns: Int

    public init(_ dialect: Dialect, header: [String]) {
        text = dialect == .spreadsheet ? "\u{FEFF}" : ""
        lineEnd = dialect == .spreadsheet ? "\r\n" : "\n"
        columns = header.count
        append(header.map(Cell.text))
    }

    /// Adds a row; missing cells are empty, so every row has as many as the header.
    public mutating func append(_ cells: [Cell]) {
        let padded = cells.prefix(columns) + Array(repeating: Cell.empty, count: max(columns - cells.count, 0))
        text += padded.map(CSVText.write).joined(separator: ",") + lineEnd
    }

    /// One line for other programs.
    public static func line(_ cells: [Cell]) -> String { cells.map(write).joined(separator: ",") + "\n" }

    private static func write(_ cell: Cell) -> String {
        switch cell {
        case .text(let value): SafeText.csvCell(value)
        case .number(let value): value.map(String.init) ?? ""
        case .count(let value): String(value)
        case .amount(let value): value
        case .empty: ""
        }
    }
}
