public import PositionModel

/// `position.json`: the complete position, which every other output is a view of.
public enum PositionJSON {
    public static func text(_ position: Position) throws(JSONTextError) -> String {
        try JSONText.encode(position)
    }

    /// Reads a `position.json` of the current schema.
    public static func position(from text: String) throws(JSONTextError) -> Position {
        try SchemaName.require(Position.currentSchema, in: text, what: "position")
        return try JSONText.decode(Position.self, from: text, what: "position")
    }
}

/// The `schema` key of a JSON text, read before anything else is.
struct SchemaName: Decodable {
    var schema: String

    static func require(_ expected: String, in text: String, what: String) throws(JSONTextError) {
        let found = try JSONText.decode(SchemaName.self, from: text, what: what).schema
        guard found == expected else { throw .otherSchema(what: what, found: found, expected: expected) }
    }
}
