import Testing

@testable import Contributions

@Suite struct JSONObjectTests {
    private func read(_ text: String) -> Result<JSONObject, NotJSON> {
        Array(text.utf8).withUnsafeBytes { bytes in Result { () throws(NotJSON) in try JSONObject(bytes) } }
    }

    @Test(arguments: [
        "", "{", "}", "[]", "{}x", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{\"a\":1,\"a\":2}", "{\"a\":01}",
        "{\"a\":1.5}",
        "{\"a\":1e3}", "{\"a\":-}", "{\"a\":18446744073709551616}", "{\"a\":null}", "{\"a\":tru}", "{\"a\":\"",
        "{\"a\":\"\\x\"}", "{\"a\":\"\\u12\"}", "{\"a\":\"\\ud800\"}", "{\"a\":\"\\ud800\\u0041\"}",
        "{\"a\":\"\\udc00\"}",
        "{\"a\":\"\n\"}", "{\"a\":[1,]}", "{\"a\":[[[[[1]]]]]}", "{a:1}", "{\"a\" 1}",
    ])
    func whatIsNoLineIsRefused(_ text: String) {
        guard case .failure = read(text) else {
            Issue.record("taken: \(text)")
            return
        }
    }

    @Test func textsThatAreNoUTF8AreRefused() {
        let bytes: [UInt8] = Array("{\"a\":\"".utf8) + [0xFF] + Array("\"}".utf8)
        #expect(throws: NotJSON.self) { try bytes.withUnsafeBytes { try JSONObject($0) } }
    }

    @Test func escapesAreRead() throws {
        let object = try read(
            #" { "a" : "\u0041\ud83d\ude00\n\"\\\/" , "b":[-9223372036854775808, 18446744073709551615] } "#
        ).get()
        guard case .text(let text) = object["a"], case .list(let list) = object["b"] else {
            Issue.record("neither a text nor a list")
            return
        }
        #expect(text.string == "A\u{1F600}\n\"\\/")
        guard case .number(true, let low) = list[0], case .number(false, let high) = list[1] else {
            Issue.record("no numbers")
            return
        }
        #expect(low == 1 << 63 && high == .max)
    }

    @Test func keysAreLimited() throws {
        func object(_ keys: Int) -> String { "{" + (0..<keys).map { "\"k\($0)\":1" }.joined(separator: ",") + "}" }
        #expect(try read(object(JSONObject.mostKeys)).get().fields.count == JSONObject.mostKeys)
        guard case .failure = read(object(JSONObject.mostKeys + 1)) else {
            Issue.record("one key past the limit is taken")
            return
        }
    }

    @Test func whatIsWrittenIsRead() throws {
        let texts = ["", "a", "\"\\\u{0}\u{1F}\u{7F}\u{85}\u{2028}é e\u{301} \u{1F600}", "\r\n\t"]
        var fields = JSONFields()
        fields.add("texts", texts)
        fields.add("text", texts[2])
        fields.add("numbers", [Int64.min, 0, .max])
        fields.add("flag", true)
        #expect(fields.bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F })
        var read = LineFields(try read("{" + String(decoding: fields.bytes, as: UTF8.self) + "}").get())
        #expect(try read.texts("texts").map { Array($0.utf8) } == texts.map { Array($0.utf8) })
        #expect(try Array(read.text("text").utf8) == Array(texts[2].utf8))
        #expect(try read.numbers("numbers", Int64.self) == [.min, 0, .max])
        #expect(throws: ContributionLineError.self) { try read.end() }
        #expect(try read.flag("flag"))
        try read.end()
    }

    @Test func base64ComesBackAndNothingElseIsTaken() {
        for count in 0..<70 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ count) }
            let text = Base64Text.encoded(bytes)
            #expect(Base64Text.decoded(text) == bytes)
            if count > 0 { #expect(Base64Text.decoded(String(text.dropLast())) == nil) }
        }
        #expect(Base64Text.encoded(Array("fooba".utf8)) == "Zm9vYmE=")
        for text in ["A", "A===", "====", "QQ=A", "QR==", "Q Q=", "QUI=QUI=", "Zm9vYmF="] {
            #expect(Base64Text.decoded(text) == nil, "\(text)")
        }
    }
}
