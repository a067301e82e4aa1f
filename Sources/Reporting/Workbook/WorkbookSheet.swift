/// A list of the workbook: a table with a header row, in one sheet or, where it is too long, in several.
///
/// The first column, `No.`, numbers the rows in the order of `position.json`, whatever they are sorted by later; formulas find
/// their rows by such numbers and stay right when a table is sorted.
struct WorkbookSheet {
    struct Column {
        enum Kind { case number, word, name, prose, date }
        var title: String
        var kind: Kind

        /// In characters.
        var width: Double {
            switch kind {
            case .number: 14
            case .word, .date: 16
            case .name: 34
            case .prose: 60
            }
        }

        static func number(_ title: String) -> Column { Column(title: title, kind: .number) }
        static func word(_ title: String) -> Column { Column(title: title, kind: .word) }
        static func name(_ title: String) -> Column { Column(title: title, kind: .name) }
        static func prose(_ title: String) -> Column { Column(title: title, kind: .prose) }
        static func date(_ title: String) -> Column { Column(title: title, kind: .date) }
    }

    static let number = "No."
    /// Longest name of a sheet, in UTF-16 code units.
    static let longestName = 31

    var name: String
    /// What it holds, in a few words.
    var about: String
    /// All columns, `No.` first.
    let columns: [Column]
    var count: Int
    private let rowsOfPart: Int
    private let letters: [String: String]
    /// The cells of a row without its number.
    private var cells: (Int) -> [SheetCell]

    /// - Parameters:
    ///   - name: of the sheet; sheets of the rest of a long list add their number.
    ///   - row: the cells of each row below `count`, one for each column.
    init(
        _ name: String, about: String, columns: [Column], count: Int, limits: WorkbookLimits,
        row: @escaping (Int) -> [SheetCell] = { _ in [] }
    ) {
        self.name = WorkbookSheet.sanitised(name)
        self.about = about
        self.columns = [Column.number(WorkbookSheet.number)] + columns
        self.count = count
        rowsOfPart = max(1, limits.rowsOfSheet - 1)
        letters = Dictionary(
            uniqueKeysWithValues: self.columns.enumerated().map { ($1.title, WorkbookSheet.letters($0)) })
        cells = row
    }

    /// The same sheet with other rows: for rows whose formulas refer to the sheet itself.
    func with(row: @escaping (Int) -> [SheetCell]) -> WorkbookSheet {
        var copy = self
        copy.cells = row
        return copy
    }

    func row(_ index: Int) -> [SheetCell] { [.number(index + 1)] + cells(index) }

    /// A sheet, and the rows that stand in it.
    struct Part {
        var name: String
        var rows: Range<Int>
    }

    /// At least one, with a header even where there is no row.
    var parts: [Part] {
        stride(from: 0, to: max(count, 1), by: rowsOfPart).map { start in
            Part(name: partName(start / rowsOfPart), rows: start..<min(count, start + rowsOfPart))
        }
    }

    private func partName(_ part: Int) -> String {
        guard part > 0 else { return name }
        let ending = " (\(part + 1))"
        return WorkbookSheet.cut(name, to: WorkbookSheet.longestName - ending.utf16.count) + ending
    }

    /// Letter of a column by its title.
    func letter(_ title: String) -> String {
        guard let letter = letters[title] else { preconditionFailure("\(name) has no column \(title)") }
        return letter
    }

    /// Where a row begins: `'Bridge'!A2`.
    func place(of row: Int) -> String {
        "'\(partName(row / rowsOfPart))'!A\(row % rowsOfPart + 2)"
    }

    /// The cells of a column in each part: `'Bridge'!$D$2:$D$20`.
    func ranges(_ title: String) -> [String] {
        let letter = letter(title)
        return parts.map { "'\($0.name)'!$\(letter)$2:$\(letter)$\(max(1, $0.rows.count) + 1)" }
    }

    /// `A`, `Z`, `AA` for the columns from 0.
    static func letters(_ column: Int) -> String {
        var rest = column
        var letters = ""
        repeat {
            letters = String(UnicodeScalar(UInt8(ascii: "A") + UInt8(rest % 26))) + letters
            rest = rest / 26 - 1
        } while rest >= 0
        return letters
    }

    /// A name Excel accepts: without `[ ] : * ? / \`, without `'`, which would have to be doubled in formulas, and short.
    static func sanitised(_ name: String) -> String {
        var clean = ""
        for scalar in SafeText.terminal(name).unicodeScalars {
            clean.unicodeScalars.append("[]:*?/\\'".unicodeScalars.contains(scalar) ? "_" : scalar)
        }
        return clean.isEmpty ? "Sheet" : cut(clean, to: longestName)
    }

    private static func cut(_ text: String, to units: Int) -> String {
        var room = units
        var result = ""
        for scalar in text.unicodeScalars {
            room -= UTF16.width(scalar)
            guard room >= 0 else { break }
            result.unicodeScalars.append(scalar)
        }
        return result
    }
}
