import CByteScan
import Glibc

/// Searches and comparisons on the raw text of a line. Folding is ASCII only: every text compared against is ASCII.
enum LineText {
    /// Index of the first such byte at or after `start`; `count` where there is none.
    static func firstIndex(of byte: UInt8, in text: UnsafeRawBufferPointer, from start: Int) -> Int {
        guard let base = text.baseAddress, start < text.count,
            let found = memchr(base + start, Int32(byte), text.count - start)
        else { return text.count }
        return UnsafeRawPointer(found) - base
    }

    /// Index of the first line feed or NUL at or after `start`; `count` where there is none.
    static func lineEnd(in text: UnsafeRawBufferPointer, from start: Int) -> Int {
        guard let base = text.baseAddress, start < text.count else { return text.count }
        return cbs_line_end(base.assumingMemoryBound(to: UInt8.self), text.count, start)
    }

    /// True for the same bytes.
    static func isSame(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Bool {
        guard a.count == b.count else { return false }
        guard let aBase = a.baseAddress, let bBase = b.baseAddress else { return a.isEmpty }
        return memcmp(aBase, bBase, a.count) == 0
    }

    /// True where `text` begins with `prefix` (lower case), whatever its own case.
    static func begins(_ text: UnsafeRawBufferPointer, with prefix: StaticString) -> Bool {
        let length = prefix.utf8CodeUnitCount
        guard text.count >= length else { return false }
        for index in 0..<length where lowercased(text[index]) != prefix.utf8Start[index] { return false }
        return true
    }

    /// True where `part` (lower case, not empty) is anywhere in `text`, whatever its case.
    static func contains(_ text: UnsafeRawBufferPointer, _ part: StaticString) -> Bool {
        let length = part.utf8CodeUnitCount
        guard length > 0, length <= text.count else { return false }
        let first = part.utf8Start[0]
        for start in 0...(text.count - length) where lowercased(text[start]) == first {
            if begins(UnsafeRawBufferPointer(rebasing: text[start...]), with: part) { return true }
        }
        return false
    }

    /// An ASCII letter in lower case; every other byte unchanged.
    static func lowercased(_ byte: UInt8) -> UInt8 {
        byte &- 0x41 < 26 ? byte | 0x20 : byte
    }

    /// True where `text` is `name` (lower case), whatever its own case.
    static func isSame(_ text: UnsafeRawBufferPointer, foldedTo name: StaticString) -> Bool {
        text.count == name.utf8CodeUnitCount && begins(text, with: name)
    }
}
