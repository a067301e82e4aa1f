/// A CSV table being written: CRLF, quotes only where needed or everywhere.
struct DelimitedText {
    private(set) var text = ""
    private let quotesAll: Bool

    /// - Parameter quotesAll: true for what PowerShell's `Export-Csv` writes.
    init(header: [String], quotesAll: Bool = false) {
        self.quotesAll = quotesAll
        add(header)
    }

    mutating func add(_ values: [String]) {
        text += values.map(cell).joined(separator: ",") + "\r\n"
    }

    private func cell(_ value: String) -> String {
        let needsQuotes = quotesAll || value.contains { $0 == "," || $0 == "\"" || $0.isNewline }
        return needsQuotes
            ? "\"" + value.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
            : value
    }
}
