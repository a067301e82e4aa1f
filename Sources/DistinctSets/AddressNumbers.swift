import AccessModel
import ByteScan

/// Addresses as single words: an IPv4 address is its own number, an IPv6 address gets the next free one.
///
/// Tables of visitors hold millions of addresses, nearly all of one kind, so a word for each is worth a table for the
/// other kind.
struct AddressNumbers: Sendable {
    /// An address in 33 bits: the highest says that the others number an IPv6 address.
    typealias Number = UInt64

    /// Bits of a number.
    static let bitCount: UInt64 = 33
    private static let isV6: Number = 1 << 32

    /// True for the number of an IPv4 address, which is the address.
    static func isV4(_ number: Number) -> Bool { number & isV6 == 0 }

    private let hash: SeededHash
    private var index = HashIndex()
    private var v6: [IPAddress] = []

    init(hash: SeededHash) { self.hash = hash }

    var bytes: Int { index.bytes + v6.count * MemoryLayout<IPAddress>.stride }

    mutating func number(of address: IPAddress) -> Number {
        if address.isV4 { return address.low }
        let hash = hash.finish(hash.add(address.low, to: hash.add(address.high, to: hash.start)))
        var position = index.find(hash: hash) { v6[$0] == address }
        if position < 0 {
            index.enter(hash: hash)
            position = v6.count
            v6.append(address)
        }
        return AddressNumbers.isV6 | UInt64(truncatingIfNeeded: position)
    }

    func address(_ number: Number) -> IPAddress {
        let bits = UInt32(truncatingIfNeeded: number)
        return AddressNumbers.isV4(number) ? IPAddress(v4: bits) : v6[Int(bits)]
    }

    /// The number of the text of an address, nil where it is none. Batches have addresses in canonical form.
    mutating func number(of text: UnsafeRawBufferPointer) -> Number? {
        if let bits = AddressText.dotted(text) { return UInt64(bits) }
        return AddressText.address(text).map { number(of: $0) }
    }
}
