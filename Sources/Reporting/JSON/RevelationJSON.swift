public import PositionModel

/// What `reveal` found, as JSON.
public enum RevelationJSON {
    public static func text(_ revelation: Revelation) throws(JSONTextError) -> String {
        try JSONText.encode(revelation)
    }
}
