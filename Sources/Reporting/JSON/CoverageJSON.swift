public import PositionModel

/// What `coverage` reports, as JSON (everything) or JSON lines (one row per log, one per server, then one per
/// damaged input).
public enum CoverageJSON {
    public static func text(_ report: CoverageReport) throws(JSONTextError) -> String { try JSONText.encode(report) }

    /// Each line has its `scope` (`log`, `server` or `damaged-input`) and the window.
    public static func lines(_ report: CoverageReport) throws(JSONTextError) -> String {
        var result = ""
        for log in report.logs {
            result += try JSONText.encodeLine(ScopedLine(scope: "log", window: report.window, row: log))
        }
        for server in report.servers {
            result += try JSONText.encodeLine(ScopedLine(scope: "server", window: report.window, row: server))
        }
        for input in report.damagedInputs {
            result += try JSONText.encodeLine(ScopedLine(scope: "damaged-input", window: report.window, row: input))
        }
        return result
    }
}
