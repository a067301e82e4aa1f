import AccessModel

/// A cell with its place, read as what its column holds; every error names file, line, column and cell.
struct CellValue: Sendable {
    let text: String
    let column: String
    let file: String
    let line: Int

    func failure(_ expected: String, remedy: String = "") -> EstateError {
        EstateError(file: file, line: line, problem: "column \(column): \(shown(text)) \(expected)", remedy: remedy)
    }

    /// The text, which must not be empty.
    func required() throws(EstateError) -> String {
        guard !text.isEmpty else {
            throw EstateError(
                file: file, line: line, problem: "column \(column) is empty", remedy: "Every row needs a value there")
        }
        return text
    }

    /// A whole number of at least 0.
    func count() throws(EstateError) -> Int {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let value = Int(text) else {
            throw failure("is not a whole number of at least 0", remedy: "Write digits only: 250")
        }
        return value
    }

    /// A decimal number of at least 0, nil for an empty cell.
    func decimal() throws(EstateError) -> Double? {
        if text.isEmpty { return nil }
        let plain = text.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
        guard plain, let value = Double(text), value.isFinite else {
            throw failure("is not a number of at least 0", remedy: "Write it with a point: 37.5")
        }
        return value
    }

    /// Yes or no, nil for an empty cell.
    func flag() throws(EstateError) -> Bool? {
        if text.isEmpty { return nil }
        guard let value = CellValue.flags[text.scalarLowercased] else {
            throw failure("is neither yes nor no", remedy: "Write yes or no")
        }
        return value
    }

    /// Words for yes and no. TRUE and FALSE in the languages of Excel, which translates them when a file is saved again
    /// (Microsoft, names of the functions TRUE and FALSE by language).
    static let flags: [String: Bool] = [
        "yes": true, "y": true, "true": true, "1": true, "no": false, "n": false, "false": false, "0": false,
        "wahr": true, "falsch": false, "vrai": true, "faux": false, "verdadero": true, "falso": false, "vero": true,
        "verdadeiro": true, "waar": true, "onwaar": false, "sand": true, "falsk": false, "sant": true, "falskt": false,
        "sann": true, "usann": false, "prawda": true, "fałsz": false, "pravda": true, "nepravda": false, "igaz": true,
        "hamis": false, "истина": true, "ложь": false, "doğru": true, "yanlış": false,
    ]

    /// A date, nil for an empty cell. ISO 8601, or an Excel form that can mean only one day.
    func day() throws(EstateError) -> Day? {
        if text.isEmpty { return nil }
        switch DateText(text)?.day(order: nil) {
        case .day(let day): return day
        case .ambiguous:
            throw failure("may be day/month or month/day", remedy: "Write it as YYYY-MM-DD")
        case nil, .invalid:
            let isSerial = text.utf8.count == 5 && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
            throw failure(
                isSerial ? "is a number, as Excel stores a date" : "is not a date", remedy: "Write it as YYYY-MM-DD")
        }
    }

    /// The value a table of spellings gives; spellings match like header names. Nil for an empty cell.
    func oneOf<Value>(_ spellings: [(text: String, value: Value)]) throws(EstateError) -> Value? {
        if text.isEmpty { return nil }
        let key = ColumnMap.normalised(text)
        guard let found = spellings.first(where: { ExactText(ColumnMap.normalised($0.text)) == ExactText(key) }) else {
            throw failure("is not one of \(spellings.map(\.text).joined(separator: ", "))")
        }
        return found.value
    }
}
