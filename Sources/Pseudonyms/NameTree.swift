import AccessModel

/// Names by their words, so that one pass over a text finds the longest that begins at each of them.
///
/// # Performance
/// A step is one look-up, and a walk ends where no name goes on; of 100,000 names most walks end at once.
struct NameTree: Sendable {
    /// What is done where a name is found.
    enum Meaning: Sendable, Hashable {
        /// It stays, and nothing inside it is looked for.
        case keep
        /// The number of what stands for it.
        case replace(Int32)
    }

    private struct Node: Sendable {
        /// Wherever it stands.
        var anywhere: Meaning?
        /// Where the text around it says that it is a name; before `anywhere`.
        var asName: Meaning?
    }

    private struct Step: Hashable {
        var node: Int32
        var word: Int32
    }

    private var words: [ExactText: Int32] = [:]
    private var steps: [Step: Int32] = [:]
    private var nodes = [Node()]

    /// - Parameter onlyAsName: true for a name that is a word of every text too.
    mutating func insert(_ name: String, _ meaning: Meaning, onlyAsName: Bool = false) {
        var node: Int32 = 0
        TextAtoms.forEach(name) { atom in
            let word = words[atom.folded] ?? Int32(words.count)
            words[atom.folded] = word
            let step = Step(node: node, word: word)
            if let next = steps[step] {
                node = next
            } else {
                nodes.append(Node())
                let next = Int32(nodes.count - 1)
                steps[step] = next
                node = next
            }
        }
        guard node > 0 else { return }
        // The first to come is meant.
        if onlyAsName {
            nodes[Int(node)].asName = nodes[Int(node)].asName ?? meaning
        } else {
            nodes[Int(node)].anywhere = nodes[Int(node)].anywhere ?? meaning
        }
    }

    /// The number of a word; -1 for one no name has.
    func word(_ folded: ExactText) -> Int32 { words[folded] ?? -1 }

    /// The longest name that begins with the word at `start`.
    /// - Parameters:
    ///   - words: numbers of the text's words.
    ///   - isName: whether what stands in these places is called a name by what is around it.
    func longest(
        in words: [Int32], from start: Int, isName: (Range<Int>) -> Bool
    ) -> (end: Int, meaning: Meaning)? {
        var node: Int32 = 0
        var found: (Int, Meaning)?
        var place = start
        while place < words.count, words[place] >= 0, let next = steps[Step(node: node, word: words[place])] {
            node = next
            place += 1
            let end = nodes[Int(node)]
            if let meaning = end.asName, isName(start..<place) {
                found = (place, meaning)
            } else if let meaning = end.anywhere {
                found = (place, meaning)
            }
        }
        return found
    }
}
