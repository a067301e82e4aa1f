import CByteScan
import Glibc

/// A bound on the attributes of one tag.
///
/// libxml2 compares each attribute with all before it: 300,000 in one 3 MB tag took 36 s. No Windows element has more
/// than a handful.
enum AttributeLimit {
    static let maximumPerTag = 256

    /// Shorter records cannot hold enough attributes to matter.
    private static let leastLength = 4096

    /// True where some tag of the record has more attributes. Counts the quoted values of each tag, and steps over
    /// comments, CDATA and processing instructions, whose quotes open nothing. libxml2 reads no further than the first
    /// thing that is not well-formed, so all that it reads is counted as it reads it.
    static func isExceeded(in record: UnsafeRawBufferPointer) -> Bool {
        guard record.count >= leastLength, let base = record.baseAddress else { return false }
        var index = 0
        while index < record.count, let found = memchr(base + index, Int32(UInt8(ascii: "<")), record.count - index) {
            let mark = base.distance(to: UnsafeRawPointer(found))
            if let section = section(at: mark, in: record) {
                // One that never ends is refused there.
                guard let end = end(of: section, at: mark, in: record) else { return false }
                index = end
            } else {
                guard let end = tagEnd(at: mark, in: record) else { return true }
                index = end
            }
        }
        return false
    }

    /// Index behind the tag at `mark`; nil where it has too many attributes.
    private static func tagEnd(at mark: Int, in record: UnsafeRawBufferPointer) -> Int? {
        var quote: UInt8 = 0
        var attributes = 0
        for index in (mark + 1)..<record.count {
            let byte = record[index]
            if quote != 0 {
                if byte == quote { quote = 0 }
            } else if byte == UInt8(ascii: ">") {
                return index + 1
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
                attributes += 1
                if attributes > maximumPerTag { return nil }
            }
        }
        return record.count
    }

    private static func section(at mark: Int, in record: UnsafeRawBufferPointer) -> MarkupSection? {
        guard mark + 1 < record.count else { return nil }
        let kind = record[mark + 1]
        // Asked of every tag, and nearly always answered here.
        guard kind == UInt8(ascii: "!") || kind == UInt8(ascii: "?") else { return nil }
        return MarkupSection.allCases.first { section in
            section.opener.withUTF8Buffer { record[mark...].starts(with: $0) }
        }
    }

    /// Index behind the section that opens at `mark`; nil where it has no end.
    private static func end(of section: MarkupSection, at mark: Int, in record: UnsafeRawBufferPointer) -> Int? {
        let rest = UnsafeRawBufferPointer(rebasing: record[(mark + section.opener.utf8CodeUnitCount)...])
        let found = section.terminator.withUTF8Buffer {
            cbs_find(rest.baseAddress, rest.count, $0.baseAddress, $0.count)
        }
        return found < 0 ? nil : record.count - rest.count + found + section.terminator.utf8CodeUnitCount
    }
}
