/// An IPv4 or IPv6 address in one canonical form: IPv4-mapped IPv6 is IPv4, zone ids, brackets and ports are gone.
public struct IPAddress: Sendable, Hashable, Comparable {
    /// High and low 64 bits; an IPv4 address sits in the low 32 bits.
    public let high: UInt64
    public let low: UInt64
    public let isV4: Bool

    /// An IPv4 address from its 32 bits, most significant octet first.
    public init(v4 bits: UInt32) {
        high = 0
        low = UInt64(bits)
        isV4 = true
    }

    /// An IPv6 address from its bits; an IPv4-mapped one (`::ffff:0:0/96`) becomes IPv4.
    public init(v6High: UInt64, low v6Low: UInt64) {
        if v6High == 0, v6Low >> 32 == 0xFFFF {
            self.init(v4: UInt32(truncatingIfNeeded: v6Low))
        } else {
            self.init(exactHigh: v6High, low: v6Low)
        }
    }

    private init(exactHigh: UInt64, low exactLow: UInt64) {
        high = exactHigh
        low = exactLow
        isV4 = false
    }

    public static func < (a: IPAddress, b: IPAddress) -> Bool {
        if a.isV4 != b.isV4 { return a.isV4 }
        return (a.high, a.low) < (b.high, b.low)
    }

    /// Reads an address as logs write it: dotted IPv4 (no leading zero in an octet), IPv6 (RFC 4291) with an optional
    /// `%zone`, either with an optional port (`1.2.3.4:80`, `[2001:db8::1]:443`). Nil for anything else.
    public init?(parsing text: some Sequence<UInt8>) {
        var bytes = Array(text)
        guard bytes.count <= 128 else { return nil }
        if bytes.first == UInt8(ascii: "[") {
            guard let close = bytes.firstIndex(of: UInt8(ascii: "]")) else { return nil }
            let tail = bytes[(close + 1)...]
            guard tail.isEmpty || (tail.first == UInt8(ascii: ":") && IPAddress.isPort(tail.dropFirst())) else {
                return nil
            }
            bytes = Array(bytes[1..<close])
            guard bytes.contains(UInt8(ascii: ":")) else { return nil }
        } else if bytes.filter({ $0 == UInt8(ascii: ":") }).count == 1,
            let colon = bytes.firstIndex(of: UInt8(ascii: ":"))
        {
            guard IPAddress.isPort(bytes[(colon + 1)...]) else { return nil }
            bytes = Array(bytes[..<colon])
        }
        if bytes.contains(UInt8(ascii: ":")) {
            if let zone = bytes.firstIndex(of: UInt8(ascii: "%")) { bytes = Array(bytes[..<zone]) }
            self.init(v6Text: bytes[...])
        } else if let bits = IPAddress.v4Bits(bytes[...]) {
            self.init(v4: bits)
        } else {
            return nil
        }
    }

    /// Reads an address from text: see `init(parsing:)`.
    public init?(_ text: String) { self.init(parsing: text.utf8) }

    private init?(v6Text text: ArraySlice<UInt8>) {
        var groups: [UInt16] = []
        var gap: Int?
        var rest = text
        if rest.starts(with: [UInt8(ascii: ":"), UInt8(ascii: ":")]) {
            gap = 0
            rest = rest.dropFirst(2)
        }
        while !rest.isEmpty {
            guard groups.count < 8 else { return nil }
            let end = rest.firstIndex(of: UInt8(ascii: ":")) ?? rest.endIndex
            let part = rest[rest.startIndex..<end]
            if end == rest.endIndex, part.contains(UInt8(ascii: ".")) {
                guard groups.count <= 6, let bits = IPAddress.v4Bits(part) else { return nil }
                groups += [UInt16(bits >> 16), UInt16(truncatingIfNeeded: bits)]
                break
            }
            guard let group = IPAddress.hexGroup(part) else { return nil }
            groups.append(group)
            guard end != rest.endIndex else { break }
            rest = rest[(end + 1)...]
            if rest.first == UInt8(ascii: ":") {
                guard gap == nil else { return nil }
                gap = groups.count
                rest = rest.dropFirst()
            } else if rest.isEmpty {
                return nil
            }
        }
        if let gap {
            guard groups.count < 8 else { return nil }
            groups.insert(contentsOf: repeatElement(0, count: 8 - groups.count), at: gap)
        }
        guard groups.count == 8 else { return nil }
        let halves = groups.map(UInt64.init)
        self.init(
            v6High: halves[0] << 48 | halves[1] << 32 | halves[2] << 16 | halves[3],
            low: halves[4] << 48 | halves[5] << 32 | halves[6] << 16 | halves[7])
    }

