package import AccessModel
import Glibc

/// The texts of an interner in the order of a snapshot.
package struct CanonicalTexts {
    /// Distinct texts in UTF-8 byte order, the empty one first.
    package var texts: [ExactText]
    /// Position in `texts` of every id of the interner.
    package var positions: [UInt32]

    /// Repairs what is not UTF-8 (each maximal broken part becomes U+FFFD, as `String(decoding:)` does), so two byte
    /// strings may become one text.
    package init(_ interner: inout Interner) {
        let received = interner.count
        var repaired = [UInt32](repeating: 0, count: received)
        var strings: [String] = []
        strings.reserveCapacity(received)
        for id in 0..<UInt32(truncatingIfNeeded: received) {
            var text = interner.withBytes(of: id) { String(decoding: $0, as: UTF8.self) }
            let isWhole = interner.withBytes(of: id) { bytes in
                bytes.isASCII || text.utf8.elementsEqual(bytes)
            }
            repaired[Int(id)] = isWhole ? id : text.withUTF8 { interner.id(of: UnsafeRawBufferPointer($0)) }
            strings.append(text)
        }
        // Texts that exist only as a repair have ids beyond those received; any id that repairs to one lends its string.
        var order: [UInt32] = []
        var owner = [Int](repeating: -1, count: interner.count)
        for id in 0..<received where owner[Int(repaired[id])] < 0 {
            owner[Int(repaired[id])] = id
            order.append(repaired[id])
        }
        order = CanonicalTexts.sorted(order, interner)
        texts = order.map { ExactText(strings[owner[Int($0)]]) }
        var places = [UInt32](repeating: 0, count: interner.count)
        for (place, id) in order.enumerated() { places[Int(id)] = UInt32(truncatingIfNeeded: place) }
        positions = repaired.map { places[Int($0)] }
    }

    /// By bytes; the first eight of each text are compared as one number.
    private static func sorted(_ ids: [UInt32], _ interner: Interner) -> [UInt32] {
        var entries = ids.map { id in
            interner.withBytes(of: id) { bytes in
                var prefix: UInt64 = 0
                if bytes.count >= 8 {
                    prefix = UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self))
                } else {
                    for index in 0..<8 { prefix = prefix << 8 | (index < bytes.count ? UInt64(bytes[index]) : 0) }
                }
                return OrderedByWord.Entry(word: prefix, number: id)
            }
        }
        OrderedByWord.sort(&entries) { a, b in
            interner.withBytes(of: a) { a in
                interner.withBytes(of: b) { b in
                    let common = min(a.count, b.count)
                    guard common > 0, let aBase = a.baseAddress, let bBase = b.baseAddress else {
                        return a.count < b.count
                    }
                    let order = memcmp(aBase, bBase, common)
                    return order == 0 ? a.count < b.count : order < 0
                }
            }
        }
        return entries.map(\.number)
    }
}
