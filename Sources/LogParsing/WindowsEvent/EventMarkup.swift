import Glibc

/// What the `<` at a place begins, told by the bytes behind it alone.
enum EventMarkup: Equatable {
    case section(MarkupSection)
    case documentType
    /// `<Event`, also with a prefix, and then white space, `>` or `/`.
    case eventStart
    /// `</Event`, also with a prefix, and then white space or `>`.
    case eventEnd
    /// The start or end tag of any other element.
    case startTag, endTag
    /// No markup.
    case text

    /// Bytes that decide it, from `<` on, where the name has no prefix.
    static let lookahead = 9
    /// Longest prefix of an `<prefix:Event`, in bytes; a longer one is part of another element's name.
    static let maximumPrefix = 64

    init(in bytes: [UInt8], at mark: Int, limit: Int) {
        guard mark + 1 < limit else {
            self = .text
            return
        }
        switch bytes[mark + 1] {
        case UInt8(ascii: "?"): self = .section(.processingInstruction)
        case UInt8(ascii: "!"):
            if bytes.matches(MarkupSection.comment.opener, at: mark, limit: limit) {
                self = .section(.comment)
            } else if bytes.matches(MarkupSection.characterData.opener, at: mark, limit: limit) {
                self = .section(.characterData)
            } else {
                self = bytes.matches(MarkupTag.documentType, at: mark, limit: limit) ? .documentType : .text
            }
        case UInt8(ascii: "/"):
            if mark + 2 < limit, !EventMarkup.beginsName(bytes[mark + 2]) {
                self = .text
            } else {
                self = bytes.name(at: mark + 2, limit: limit, is: "Event").isThis ? .eventEnd : .endTag
            }
        case let byte where EventMarkup.beginsName(byte):
            self = bytes.name(at: mark + 1, limit: limit, is: "Event").isThis ? .eventStart : .startTag
        default: self = .text
        }
    }

    /// False where bytes behind `limit` may make it something else.
    static func isDecided(in bytes: [UInt8], at mark: Int, limit: Int) -> Bool {
        let available = limit - mark
        // `</`, a prefix, `:Event` and what ends the name.
        if available > 2 + maximumPrefix + 6 { return true }
        guard available >= lookahead else { return false }
        let start = bytes[mark + 1] == UInt8(ascii: "/") ? mark + 2 : mark + 1
        return bytes.name(at: start, limit: limit, is: "Event") != .undecided
    }

    private static func beginsName(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte | 0x20) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ":") || byte >= 0x80
    }
}

/// Whether a tag has a local name.
enum NameMatch: Equatable {
    case other
    /// It has, behind so many bytes of prefix and colon.
    case this(prefix: Int)
    /// The bytes end inside what may be the name.
    case undecided

    var isThis: Bool {
        if case .this = self { return true }
        return false
    }
}

/// Markup whose inside is not markup.
enum MarkupSection: Int, CaseIterable {
    case comment, characterData, processingInstruction

    var opener: StaticString {
        switch self {
        case .comment: "<!--"
        case .characterData: "<![CDATA["
        case .processingInstruction: "<?"
        }
    }

    var terminator: StaticString {
        switch self {
        case .comment: "-->"
        case .characterData: "]]>"
        case .processingInstruction: "?>"
        }
    }
}

/// A tag or a DOCTYPE, as far as framing cares.
struct MarkupTag {
    static let documentType: StaticString = "<!DOCTYPE"
    /// Longest start tag of a record told inside an attribute value, in bytes; real ones have less than 100.
    static let maximumStartTag = 4096
    /// Most bytes of indentation between it and its `System`.
    private static let maximumIndent = 64

    /// Index behind the tag; where it is not closed, of the `<` that showed so.
    let end: Int
    /// False where a `<` came before the `>`.
    let isClosed: Bool
    let isSelfClosing: Bool
    /// An `<Event` with an `xmlns=`: the beginning of a record, not of an element that happens to have its name.
    let carriesNamespace: Bool

    /// - Parameters:
    ///   - end: index of the `>` or `<` that ends it.
    init(in bytes: [UInt8], at mark: Int, endsAt end: Int) {
        isClosed = bytes[end] == UInt8(ascii: ">")
        isSelfClosing = isClosed && bytes[end - 1] == UInt8(ascii: "/")
        self.end = isClosed ? end + 1 : end
        if case .this(let prefix) = bytes.name(at: mark + 1, limit: end + 1, is: "Event") {
            carriesNamespace = MarkupTag.hasNamespace(bytes[mark..<end], prefix: prefix)
        } else {
            carriesNamespace = false
        }
    }

