import AccessModel
import Testing

@Suite struct ExactTextTests {
    /// `é` in one scalar and in two: equal to `String`, two names to a directory.
    private let composed = "caf\u{E9}"
    private let decomposed = "cafe\u{301}"

    @Test func equalityAndHashGoByBytes() {
        #expect(composed == decomposed)
        #expect(ExactText(composed) != ExactText(decomposed))
        #expect(Set([ExactText(composed), ExactText(decomposed), ExactText(composed)]).count == 2)
        #expect(ExactText("").isEmpty && !ExactText("\u{301}").isEmpty)
    }

    @Test func orderGoesByBytes() {
        // By UTF-16 units U+FF61 sorts after U+1F600; by UTF-8 bytes before it.
        let texts = ["\u{1F600}", "b", "\u{FF61}", "a", "", "B", composed, decomposed]
        let sorted = texts.map { ExactText($0) }.sorted().map(\.string)
        let twin = texts.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
        #expect(zip(sorted, twin).allSatisfy { $0.utf8.elementsEqual($1.utf8) })
        #expect("a".isByteOrdered(before: "b") && !"a".isByteOrdered(before: "a") && "".isByteOrdered(before: "a"))
    }

    @Test(arguments: [
        ("DESKTOP-1", "desktop-1"), ("plain", "plain"), ("", ""), ("ÄÖÜ", "äöü"), ("ΣΑΣ", "σασ"), ("Ⅷ", "ⅷ"),
        ("İ", "i\u{307}"), ("E\u{301}", "e\u{301}"), ("ẞ", "ß"), ("ß", "ß"), ("Я", "я"), ("𐐀", "𐐨"),
    ]) func lowerCaseIsScalarByScalar(text: String, lower: String) {
        #expect(text.scalarLowercased.utf8.elementsEqual(lower.utf8))
        #expect(lower.scalarLowercased.utf8.elementsEqual(lower.utf8))
    }
}

@Suite struct GlobTests {
    @Test(arguments: [
        ("*", "", true), ("*", "anything/at all", true), ("svc-*", "SVC-backup", true), ("svc-*", "svc", false),
        ("?", "a", true), ("?", "", false), ("?", "é", true), ("w?b*.log", "web01/x.log", true),
        ("*.log", "a.log.gz", false),
        ("*a*b*", "xxaxxbxx", true), ("*a*b*", "xxbxxaxx", false), ("", "", true), ("", "a", false),
        ("a**b", "ab", true),
        ("W3SVC1", "w3svc1", true), ("a*", "b", false), ("*aab", "aaaab", true), ("[a]", "a", false),
    ]) func matches(pattern: String, text: String, matches: Bool) { #expect(Glob(pattern).matches(text) == matches) }

    @Test func noPatternExplodes() {
        let pattern = String(repeating: "*a", count: 500) + "b"
        #expect(!Glob(pattern).matches(String(repeating: "a", count: 5000)))
    }
}
