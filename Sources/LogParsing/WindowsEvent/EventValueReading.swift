import AccessModel
import ByteScan

extension EventValue.Reading {
    /// Gives what this reading finds in a value to `take`; false where it finds nothing, or `take` refuses it.
    ///
    /// Every search goes over the text once: what a hostile value holds costs no more than its length.
    func offer(_ text: UnsafeRawBufferPointer, to take: (UnsafeRawBufferPointer) -> Bool) -> Bool {
        switch self {
        case .whole: take(text)
        case .unlessBeginning(let start): start.isPrefix(of: text) ? false : take(text)
        case .ifHolding(let part): part.firstIndex(in: text, from: 0) == nil ? false : take(text)
        case .hostAccount: hostAccount(text, to: take)
        case .host: give(text.drop { $0 == UInt8(ascii: "\\") }, to: take)
        case .hostName:
            give(text.drop { $0 == UInt8(ascii: "\\") }) { IPAddress(parsing: $0) == nil ? take($0) : false }
        case .listHead: give(text[..<(text.firstIndex(of: UInt8(ascii: ",")) ?? text.endIndex)], to: take)
        case .clientBrackets: EventValue.Reading.between(after: "[CLIENT: ", before: "]").offer(text, to: take)
        case .line(let key): line(key, of: text, to: take)
        case .element(let name): element(name, of: text, to: take)
        case .between(let after, let before):
            between(after.firstIndex(in: text, from: 0), after, of: text, to: take) {
                before.firstIndex(in: text, from: $0)
            }
        case .upToLast(let after, let before):
            between(after.firstIndex(in: text, from: 0), after, of: text, to: take) {
                before.lastIndex(in: text, from: $0)
            }
        case .behindLast(let after, let before):
            between(after.lastIndex(in: text, from: 0), after, of: text, to: take) {
                before.firstIndex(in: text, from: $0)
            }
        case .socketAddress: SocketAddress.text(hexadecimal: text).map { $0.withUnsafeBytes(take) } ?? false
        case .binarySID: BinarySID.text(hexadecimal: text).map { $0.withUnsafeBytes(take) } ?? false
        }
    }

    /// Offers a part of a value, trimmed, unless that is none.
    private func give(
        _ part: Slice<UnsafeRawBufferPointer>, to take: (UnsafeRawBufferPointer) -> Bool
    ) -> Bool {
        let trimmed = FieldValue.trimmed(UnsafeRawBufferPointer(rebasing: part))
        return trimmed.isEmpty ? false : take(trimmed)
    }

    private func line(
        _ key: StaticString, of text: UnsafeRawBufferPointer, to take: (UnsafeRawBufferPointer) -> Bool
    ) -> Bool {
        var start = 0
        while start < text.count {
            let end = text[start...].firstIndex(of: 0x0A) ?? text.count
            if key.isPrefix(of: UnsafeRawBufferPointer(rebasing: text[start..<end])) {
                return give(text[(start + key.utf8CodeUnitCount)..<end], to: take)
            }
            start = end + 1
        }
        return false
    }

    /// What is behind `mark`, found at `start`, up to where `end` says.
    private func between(
        _ start: Int?, _ mark: StaticString, of text: UnsafeRawBufferPointer,
        to take: (UnsafeRawBufferPointer) -> Bool, end: (Int) -> Int?
    ) -> Bool {
        guard let start, let end = end(start + mark.utf8CodeUnitCount) else { return false }
        return give(text[(start + mark.utf8CodeUnitCount)..<end], to: take)
    }

    private func hostAccount(_ text: UnsafeRawBufferPointer, to take: (UnsafeRawBufferPointer) -> Bool) -> Bool {
        let prefix: StaticString = "host/"
        guard prefix.isPrefix(of: text) else { return false }
        let name = text.dropFirst(prefix.utf8CodeUnitCount).prefix { $0 != UInt8(ascii: ".") }
        return name.isEmpty ? false : (Array(name) + [UInt8(ascii: "$")]).withUnsafeBytes(take)
    }

    private func element(
        _ name: StaticString, of text: UnsafeRawBufferPointer, to take: (UnsafeRawBufferPointer) -> Bool
    ) -> Bool {
        var start = 0
        while let tag = text[start...].firstIndex(of: UInt8(ascii: "<")) {
            let rest = UnsafeRawBufferPointer(rebasing: text[(tag + 1)...])
            let length = name.utf8CodeUnitCount
            // Only `<Name>`: with an attribute it is another kind of element, and `<Name />` is empty.
            if name.isPrefix(of: rest), rest.count > length, rest[length] == UInt8(ascii: ">") {
                let begin = tag + 1 + length + 1
                guard let end = text[begin...].firstIndex(of: UInt8(ascii: "<")) else { return false }
                return give(text[begin..<end]) { value in
                    let none: StaticString = "N/A"
                    if none.isSame(as: value) { return false }
                    guard value.contains(UInt8(ascii: "&")) else { return take(value) }
                    return MarkupText.unescaped(value).withUnsafeBytes(take)
                }
            }
            start = tag + 1
        }
        return false
    }
}

