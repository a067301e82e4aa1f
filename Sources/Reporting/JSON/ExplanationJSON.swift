public import PositionModel

/// What `explain` shows, as JSON (everything) or JSON lines (one row of the evidence, or one member, per line).
public enum ExplanationJSON {
    public static func text(_ explanation: Explanation) throws(JSONTextError) -> String {
        try JSONText.encode(explanation)
    }

    /// Each line has its `scope` (`figure`, `member` or `row`) and the window.
    public static func lines(_ explanation: Explanation) throws(JSONTextError) -> String {
        var result = ""
        func line(_ scope: String, _ row: some Encodable) throws(JSONTextError) {
            result += try JSONText.encodeLine(ScopedLine(scope: scope, window: explanation.window, row: row))
        }
        for figure in explanation.figures { try line("figure", figure) }
        for member in explanation.members { try line("member", member) }
        for row in explanation.rows { try line("row", row) }
        return result
    }
}
