/// A text that is equal, hashed and sorted by its UTF-8 bytes.
///
/// `String` compares by canonical equivalence: to it `é` in one scalar and `é` in two are the same name. A directory
/// and a log do not think so, so every key and every order in Headcount goes through this type (or through bytes).
public struct ExactText: Sendable, Hashable, Comparable, CustomStringConvertible, ExpressibleByStringLiteral {
    public let string: String

    public init(_ string: String) { self.string = string }
    public init(stringLiteral value: String) { string = value }

    public static func == (a: ExactText, b: ExactText) -> Bool {
        let (first, second) = (a.string.utf8, b.string.utf8)
        guard first.count == second.count else { return false }
        // Buffers compare in a fraction of the time that two views take.
        let answer = first.withContiguousStorageIfAvailable { left in
            second.withContiguousStorageIfAvailable { right in left.elementsEqual(right) }
        }
        return (answer ?? nil) ?? first.elementsEqual(second)
    }
    public static func < (a: ExactText, b: ExactText) -> Bool { a.string.isByteOrdered(before: b.string) }

    public func hash(into hasher: inout Hasher) {
        var text = string
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        hasher.combine(UInt8(0xFF))
    }

    public var description: String { string }
    public var isEmpty: Bool { string.utf8.isEmpty }
}

extension String {
    /// True where the UTF-8 bytes of this text sort before those of `other`.
    public func isByteOrdered(before other: String) -> Bool {
        // Buffers compare in a fraction of the time that two views take.
        let answer = utf8.withContiguousStorageIfAvailable { left in
            other.utf8.withContiguousStorageIfAvailable { right in
                String.isOrdered(UnsafeRawBufferPointer(left), before: UnsafeRawBufferPointer(right))
            }
        }
        return (answer ?? nil) ?? utf8.lexicographicallyPrecedes(other.utf8)
    }

    /// Eight bytes at a time: names of one domain begin alike.
    private static func isOrdered(_ a: UnsafeRawBufferPointer, before b: UnsafeRawBufferPointer) -> Bool {
        let common = Swift.min(a.count, b.count)
        var place = 0
        while place + 8 <= common {
            let first = UInt64(bigEndian: a.loadUnaligned(fromByteOffset: place, as: UInt64.self))
            let second = UInt64(bigEndian: b.loadUnaligned(fromByteOffset: place, as: UInt64.self))
            if first != second { return first < second }
            place += 8
        }
        while place < common {
            if a[place] != b[place] { return a[place] < b[place] }
            place += 1
        }
        return a.count < b.count
    }

    /// Lower case, scalar by scalar by the Unicode lowercase mapping: no context, no normalisation, no locale.
    public var scalarLowercased: String {
        if utf8.allSatisfy({ $0 < 0x80 && !($0 >= 0x41 && $0 <= 0x5A) }) { return self }
        if utf8.allSatisfy({ $0 < 0x80 }) {
            return String(unsafeUninitializedCapacity: utf8.count) { buffer in
                var count = 0
                for byte in utf8 {
                    buffer[count] = byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
                    count += 1
                }
                return count
            }
        }
        var result = ""
        result.reserveCapacity(utf8.count)
        for scalar in unicodeScalars {
            result.unicodeScalars.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
        }
        return result
    }
}