/// Text of markup that stands inside a value.
enum MarkupText {
    private static let references: [(name: StaticString, byte: UInt8)] = [
        ("&amp;", UInt8(ascii: "&")), ("&lt;", UInt8(ascii: "<")), ("&gt;", UInt8(ascii: ">")),
        ("&quot;", UInt8(ascii: "\"")), ("&apos;", UInt8(ascii: "'")),
    ]

    /// With the five references every XML has put back; others stay as they are.
    static func unescaped(_ text: UnsafeRawBufferPointer) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var index = 0
        while index < text.count {
            let rest = UnsafeRawBufferPointer(rebasing: text[index...])
            let known = text[index] == UInt8(ascii: "&") ? references.first { $0.name.isPrefix(of: rest) } : nil
            bytes.append(known?.byte ?? text[index])
            index += known?.name.utf8CodeUnitCount ?? 1
        }
        return bytes
    }
}

/// A SOCKADDR as SMBServer writes it: hexadecimal digits of the structure in memory.
enum SocketAddress {
    // Family (little endian), then port (network order), then the address: [MS-SMB2] peers are sockaddr_in with family
    // 2 and 4 bytes of address at 4, or sockaddr_in6 with family 23, 4 bytes of flow and 16 bytes of address at 8.
    private static let longest = 128

    /// The address in text, nil for digits that are no such structure.
    static func text(hexadecimal digits: UnsafeRawBufferPointer) -> [UInt8]? {
        guard let bytes = Hexadecimal.bytes(digits, atMost: longest), bytes.count >= 2 else { return nil }
        switch (bytes[0], bytes[1]) {
        case (2, 0) where bytes.count >= 8:
            return Array(bytes[4..<8].map(String.init).joined(separator: ".").utf8)
        case (23, 0) where bytes.count >= 24:
            let groups = stride(from: 8, to: 24, by: 2).map { UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]) }
            return Array(groups.map { String($0, radix: 16) }.joined(separator: ":").utf8)
        default: return nil
        }
    }
}

/// A SID in its binary form ([MS-DTYP] 2.4.2.2).
enum BinarySID {
    private static let maximumSubAuthorities = 15

    /// `S-1-5-21-...`, nil for digits that are no SID (a SQL Server login has 16 bytes of its own).
    static func text(hexadecimal digits: UnsafeRawBufferPointer) -> [UInt8]? {
        guard let bytes = Hexadecimal.bytes(digits, atMost: 8 + 4 * maximumSubAuthorities), bytes.count >= 8,
            bytes[0] == 1, bytes[1] > 0, Int(bytes[1]) <= maximumSubAuthorities, bytes.count == 8 + 4 * Int(bytes[1])
        else { return nil }
        let authority = bytes[2..<8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let parts = stride(from: 8, to: bytes.count, by: 4).map { start in
            bytes[start..<(start + 4)].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        }
        return Array((["S-1", String(authority)] + parts.map { String($0) }).joined(separator: "-").utf8)
    }
}

/// Bytes as hexadecimal digits.
enum Hexadecimal {
    /// Nil for an odd number of digits, for anything that is none, and for more than `atMost` bytes.
    static func bytes(_ digits: UnsafeRawBufferPointer, atMost limit: Int) -> [UInt8]? {
        guard digits.count.isMultiple(of: 2), digits.count <= 2 * limit else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 2)
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = value(digits[index]), let low = value(digits[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x41...0x46: digit - 0x37
        case 0x61...0x66: digit - 0x57
        default: nil
        }
    }
}

extension StaticString {
    func isPrefix(of bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count >= utf8CodeUnitCount else { return false }
        return withUTF8Buffer { expected in
            for index in expected.indices where bytes[index] != expected[index] { return false }
            return true
        }
    }

    func isSame(as bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.count == utf8CodeUnitCount && isPrefix(of: bytes)
    }

    /// Where these bytes occur first in `bytes` at or behind `from`.
    func firstIndex(in bytes: UnsafeRawBufferPointer, from: Int) -> Int? {
        let length = utf8CodeUnitCount
        guard length > 0, from >= 0, bytes.count - from >= length else { return nil }
        return (from...(bytes.count - length)).first { start in
            isPrefix(of: UnsafeRawBufferPointer(rebasing: bytes[start..<(start + length)]))
        }
    }

    /// Where these bytes occur last in `bytes` at or behind `from`.
    func lastIndex(in bytes: UnsafeRawBufferPointer, from: Int) -> Int? {
        let length = utf8CodeUnitCount
        guard length > 0, from >= 0, bytes.count - from >= length else { return nil }
        return (from...(bytes.count - length)).last { start in
            isPrefix(of: UnsafeRawBufferPointer(rebasing: bytes[start..<(start + length)]))
        }
    }
}
