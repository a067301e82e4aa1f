import AccessModel

/// A text cut into words and what stands between them: names are found at borders of words, never inside one.
enum TextAtoms {
    /// A word, or one character between words.
    struct Atom {
        /// Places in the text's UTF-8.
        var start: Int
        var end: Int
        /// In lower case.
        var folded: ExactText
    }

    /// All of the text, in order.
    static func atoms(_ text: String) -> [Atom] {
        var result: [Atom] = []
        forEach(text) { result.append($0) }
        return result
    }

    static func forEach(_ text: String, _ body: (Atom) -> Void) {
        var text = text
        let isASCII = text.withUTF8 { bytes -> Bool in
            guard bytes.allSatisfy({ $0 < 0x80 }) else { return false }
            var start = 0
            while start < bytes.count {
                var end = start + 1
                if isWord(bytes[start]) { while end < bytes.count, isWord(bytes[end]) { end += 1 } }
                let word = String(decoding: bytes[start..<end], as: UTF8.self)
                body(Atom(start: start, end: end, folded: ExactText(word.scalarLowercased)))
                start = end
            }
            return true
        }
        if !isASCII { forEachScalar(text, body) }
    }

    private static func forEachScalar(_ text: String, _ body: (Atom) -> Void) {
        var word = ""
        var (start, place) = (0, 0)
        func end() {
            guard !word.isEmpty else { return }
            body(Atom(start: start, end: place, folded: ExactText(word.scalarLowercased)))
            word = ""
        }
        for scalar in text.unicodeScalars {
            let length = UTF8.width(scalar)
            if isWord(scalar) {
                if word.isEmpty { start = place }
                word.unicodeScalars.append(scalar)
            } else {
                end()
                body(Atom(start: place, end: place + length, folded: ExactText(String(scalar))))
            }
            place += length
        }
        end()
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte)
    }

    /// Letters, digits, and marks, which belong to the letter before them.
    static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return isWord(UInt8(scalar.value)) }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
            .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber:
            return true
        default: return false
        }
    }
}
