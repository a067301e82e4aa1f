import Glibc

/// What the `<` at a place begins, told by the bytes behind it alone.
enum EventMarkup: Equatable {
    case section(MarkupSection)
    case documentType
    /// `<Event` and then white space, `>` or `/`.
    case eventStart
    /// `</Event` and then white space or `>`.
    case eventEnd
    /// The start or end tag of any other element.
    case startTag, endTag
    /// No markup.
    case text

    /// Bytes that decide it, from `<` on.
    static let lookahead = 9

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
                self = bytes.isTag("</Event", at: mark, limit: limit) ? .eventEnd : .endTag
            }
        case let byte where EventMarkup.beginsName(byte):
            self = bytes.isTag("<Event", at: mark, limit: limit) ? .eventStart : .startTag
        default: self = .text
        }
    }

    private static func beginsName(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte | 0x20) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ":") || byte >= 0x80
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

    /// Index behind the tag; where it is not closed, of the `<` that showed so.
    let end: Int
    /// False where a `<` came before the `>`.
    let isClosed: Bool
    let isSelfClosing: Bool
    /// An `<Event` with an `xmlns=`: the beginning of a record, not of an element that happens to have its name.
    let carriesNamespace: Bool

    /// Reads a start or end tag; nil where neither its end nor a `<` outside of its attribute values is before `limit`.
    ///
    /// A `<` in an attribute value is not well-formed, but does not end the value, except where it begins the start tag
    /// of a record: then the tag was cut inside its value.
    init?(in bytes: [UInt8], at mark: Int, limit: Int) {
        var index = mark + 1
        var quote: UInt8 = 0
        while index < limit {
            let byte = bytes[index]
            if quote != 0 {
                if byte == quote {
                    quote = 0
                } else if byte == UInt8(ascii: "<"), bytes.mayBeTag("<Event", at: index, limit: limit) {
                    guard let carries = MarkupTag.namespace(in: bytes, at: index, limit: limit) else { return nil }
                    if carries { break }
                }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if byte == UInt8(ascii: ">") || byte == UInt8(ascii: "<") {
                break
            }
            index += 1
        }
        guard index < limit else { return nil }
        isClosed = bytes[index] == UInt8(ascii: ">")
        isSelfClosing = isClosed && bytes[index - 1] == UInt8(ascii: "/")
        end = isClosed ? index + 1 : index
        carriesNamespace =
            bytes.isTag("<Event", at: mark, limit: limit) && MarkupTag.hasNamespace(bytes[mark..<index])
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
                guard limit - index >= EventMarkup.lookahead else { return nil }
                if bytes.matches(MarkupTag.documentType, at: index, limit: limit)
                    || bytes.isTag("<Event", at: index, limit: limit)
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

    /// True where the start tag at `mark` has an `xmlns`; nil where its end is not before `limit`.
    private static func namespace(in bytes: [UInt8], at mark: Int, limit: Int) -> Bool? {
        guard
            let end = bytes[(mark + 1)..<limit].firstIndex(where: { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: ">") }
            )
        else { return nil }
        return hasNamespace(bytes[mark..<end])
    }

    /// A default namespace, which every exporter writes on a record; a nested element may declare a prefix.
    private static func hasNamespace(_ tag: ArraySlice<UInt8>) -> Bool {
        var index = tag.startIndex
        while index + 7 <= tag.endIndex {
            if tag[index] <= 0x20, tag[(index + 1)..<(index + 6)].elementsEqual("xmlns".utf8),
                tag[index + 6] == UInt8(ascii: "=") || tag[index + 6] <= 0x20
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

    /// True where a tag with this beginning stands at an index: its name ends there.
    func isTag(_ beginning: StaticString, at index: Int, limit: Int) -> Bool {
        let boundary = index + beginning.utf8CodeUnitCount
        guard boundary < limit, matches(beginning, at: index, limit: limit) else { return false }
        let byte = self[boundary]
        return byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/") || byte == 0x20 || (0x09...0x0D).contains(byte)
    }

    /// As `isTag`, or true where `limit` leaves it open.
    func mayBeTag(_ beginning: StaticString, at index: Int, limit: Int) -> Bool {
        guard limit - index <= beginning.utf8CodeUnitCount else { return isTag(beginning, at: index, limit: limit) }
        return beginning.withUTF8Buffer { $0.starts(with: self[index..<limit]) }
    }
}
