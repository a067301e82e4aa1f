public import PositionModel

/// What `rules`, `optimise` and `whatif` print, as JSON (everything) or JSON lines (a row each).
public enum LicenceReportsJSON {
    public static func text(_ list: RuleList) throws(JSONTextError) -> String { try JSONText.encode(list) }
    public static func text(_ report: OptimumReport) throws(JSONTextError) -> String { try JSONText.encode(report) }
    public static func text(_ report: WhatIfReport) throws(JSONTextError) -> String { try JSONText.encode(report) }

    public static func lines(_ list: RuleList) throws(JSONTextError) -> String {
        var result = ""
        for row in list.rules { result += try JSONText.encodeLine(row) }
        return result
    }

    /// Each line has its `scope` (`mix` or `host`) and the window.
    public static func lines(_ report: OptimumReport) throws(JSONTextError) -> String {
        var result = ""
        for row in report.mix {
            result += try JSONText.encodeLine(ScopedLine(scope: "mix", window: report.window, row: row))
        }
        for row in report.externalChoice {
            result += try JSONText.encodeLine(ScopedLine(scope: "host", window: report.window, row: row))
        }
        return result
    }

    public static func lines(_ report: WhatIfReport) throws(JSONTextError) -> String {
        var result = ""
        for row in report.rows {
            result += try JSONText.encodeLine(ScopedLine(scope: "product", window: report.window, row: row))
        }
        return result
    }
}