    /// One to four hexadecimal digits.
    private static func hexGroup(_ text: ArraySlice<UInt8>) -> UInt16? {
        guard (1...4).contains(text.count) else { return nil }
        var value: UInt16 = 0
        for byte in text {
            switch byte {
            case 0x30...0x39: value = value << 4 | UInt16(byte - 0x30)
            case 0x41...0x46, 0x61...0x66: value = value << 4 | UInt16((byte | 0x20) - 0x57)
            default: return nil
            }
        }
        return value
    }

    private static func v4Bits(_ text: ArraySlice<UInt8>) -> UInt32? {
        var bits: UInt32 = 0
        var octets = 0
        for part in text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false) {
            guard octets < 4, (1...3).contains(part.count), part.count == 1 || part.first != UInt8(ascii: "0") else {
                return nil
            }
            var value: UInt32 = 0
            for byte in part {
                guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
                value = value * 10 + UInt32(byte - UInt8(ascii: "0"))
            }
            guard value <= 255 else { return nil }
            bits = bits << 8 | value
            octets += 1
        }
        return octets == 4 ? bits : nil
    }

    private static func isPort(_ text: ArraySlice<UInt8>) -> Bool {
        (1...5).contains(text.count) && text.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    /// Dotted IPv4, or IPv6 as RFC 5952 writes it.
    public var text: String {
        if isV4 { return "\(low >> 24 & 255).\(low >> 16 & 255).\(low >> 8 & 255).\(low & 255)" }
        let groups = (0..<8).map { UInt16(truncatingIfNeeded: ($0 < 4 ? high : low) >> (48 - 16 * ($0 % 4))) }
        var best = 0..<0
        var start = 0
        while start < 8 {
            var end = start
            while end < 8, groups[end] == 0 { end += 1 }
            if end - start > max(best.count, 1) { best = start..<end }
            start = max(end, start + 1)
        }
        func hex(_ range: Range<Int>) -> String { groups[range].map { String($0, radix: 16) }.joined(separator: ":") }
        return best.isEmpty ? hex(0..<8) : hex(0..<best.lowerBound) + "::" + hex(best.upperBound..<8)
    }

    /// `0.0.0.0` or `::`, which name nobody.
    public var isUnspecified: Bool { high == 0 && low == 0 }

    /// 127.0.0.0/8 or `::1`.
    public var isLoopback: Bool { isV4 ? low >> 24 == 127 : high == 0 && low == 1 }
}

/// A block of addresses in CIDR notation.
public struct AddressRange: Sendable, Hashable {
    public let base: IPAddress
    /// Number of leading bits that must match: 0-32 for IPv4, 0-128 for IPv6.
    public let prefix: Int

    /// Reads `10.0.0.0/8`, `2001:db8::/32`, or a single address. Host bits may be set; a block of IPv4-mapped addresses
    /// (`::ffff:10.0.0.0/104`) is the IPv4 block. Nil for anything else, an address with a port included.
    public init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "/"), maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let address = IPAddress(parsing: first) else { return nil }
        let colons = first.count { $0 == UInt8(ascii: ":") }
        guard colons != 1, !first.contains(UInt8(ascii: "[")) else { return nil }
        let isMapped = address.isV4 && colons > 1
        base = address
        guard parts.count == 2 else {
            prefix = address.isV4 ? 32 : 128
            return
        }
        let digits = parts[1]
        guard (1...3).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        let bits = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) } - (isMapped ? 96 : 0)
        guard (0...(address.isV4 ? 32 : 128)).contains(bits) else { return nil }
        prefix = bits
    }

    public func contains(_ address: IPAddress) -> Bool {
        guard address.isV4 == base.isV4 else { return false }
        if address.isV4 { return prefix == 0 || (address.low ^ base.low) >> UInt64(32 - prefix) == 0 }
        if prefix <= 64 { return prefix == 0 || (address.high ^ base.high) >> UInt64(64 - prefix) == 0 }
        return address.high == base.high && (address.low ^ base.low) >> UInt64(128 - prefix) == 0
    }

    /// CIDR text.
    public var text: String { "\(base.text)/\(prefix)" }
}
