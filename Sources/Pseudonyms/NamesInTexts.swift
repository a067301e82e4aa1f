import AccessModel

/// Replaces the names in a text, in one pass: whole names only, the longest first, and nothing inside what stays.
struct NamesInTexts: Sendable {
    private let tree: NameTree
    /// What stands for names, by their number.
    private let replacements: [String]
    /// An address or SID no list has.
    private let unlisted: @Sendable (String, PersonalKind) -> String

    init(tree: NameTree, replacements: [String], unlisted: @escaping @Sendable (String, PersonalKind) -> String) {
        self.tree = tree
        self.replacements = replacements
        self.unlisted = unlisted
    }

    func replaced(_ text: String) -> String {
        guard !text.isEmpty else { return text }
        let atoms = TextAtoms.atoms(text)
        let words = atoms.map { tree.word($0.folded) }
        var bytes = text
        return bytes.withUTF8 { buffer -> String? in
            let bytes = ArraySlice(buffer)
            var result: [UInt8] = []
            var (place, copied, isChanged) = (0, 0, false)
            func isName(_ range: Range<Int>) -> Bool {
                NamePlaces.hold(bytes, atoms[range.lowerBound].start..<atoms[range.upperBound - 1].end)
            }
            func put(_ replacement: String, from first: Int, to end: Int) {
                result += bytes[copied..<atoms[first].start]
                result += replacement.utf8
                copied = atoms[end - 1].end
                isChanged = true
            }
            while place < atoms.count {
                if words[place] >= 0, let (end, meaning) = tree.longest(in: words, from: place, isName: isName) {
                    if case .replace(let number) = meaning { put(replacements[Int(number)], from: place, to: end) }
                    place = end
                } else if let (end, kind) = NumberedName.at(place, of: atoms) {
                    let name = String(decoding: bytes[atoms[place].start..<atoms[end - 1].end], as: UTF8.self)
                    put(unlisted(name, kind), from: place, to: end)
                    place = end
                } else {
                    place += 1
                }
            }
            guard isChanged else { return nil }
            result += bytes[copied...]
            return ListedNames.sorted(String(decoding: result, as: UTF8.self))
        } ?? text
    }
}

/// Names that show by their shape: addresses and SIDs of accounts, whoever they are of.
enum NumberedName {
    /// The name that begins with the word at `start`, and the word behind it.
    static func at(_ start: Int, of atoms: [TextAtoms.Atom]) -> (end: Int, kind: PersonalKind)? {
        let first = atoms[start].folded
        if first == "s" { return sid(at: start, of: atoms).map { ($0, .sid) } }
        guard isNumber(first), first.string.utf8.count <= 3 else { return nil }
        return address(at: start, of: atoms).map { ($0, .address) }
    }

    /// Four numbers with dots between them, and neither a fifth nor the length of a network behind them.
    private static func address(at start: Int, of atoms: [TextAtoms.Atom]) -> Int? {
        let end = start + 7
        guard end <= atoms.count else { return nil }
        var text = ""
        for place in start..<end {
            let folded = atoms[place].folded
            guard (place - start) % 2 == 0 ? isNumber(folded) : folded == "." else { return nil }
            text += folded.string
        }
        func goes(on place: Int, _ step: Int, _ sign: ExactText) -> Bool {
            atoms.indices.contains(place) && atoms[place].folded == sign && atoms.indices.contains(place + step)
                && isNumber(atoms[place + step].folded)
        }
        guard !goes(on: start - 1, -1, "."), !goes(on: end, 1, "."), !goes(on: end, 1, "/"),
            let address = IPAddress(text), !address.isLoopback, !address.isUnspecified
        else { return nil }
        return end
    }

    private static func sid(at start: Int, of atoms: [TextAtoms.Atom]) -> Int? {
        var (end, text) = (start + 1, "s")
        while end + 1 < atoms.count, atoms[end].folded == "-", isNumber(atoms[end + 1].folded) {
            text += "-" + atoms[end + 1].folded.string
            end += 2
        }
        return SIDShape.isOfAccount(text) ? end : nil
    }

    private static func isNumber(_ text: ExactText) -> Bool {
        text.string.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
}

/// Names in a row are in the order of the names they had; they are put in the order of those they have.
enum ListedNames {
    private static let separator = ", "

    static func sorted(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: ",")) else { return text }
        var items = text.split(separator: separator, omittingEmptySubsequences: false).map(String.init)
        guard items.count > 1 else { return text }
        var start = 0
        while start < items.count {
            // The first may have words before it, the last words behind it.
            guard let first = edge(items[start], isFirst: true) else {
                start += 1
                continue
            }
            var end = start + 1
            var (names, rests) = ([first.name], [("", "")])
            rests[0].0 = first.rest
            while end < items.count {
                if isName(items[end]) {
                    names.append(items[end])
                    rests.append(("", ""))
                    end += 1
                } else if let last = edge(items[end], isFirst: false) {
                    names.append(last.name)
                    rests.append(("", last.rest))
                    end += 1
                    break
                } else {
                    break
                }
            }
            if names.count > 1 {
                names.sort { $0.isByteOrdered(before: $1) }
                for (number, name) in names.enumerated() {
                    items[start + number] = rests[number].0 + name + rests[number].1
                }
            }
            start = end
        }
        return items.joined(separator: separator)
    }

    /// The last word of an item, or its first, where that is a name; and the rest of it.
    private static func edge(_ item: String, isFirst: Bool) -> (name: String, rest: String)? {
        if isName(item) { return (item, "") }
        if !isFirst, item.utf8.last == UInt8(ascii: ".") {
            return edge(String(item.dropLast()), isFirst: false).map { ($0.name, $0.rest + ".") }
        }
        let cut = isFirst ? item.utf8.lastIndex(where: isBorder) : item.utf8.firstIndex(where: isBorder)
        guard let cut else { return nil }
        let name = isFirst ? String(item[item.utf8.index(after: cut)...]) : String(item[..<cut])
        let rest = isFirst ? String(item[...cut]) : String(item[cut...])
        return isName(name) ? (name, rest) : nil
    }

    private static func isBorder(_ byte: UInt8) -> Bool { " ()\"';:".utf8.contains(byte) }

    private static func isName(_ item: String) -> Bool {
        item.utf8.last != UInt8(ascii: ".") && !item.utf8.contains(where: isBorder)
            && (try? Pseudonym(reading: item)) != nil
    }
}
