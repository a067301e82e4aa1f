import PositionModel

/// Makes a value from a log, a directory or a person's file harmless in the place it is written to.
///
/// Whoever reaches a server chooses what its logs say, so every such value goes through the function of its context:
/// there is one function per context, and all of them are here.
public enum SafeText {
    /// Longest one-line message, in scalars; what is longer is cut with `…`.
    public static let longestMessage = 400

    /// For element text and quoted attributes of HTML, well-formed as XML too.
    ///
    /// Characters that steer instead of showing (`isUnsafe`) become visible escapes, which also removes every
    /// character XML forbids.
    public static func html(_ text: String) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: append(scalar, to: &result)
            }
        }
        return result
    }

    /// For a cell of a CSV file (RFC 4180) that a spreadsheet may open.
    ///
    /// A value that a spreadsheet would run as a formula gets a leading `'` (OWASP, "CSV Injection"); so does what
    /// follows a `;` inside it, because a spreadsheet whose list separator is `;` starts a cell there. Never use this
    /// for numbers of our own: `-31` is a number, not a formula.
    public static func csvCell(_ text: String) -> String {
        // Scalar by scalar: to a `Character` a quote with a combining mark is no quote, to a CSV reader it is one.
        var result = ""
        var needsQuotes = text.utf8.first == 0x20 || text.utf8.last == 0x20
        var startsCell = true
        for scalar in text.unicodeScalars {
            if startsCell, RegisterCell.isFormulaLead(scalar) {
                result += "'"
                needsQuotes = true
            }
            startsCell = scalar == ";" || (startsCell && RegisterCell.isBlank(scalar))
            if [",", ";", "\"", "'"].contains(scalar) { needsQuotes = true }
            if scalar == "\"" { result += "\"\"" } else { append(scalar, to: &result) }
        }
        return needsQuotes ? "\"" + result + "\"" : result
    }

    /// For a text cell of a workbook, at most `units` UTF-16 code units long; what is longer ends in `cutMark`.
    ///
    /// A cell of type text is never run, whatever it begins with. Characters that steer instead of showing become visible
    /// escapes, and so does the `_` of `_x202E_`: Excel reads that as the character of that number (ECMA-376, ST_Xstring).
    public static func workbookCell(_ text: String, units: Int) -> String {
        let visible = withoutExcelEscapes(terminal(text))
        guard visible.utf8.count > units, visible.utf16.count > units else { return visible }
        var room = units - cutMark.utf16.count
        var result = ""
        for scalar in visible.unicodeScalars {
            room -= UTF16.width(scalar)
            guard room >= 0 else { break }
            result.unicodeScalars.append(scalar)
        }
        return result + cutMark
    }

    /// Ends a text that was too long for its cell.
    public static let cutMark = "… (cut)"

    private static func withoutExcelEscapes(_ text: String) -> String {
        let bytes = Array(text.utf8)
        /// True for `_xHHHH_` from a place on.
        func isEscape(_ start: Int) -> Bool {
            start + 6 < bytes.count && bytes[start] == 0x5F && bytes[start + 1] | 0x20 == 0x78
                && bytes[start + 6] == 0x5F
                && bytes[start + 2..<start + 6].allSatisfy {
                    (0x30...0x39).contains($0) || (0x61...0x66).contains($0 | 0x20)
                }
        }
        let places = bytes.indices.filter { isEscape($0) }
        guard !places.isEmpty else { return text }
        var result: [UInt8] = []
        var start = 0
        for place in places {
            result += bytes[start..<place] + Array(visibleEscape("_").utf8)
            start = place + 1
        }
        return String(decoding: result + bytes[start...], as: UTF8.self)
    }

    /// For a terminal: one line, nothing that moves the cursor, changes colours or reorders text.
    public static func terminal(_ text: String) -> String {
        if text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { return text }
        var result = ""
        result.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars { append(scalar, to: &result) }
        return result
    }

    /// As `terminal`, in ASCII alone: every other character becomes a visible escape.
    public static func ascii(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            if (0x20...0x7E).contains(scalar.value) {
                result.unicodeScalars.append(scalar)
            } else {
                result += visibleEscape(scalar)
            }
        }
        return result
    }

    /// For a one-line message: as `terminal`, cut to `longestMessage` scalars.
    public static func message(_ text: String) -> String {
        let kept = text.unicodeScalars.prefix(longestMessage)
        let isCut = kept.endIndex < text.unicodeScalars.endIndex
        return terminal(String(kept)) + (isCut ? "…" : "")
    }

    /// For text that is JSON already: its strings may hold characters that JSON allows raw and a terminal obeys.
    /// They become JSON's own escapes, so the value is unchanged.
    static func json(_ encoded: String) -> String {
        guard encoded.unicodeScalars.contains(where: { isUnsafe($0) && $0 != "\n" }) else { return encoded }
        var result = ""
        result.reserveCapacity(encoded.utf8.count)
        for scalar in encoded.unicodeScalars {
            if scalar == "\n" || !isUnsafe(scalar) {
                result.unicodeScalars.append(scalar)
            } else {
                for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter {
                    let digits = String(unit, radix: 16)
                    result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
                }
            }
        }
        return result
    }

    /// True for a character that steers the reader's display, or hides in it, instead of showing itself: controls
    /// (C0, C1, DEL), format characters (bidirectional controls, zero-width characters, tags), line and paragraph
    /// separators, and noncharacters.
    public static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        if (0x20...0x7E).contains(scalar.value) { return false }
        if scalar.value & 0xFFFE == 0xFFFE || (0xFDD0...0xFDEF).contains(scalar.value) { return true }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: return true
        default: return false
        }
    }

    /// `\u{202e}`.
    public static func visibleEscape(_ scalar: Unicode.Scalar) -> String {
        "\\u{" + String(scalar.value, radix: 16) + "}"
    }

    private static func append(_ scalar: Unicode.Scalar, to text: inout String) {
        if isUnsafe(scalar) { text += visibleEscape(scalar) } else { text.unicodeScalars.append(scalar) }
    }
}
