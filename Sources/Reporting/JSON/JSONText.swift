import Foundation

/// Why a JSON text could not be written or read.
public enum JSONTextError: Error, Sendable, Hashable, CustomStringConvertible {
    /// A value JSON has no form for; never happens for the types of `PositionModel`.
    case notEncodable(detail: String)
    /// Not the JSON that was expected: what is wrong, and at which key.
    case notReadable(what: String, path: String, detail: String)
    /// JSON of another schema.
    case otherSchema(what: String, found: String, expected: String)

    public var description: String {
        switch self {
        case .notEncodable(let detail):
            "cannot be written as JSON: \(SafeText.message(detail))"
        case .notReadable(let what, let path, let detail):
            "not a \(what)\(path.isEmpty ? "" : " at " + SafeText.message(path)): \(SafeText.message(detail)); "
                + "take the file as `headcount` wrote it"
        case .otherSchema(let what, let found, let expected):
            "a \(what) of schema `\(SafeText.message(found))`, this version reads `\(expected)`; "
                + "write it again with this version, or read it with the version that wrote it"
        }
    }
}

/// The one place where values become JSON and JSON becomes values.
///
/// UTF-8, keys in `snake_case` and sorted, so the same value is the same bytes. Characters that a terminal would obey
/// are escaped.
public enum JSONText {
    /// Indented, with a final line feed: for files.
    public static func encode(_ value: some Encodable) throws(JSONTextError) -> String {
        try encode(value, formatting: [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]) + "\n"
    }

    /// On one line, with a final line feed: for JSON lines.
    public static func encodeLine(_ value: some Encodable) throws(JSONTextError) -> String {
        try encode(value, formatting: [.sortedKeys, .withoutEscapingSlashes]) + "\n"
    }

    /// Reads a value that `encode` or `encodeLine` wrote; `what` names it in errors.
    public static func decode<Value: Decodable>(
        _ type: Value.Type, from text: String, what: String
    ) throws(JSONTextError) -> Value {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        do {
            return try decoder.decode(type, from: Data(text.utf8))
        } catch let error as DecodingError {
            throw unreadable(what, error)
        } catch {
            throw .notReadable(what: what, path: "", detail: "\(error)")
        }
    }

    private static func encode(
        _ value: some Encodable, formatting: JSONEncoder.OutputFormatting
    ) throws(JSONTextError) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = formatting
        encoder.keyEncodingStrategy = .convertToSnakeCase
        do {
            return SafeText.json(String(decoding: try encoder.encode(value), as: UTF8.self))
        } catch {
            throw .notEncodable(detail: "\(error)")
        }
    }

    private static func unreadable(_ what: String, _ error: DecodingError) -> JSONTextError {
        let (context, key): (DecodingError.Context?, (any CodingKey)?) =
            switch error {
            case .dataCorrupted(let context): (context, nil)
            case .keyNotFound(let key, let context): (context, key)
            case .typeMismatch(_, let context): (context, nil)
            case .valueNotFound(_, let context): (context, nil)
            @unknown default: (nil, nil)
            }
        let keys = (context?.codingPath ?? []) + (key.map { [$0] } ?? [])
        let path = keys.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
        return .notReadable(what: what, path: path, detail: context?.debugDescription ?? "unknown")
    }
}
