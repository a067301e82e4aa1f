public import PositionModel

/// What `external` reports, as JSON (everything) or JSON lines (one row per server and site, then one per proxy).
public enum ExposureJSON {
    public static func text(_ report: ExposureReport) throws(JSONTextError) -> String {
        try JSONText.encode(report)
    }

    /// Reads a report of the current schema.
    public static func report(from text: String) throws(JSONTextError) -> ExposureReport {
        try SchemaName.require(ExposureReport.currentSchema, in: text, what: "report of external access")
        return try JSONText.decode(ExposureReport.self, from: text, what: "report of external access")
    }

    /// Each line is a line or proxy of the report with its `scope` (`line` or `proxy`) and the window.
    public static func lines(_ report: ExposureReport) throws(JSONTextError) -> String {
        var result = ""
        for line in report.lines {
            result += try JSONText.encodeLine(ScopedLine(scope: "line", window: report.window, row: line))
        }
        for proxy in report.proxies {
            result += try JSONText.encodeLine(ScopedLine(scope: "proxy", window: report.window, row: proxy))
        }
        return result
    }
}
