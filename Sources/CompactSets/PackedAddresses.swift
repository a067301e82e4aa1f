public import AccessModel

/// Writes rising addresses, with numbers between them, as few bytes each.
///
/// A number is written seven bits a byte, the lowest first, the top bit set on all but the last. An IPv4 address is the
/// number of its distance from the one before it (the first from -1), so never 0; a 0 says that IPv6 addresses follow. An
/// IPv6 address is the distance of its upper half, and then its lower half: the distance where the upper half is that of
/// the address before it, else all of it.
public struct PackedAddressWriter: Sendable {
    public private(set) var bytes: [UInt8] = []
    private var last: IPAddress?

    public init() {}

    /// - Precondition: above every address before it (IPv4 is below IPv6).
    public mutating func add(_ address: IPAddress) {
        if address.isV4 {
            add(last.map { address.low &- $0.low } ?? address.low &+ 1)
        } else {
            if last?.isV4 != false { add(0) }
            let before = last.flatMap { $0.isV4 ? nil : $0 }
            let distance = address.high &- (before?.high ?? 0)
            add(distance)
            add(distance == 0 ? address.low &- (before?.low ?? 0) : address.low)
        }
        last = address
    }

    public mutating func add(_ number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// Four bytes, the lowest first.
    mutating func add(fixed number: UInt32) {
        for shift in stride(from: UInt32(0), to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
    }
}

/// Reads what `PackedAddressWriter` wrote. Never reads beyond the bytes, whatever they are.
public struct PackedAddressReader: Sendable {
    private let bytes: [UInt8]
    private var offset = 0
    private var isV4 = true
    /// Halves of the address last read; before the first IPv4 address `low` is -1.
    private var (high, low): (UInt64, UInt64) = (0, .max)

    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// True where all bytes have been read.
    public var isAtEnd: Bool { offset == bytes.count }

    /// The next address, above the one before it.
    public mutating func address() throws(DamagedSet) -> IPAddress {
        guard isV4 else { return try addressV6(isFirst: false) }
        let distance = try number()
        guard distance > 0 else {
            isV4 = false
            low = 0
            return try addressV6(isFirst: true)
        }
        let (sum, overflow) = low == .max ? (distance - 1, false) : low.addingReportingOverflow(distance)
        guard !overflow, let bits = UInt32(exactly: sum) else { throw DamagedSet() }
        low = sum
        return IPAddress(v4: bits)
    }

    private mutating func addressV6(isFirst: Bool) throws(DamagedSet) -> IPAddress {
        let (upper, upperOverflow) = high.addingReportingOverflow(try number())
        let rest = try number()
        let isSameUpper = upper == high
        let (lower, lowerOverflow) = isSameUpper ? low.addingReportingOverflow(rest) : (rest, false)
        guard !upperOverflow, !lowerOverflow, isFirst || !isSameUpper || rest > 0 else { throw DamagedSet() }
        (high, low) = (upper, lower)
        let address = IPAddress(v6High: high, low: low)
        // A mapped IPv4 address is never written as IPv6.
        guard !address.isV4 else { throw DamagedSet() }
        return address
    }

    public mutating func number() throws(DamagedSet) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while offset < bytes.count, shift < 64 {
            let byte = bytes[offset]
            offset += 1
            let part = UInt64(byte & 0x7F)
            guard shift < 63 || part <= 1 else { throw DamagedSet() }
            value |= part << shift
            if byte & 0x80 == 0 { return value }
            shift += 7
        }
        throw DamagedSet()
    }

    mutating func fixed() throws(DamagedSet) -> UInt32 {
        guard offset + 4 <= bytes.count else { throw DamagedSet() }
        defer { offset += 4 }
        return (0..<4).reduce(0) { $0 | UInt32(bytes[offset + $1]) << UInt32(8 * $1) }
    }
}

/// The bytes of a packed set are not what its writer wrote.
public struct DamagedSet: Error, Sendable, Hashable {
    public init() {}
}
