public import PositionModel

/// What `identities` reports, as JSON (everything) or JSON lines (a row per account, device and server).
public enum IdentitiesJSON {
    public static func text(_ report: IdentityReport) throws(JSONTextError) -> String { try JSONText.encode(report) }

    /// Each line has its `scope` (`account`, `device` or `server`) and the window.
    public static func lines(_ report: IdentityReport) throws(JSONTextError) -> String {
        var result = ""
        for row in report.accounts {
            result += try JSONText.encodeLine(ScopedLine(scope: "account", window: report.window, row: row))
        }
        for row in report.devices {
            result += try JSONText.encodeLine(ScopedLine(scope: "device", window: report.window, row: row))
        }
        for row in report.servers {
            result += try JSONText.encodeLine(ScopedLine(scope: "server", window: report.window, row: row))
        }
        return result
    }
}
