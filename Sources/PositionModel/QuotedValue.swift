/// A value from a file as messages show it: quoted, cut, and without anything a terminal would obey.
public enum QuotedValue {
    /// Scalars of the value that are shown; `...` stands for the rest.
    public static let longest = 80

    /// The value between quotation marks.
    public static func text(_ value: String) -> String {
        let (shown, isCut) = shown(value)
        return "\"" + shown + (isCut ? "..." : "") + "\""
    }

    /// What is shown of the value, without quotation marks, and whether that is not all of it.
    public static func shown(_ value: String) -> (text: String, isCut: Bool) {
        var result = ""
        for (count, scalar) in value.unicodeScalars.enumerated() {
            guard count < longest else { return (result, true) }
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
                result += "\\u{\(String(scalar.value, radix: 16))}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return (result, false)
    }
}
