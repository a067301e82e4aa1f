import PositionModel

/// How the figures were made, what their words mean, and what they do not prove.
enum MethodSection {
    /// - Parameter pseudonyms: of the position; nil where names are names.
    static func markup(_ pseudonyms: PseudonymNote?) -> Markup {
        """
        <section id="method" aria-labelledby="method-title">
        <h2 id="method-title">Method and limits</h2>
        \(MethodText.sections(pseudonyms).map(section).joined())\
        <p>Every figure of this page stands in <code>position.json</code>, with the lists that are cut here. The inputs are \
        named by their SHA-256, so the same files can be read again and give the same figures.</p>
        </section>

        """
    }

    private static func section(_ section: MethodText.Section) -> Markup {
        let isGlossary = section.entries.contains { !$0.word.isEmpty }
        let entries = section.entries.map { entry -> Markup in
            isGlossary
                ? "<dt>\(entry.word)</dt><dd>\(markup(entry.text))</dd>\n" : "<li>\(markup(entry.text))</li>\n"
        }.joined()
        return isGlossary
            ? "<h3>\(section.title)</h3>\n<dl class=\"facts\">\n\(entries)</dl>\n"
            : "<h3>\(section.title)</h3>\n<ul class=\"plain\">\n\(entries)</ul>\n"
    }

    /// Mark and code in their elements.
    private static func markup(_ text: String) -> Markup {
        var result = Markup.empty
        for (number, piece) in text.split(separator: "`", omittingEmptySubsequences: false).enumerated() {
            if number % 2 == 1 {
                result += "<code>\(String(piece))</code>"
                continue
            }
            let parts = piece.split(separator: MethodText.notDeterminable, omittingEmptySubsequences: false)
            result += parts.map { "\(String($0))" as Markup }.joined(.notDeterminable)
        }
        return result
    }
}
