import Foundation
import PositionModel

@testable import Reporting

/// Puts hostile text into every place of a value where text from outside can stand, by way of its JSON, so that a
/// property added later is covered too.
enum HostileStrings {
    static let samples = [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)", "]]>-->&lt;",
        "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", " =1+1", "\u{A0}=1+1", " \u{2003}=1+1",
        "a;\u{3000}=1+1", "a;=1+1", "\"\u{301},\"x",
        "\u{FF1D}1+1", "\u{1B}[2J\u{1B}]0;owned\u{7}", "\u{9B}31m", "user\u{202E}txt.exe", "\u{2066}x\u{2069}",
        "a\u{200E}b\u{200F}c", "line\u{2028}next\u{2029}end", "nul\u{0}\u{7F}", "\u{FFFE}\u{FFFF}", "two\r\nlines",
        "\u{FEFF}bom\u{200B}", "\\u003cscript\\u003e", "日本語の名前", "", "\u{E0041}tag", "--><!--", "javascript:alert(1)",
    ]

    /// Keys whose texts are our own: enumerations and amounts, and the schema.
    private static let ours: Set<String> = [
        "schema", "severity", "verdict", "ec_cost", "cal_cost", "cost", "lower_bound", "exposed", "kind",
        "all_user_cost", "all_device_cost", "segments_cost", "user_price", "device_price", "requirement_cost",
        "cost_with_surcharge", "low_cost", "high_cost",
    ]

    static func position(_ text: String) throws -> Position {
        let json = try PositionJSON.text(SamplePosition.position)
        return try PositionJSON.position(from: replacing(json, with: text))
    }

    static func census(_ text: String) throws -> Census {
        try CensusJSON.census(from: replacing(CensusJSON.text(SamplePosition.census), with: text))
    }

    static func exposure(_ text: String) throws -> ExposureReport {
        try ExposureJSON.report(from: replacing(ExposureJSON.text(SamplePosition.exposure), with: text))
    }

    private static func replacing(_ json: String, with text: String) throws -> String {
        let value = try JSONSerialization.jsonObject(with: Data(json.utf8))
        let data = try JSONSerialization.data(withJSONObject: replaced(value, key: "", parent: "", text))
        return String(decoding: data, as: UTF8.self)
    }

    private static func replaced(_ value: Any, key: String, parent: String, _ text: String) -> Any {
        if let object = value as? [String: Any] {
            return Dictionary(
                uniqueKeysWithValues: object.map { ($0.key, replaced($0.value, key: $0.key, parent: key, text)) })
        }
        if let list = value as? [Any] { return list.map { replaced($0, key: key, parent: parent, text) } }
        // Enumerations in these lists only.
        let isOurs =
            ours.contains(key)
            || (key == "flavour" && ["additive", "assignment", "bundles", "counts"].contains(parent))
            || (key == "choice" && parent == "segments")
        return value is String && !isOurs ? text : value
    }
}
