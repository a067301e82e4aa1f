import AccessModel
import Testing

@testable import ByteScan

/// The shortcuts on bytes say what the general rules say: a rule may be fast in two places, but not two rules.
@Suite struct ShortcutTests {
    private static func texts(from pieces: [String], upTo count: Int, rounds: Int, seed: UInt64) -> [String] {
        var state = seed
        func below(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
        return (0..<rounds).map { _ in (0...below(count)).map { _ in pieces[below(pieces.count)] }.joined() }
    }

    private static func withBytes<Value>(_ text: String, _ body: (UnsafeRawBufferPointer) -> Value) -> Value {
        Array(text.utf8).withUnsafeBytes(body)
    }

    @Test func addressesAreCanonicalByTheSameRule() {
        let pieces = [
            "1", "10", "255", "256", "0", "00", "01", ".", ".", ".", "::ffff:", "::FFFF:", ":", "%3", ":80", "fe80::",
            "a",
        ]
        for text in Self.texts(from: pieces, upTo: 9, rounds: 40_000, seed: 1) + [
            "0.0.0.0", "::ffff:0.0.0.0", "1.2.3.4", "::",
        ] {
            var batch = AccessBatch()
            let stored = Self.withBytes(text) { batch.storeAddress($0) }
            let address = IPAddress(text)
            let expected = address.map { $0.isUnspecified ? "" : $0.text } ?? ""
            #expect(batch.text(stored) == expected, "\(text)")
        }
    }

    @Test func timesAreReadByTheSameRule() {
        let pieces = [
            "2026-03-02", "2026-02-29", "2026-13-01", "1601-01-01", "T", " ", "08:15:30", "23:59:60", "24:00:00", ".",
            "98765", "Z", "+00:00", "-",
        ]
        let shaped = (0..<20_000).map { index in
            "20\(index % 90 + 10)-\(index % 14 + 10)-\(index % 25 + 10)T\(index % 16 + 10):\(index % 55 + 10):\(index % 53 + 10)"
                + [".\(index)Z", "Z", "", ".", "+00:00", ".5", ".5+01:00"][index % 7]
        }
        for text in Self.texts(from: pieces, upTo: 5, rounds: 20_000, seed: 2) + shaped {
            #expect(Self.withBytes(text, Timestamp.iso8601) == Self.withBytes(text, byParts), "\(text)")
        }
    }

    /// Date and time of day as two fields, as the W3C reader takes them.
    private func byParts(_ text: UnsafeRawBufferPointer) -> Instant? {
        guard text.count >= 19, text[10] == UInt8(ascii: "T") || text[10] == UInt8(ascii: " ") else { return nil }
        let end = text[19...].firstIndex { $0 != UInt8(ascii: ".") && !(0x30...0x39).contains($0) } ?? text.count
        let suffix = String(decoding: text[end...], as: UTF8.self)
        guard ["", "Z", "+00:00"].contains(suffix) else { return nil }
        return Timestamp.dateTime(date: text[0..<10], time: text[11..<end])
    }

    @Test func caseIsFoldedByTheSameRule() {
        for text in Self.texts(
            from: ["A", "Z", "a", "[", "@", "`", "{", "\u{130}", "\u{DF}", "\u{0}", "CORP-"], upTo: 20, rounds: 20_000,
            seed: 3)
        {
            var batch = AccessBatch()
            let lower = Self.withBytes(text) { batch.storeLowercased($0) }
            #expect(Array(batch.text(lower).utf8) == Array(text.scalarLowercased.utf8), "\(text)")
            let upper = Self.withBytes(text) { batch.storeUppercased($0) }
            let expected = text.utf8.map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 }
            #expect(Array(batch.text(upper).utf8) == expected, "\(text)")
        }
    }
}
