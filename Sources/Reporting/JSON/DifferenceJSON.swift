/// What `diff` prints, as JSON (everything) or JSON lines (a row each).
public enum DifferenceJSON {
    public static func text(_ difference: PositionDifference) throws(JSONTextError) -> String {
        try JSONText.encode(difference)
    }
    public static func text(_ comparison: AuditorComparison) throws(JSONTextError) -> String {
        try JSONText.encode(comparison)
    }

    public static func lines(_ difference: PositionDifference) throws(JSONTextError) -> String {
        var result = ""
        for row in difference.changes {
            result += try JSONText.encodeLine(ScopedLine(scope: "figure", window: difference.windowAfter, row: row))
        }
        for row in difference.accounts {
            result += try JSONText.encodeLine(ScopedLine(scope: "account", window: difference.windowAfter, row: row))
        }
        return result
    }

    public static func lines(_ comparison: AuditorComparison) throws(JSONTextError) -> String {
        var result = ""
        for row in comparison.lines {
            result += try JSONText.encodeLine(ScopedLine(scope: "theirs", window: comparison.window, row: row))
        }
        return result
    }
}
