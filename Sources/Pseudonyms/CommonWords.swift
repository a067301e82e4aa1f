import AccessModel

/// Which names are words of our own sentences too, so that a text with the word names nobody.
struct CommonWords: Sendable {
    private let words: Set<ExactText>

    /// - Parameter phrases: what else stands in sentences, such as the names of products.
    init(phrases: [String] = []) {
        words = CommonWords.listed.union(phrases.flatMap(CommonWords.words))
    }

    /// Every word of a text and every compound of them (`remote-administration`, `servers.csv`), in lower case.
    static func words(_ text: String) -> Set<ExactText> {
        var found: Set<ExactText> = []
        for piece in text.scalarLowercased.unicodeScalars.split(whereSeparator: { !isOfCompound($0) }) {
            let compound = String(String.UnicodeScalarView(piece.drop { !TextAtoms.isWord($0) }))
            let trimmed = String(
                String.UnicodeScalarView(compound.unicodeScalars.reversed().drop { !TextAtoms.isWord($0) }.reversed()))
            if !trimmed.isEmpty { found.insert(ExactText(trimmed)) }
            TextAtoms.forEach(trimmed) { if isWord($0.folded) { found.insert($0.folded) } }
        }
        return found
    }

    private static func isOfCompound(_ scalar: Unicode.Scalar) -> Bool {
        TextAtoms.isWord(scalar) || scalar == "-" || scalar == "." || scalar == "_" || scalar == "/"
    }

    private static func isWord(_ folded: ExactText) -> Bool {
        folded.string.unicodeScalars.contains(where: TextAtoms.isWord)
    }

    /// True for a name a sentence of ours may contain without naming anybody: a word or several, a number, a single letter, signs.
    /// - Parameter folded: in lower case.
    func contain(_ folded: ExactText) -> Bool {
        if words.contains(folded) { return true }
        var (letters, digits) = (0, 0)
        for scalar in folded.string.unicodeScalars where TextAtoms.isWord(scalar) {
            if ("0"..."9").contains(scalar) { digits += 1 } else { letters += 1 }
        }
        if letters == 0 || letters + digits <= 1 { return true }
        let pieces = folded.string.utf8.split(separator: 0x20)
        return pieces.count > 1
            && pieces.allSatisfy { words.contains(ExactText(String(decoding: $0, as: UTF8.self))) }
    }

    private static let listed: Set<ExactText> = Set(
        sentenceWords.utf8.split { $0 == 0x20 || $0 == 0x0A }.map { ExactText(String(decoding: $0, as: UTF8.self)) })
}