    /// Reads a DOCTYPE with its internal subset; nil where its end is not before `limit`. A second one inside it, or
    /// the start of a record, shows that it is none.
    init?(documentTypeIn bytes: [UInt8], at mark: Int, limit: Int) {
        var index = mark + MarkupTag.documentType.utf8CodeUnitCount
        var quote: UInt8 = 0
        var depth = 1
        while index < limit, depth > 0 {
            let byte = bytes[index]
            if byte == UInt8(ascii: "<") {
                guard EventMarkup.isDecided(in: bytes, at: index, limit: limit) else { return nil }
                if bytes.matches(MarkupTag.documentType, at: index, limit: limit)
                    || EventMarkup(in: bytes, at: index, limit: limit) == .eventStart
                {
                    break
                }
            }
            if quote != 0 {
                if byte == quote { quote = 0 }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if byte == UInt8(ascii: "<") {
                depth += 1
            } else if byte == UInt8(ascii: ">") {
                depth -= 1
            }
            index += 1
        }
        guard depth == 0 || index < limit else { return nil }
        isClosed = depth == 0
        isSelfClosing = false
        end = index
        carriesNamespace = false
    }

    /// Whether a record begins at `mark`, a `<` in an attribute value or behind the limit of an oversized record; nil
    /// where `limit` leaves it open.
    ///
    /// One begins where an `<Event` has a namespace of its own, or where a `System` is the next markup: only a record
    /// holds one.
    static func beginsRecord(in bytes: [UInt8], at mark: Int, limit: Int) -> Bool? {
        let prefix: Int
        switch bytes.name(at: mark + 1, limit: limit, is: "Event") {
        case .other: return false
        case .undecided: return nil
        case .this(let length): prefix = length
        }
        let farthest = mark + maximumStartTag
        let tag = bytes[(mark + 1)..<min(limit, farthest)]
        guard let end = tag.firstIndex(where: { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: ">") }) else {
            return limit < farthest ? nil : false
        }
        if hasNamespace(bytes[mark..<end], prefix: prefix) { return true }
        guard bytes[end] == UInt8(ascii: ">") else { return false }
        let farthestSystem = end + 1 + maximumIndent
        guard let next = bytes.index(of: UInt8(ascii: "<"), from: end + 1, to: min(limit, farthestSystem)) else {
            return limit < farthestSystem ? nil : false
        }
        switch bytes.name(at: next + 1, limit: limit, is: "System") {
        case .other: return false
        case .undecided: return nil
        case .this: return true
        }
    }

    /// A namespace for the tag's own name, which every exporter writes on a record; a nested element may declare
    /// another's.
    private static func hasNamespace(_ tag: ArraySlice<UInt8>, prefix: Int) -> Bool {
        // What stands behind ` xmlns`: nothing, or a colon and the prefix.
        let name = tag.dropFirst().prefix(prefix).dropLast()
        let length = 6 + (name.isEmpty ? 0 : 1 + name.count)
        var index = tag.startIndex
        while index + length < tag.endIndex {
            if tag[index] <= 0x20, tag[(index + 1)..<(index + 6)].elementsEqual("xmlns".utf8),
                name.isEmpty || tag[index + 6] == UInt8(ascii: ":"),
                tag[(index + length - name.count)..<(index + length)].elementsEqual(name),
                tag[index + length] == UInt8(ascii: "=") || tag[index + length] <= 0x20
            {
                return true
            }
            index += 1
        }
        return false
    }
}

extension [UInt8] {
    /// First place of a byte in a range of indices.
    func index(of byte: UInt8, from start: Int, to end: Int) -> Int? {
        guard start < end else { return nil }
        return withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress, start >= 0, end <= buffer.count,
                let found = memchr(base + start, Int32(byte), end - start)
            else { return nil }
            return base.distance(to: UnsafeRawPointer(found))
        }
    }

    /// True where `text` stands at an index and ends before `limit`.
    func matches(_ text: StaticString, at index: Int, limit: Int) -> Bool {
        guard index + text.utf8CodeUnitCount <= limit else { return false }
        // Asked of every tag, and nearly always answered by the second byte.
        return text.withUTF8Buffer { expected in
            for offset in expected.indices where self[index + offset] != expected[offset] { return false }
            return true
        }
    }

    /// Whether the name that begins at an index, behind `<` or `</`, has this local name.
    func name(at start: Int, limit: Int, is local: StaticString) -> NameMatch {
        var index = start
        // Past the longest prefix it is none, and the name another.
        let end = Swift.min(limit, start + EventMarkup.maximumPrefix + 1)
        while index < end, self[index].isNameByte { index += 1 }
        guard index < limit else { return .undecided }
        let prefix = index > start && self[index] == UInt8(ascii: ":") ? index + 1 - start : 0
        guard prefix <= EventMarkup.maximumPrefix + 1 else { return .other }
        let begin = start + prefix
        let boundary = begin + local.utf8CodeUnitCount
        guard boundary < limit else {
            return local.withUTF8Buffer { $0.starts(with: self[begin..<limit]) } ? .undecided : .other
        }
        guard matches(local, at: begin, limit: limit), self[boundary].endsName else { return .other }
        return .this(prefix: prefix)
    }

    /// True where a tag with this beginning stands at an index: its name ends there.
    func isTag(_ beginning: StaticString, at index: Int, limit: Int) -> Bool {
        let boundary = index + beginning.utf8CodeUnitCount
        return boundary < limit && matches(beginning, at: index, limit: limit) && self[boundary].endsName
    }
}

extension UInt8 {
    /// What may stand behind the name of a tag.
    fileprivate var endsName: Bool {
        self == UInt8(ascii: ">") || self == UInt8(ascii: "/") || self == 0x20 || (0x09...0x0D).contains(self)
    }

    fileprivate var isNameByte: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."), 0x80...:
            true
        default: false
        }
    }
}
