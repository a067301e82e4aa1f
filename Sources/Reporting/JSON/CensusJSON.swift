public import PositionModel

/// What `census` counts, as JSON (everything) or JSON lines (one row per server, then one per union).
public enum CensusJSON {
    public static func text(_ census: Census) throws(JSONTextError) -> String {
        try JSONText.encode(census)
    }

    /// Reads a census of the current schema.
    public static func census(from text: String) throws(JSONTextError) -> Census {
        try SchemaName.require(Census.currentSchema, in: text, what: "census")
        return try JSONText.decode(Census.self, from: text, what: "census")
    }

    /// Each line is a server or union of the census with its `scope` (`server` or `union`) and the window.
    public static func lines(_ census: Census) throws(JSONTextError) -> String {
        var result = ""
        for server in census.servers {
            result += try JSONText.encodeLine(ScopedLine(scope: "server", window: census.window, row: server))
        }
        for union in census.unions {
            result += try JSONText.encodeLine(ScopedLine(scope: "union", window: census.window, row: union))
        }
        return result
    }
}
