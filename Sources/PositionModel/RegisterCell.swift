/// Names of the register as cells of a CSV file that is written, edited in a spreadsheet, and read again.
///
/// What is written goes through the escaping of every CSV file: characters that steer a display become `\u{...}`, and what
/// a spreadsheet would run gets a `'` in front. `written` makes a text so that this can be undone, and `read` undoes it.
public enum RegisterCell {
    /// The characters that begin a formula, with their full-width forms, and those a spreadsheet skips before one (OWASP,
    /// "CSV Injection").
    public static func isFormulaLead(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "=", "+", "-", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}": true
        default: false
        }
    }

    /// True for what a spreadsheet may pass over before a formula: every blank of Unicode, not only the one of ASCII.
    public static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || scalar.properties.generalCategory == .spaceSeparator
    }

    /// `text` with an escape wherever it holds what `read` would undo, or what a reader of cells trims.
    public static func written(_ text: String) -> String {
        let scalars = Array(text.unicodeScalars)
        var result = ""
        var startsCell = true
        for (index, scalar) in scalars.enumerated() {
            let isEdge = index == 0 || index == scalars.count - 1
            let isEscape = scalar == "\\" && scalars[index...].starts(with: ["\\", "u", "{"])
            if isEscape || (startsCell && scalar == "'") || (isEdge && isSpace(scalar)) {
                result += "\\u{" + String(scalar.value, radix: 16) + "}"
            } else {
                result.unicodeScalars.append(scalar)
            }
            startsCell = scalar == ";" || (startsCell && isBlank(scalar))
        }
        return result
    }

    /// The text a cell stands for. A `'` that stands before no formula is a person's own, as in `'t Hooft`.
    public static func read(_ cell: String) -> String {
        let scalars = Array(cell.unicodeScalars)
        var result = ""
        var startsCell = true
        var index = 0
        while index < scalars.count {
            let (scalar, length) = unescaped(scalars, at: index)
            if startsCell, length == 1, scalar == "'", index + 1 < scalars.count,
                isFormulaLead(unescaped(scalars, at: index + 1).scalar)
            {
                index += 1
                startsCell = false
                continue
            }
            result.unicodeScalars.append(scalar)
            startsCell = scalar == ";" || (startsCell && isBlank(scalar))
            index += length
        }
        return result
    }

    /// The scalar that begins at an index, and how many scalars write it.
    private static func unescaped(
        _ scalars: [Unicode.Scalar], at index: Int
    ) -> (scalar: Unicode.Scalar, length: Int) {
        guard scalars[index...].starts(with: ["\\", "u", "{"]) else { return (scalars[index], 1) }
        let digits = scalars[(index + 3)...].prefix(longestScalar + 1).prefix { $0 != "}" }
        let end = index + 3 + digits.count
        guard !digits.isEmpty, digits.count <= longestScalar, end < scalars.count, scalars[end] == "}",
            let value = UInt32(String(String.UnicodeScalarView(digits)), radix: 16),
            let scalar = Unicode.Scalar(value)
        else { return (scalars[index], 1) }
        return (scalar, end + 1 - index)
    }

    /// Hexadecimal digits of the largest scalar.
    private static let longestScalar = 6

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || scalar == "\u{A0}" || (0x09...0x0D).contains(scalar.value)
    }
}
