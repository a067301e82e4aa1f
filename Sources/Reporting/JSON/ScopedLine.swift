import PositionModel

/// A row of a result with what it needs to stand alone on a line.
struct ScopedLine<Row: Encodable>: Encodable {
    var scope: String
    var window: PositionWindow
    var row: Row

    private enum CodingKeys: String, CodingKey { case scope, window }

    func encode(to encoder: any Encoder) throws {
        try row.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(scope, forKey: .scope)
        try container.encode(window, forKey: .window)
    }
}
