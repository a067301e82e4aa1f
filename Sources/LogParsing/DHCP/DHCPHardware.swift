/// The client's hardware as a DHCP log writes it: hexadecimal digits without separators.
enum DHCPHardware {
    /// A MAC, as 12 lower-case digits.
    case address([UInt8])
    /// A remote access server that leases on behalf of its dial-in clients.
    case remoteAccessServer
    /// An identifier that holds no MAC, or nothing.
    case none

    /// Digits of a MAC.
    private static let macDigits = 12
    /// "RAS " in hexadecimal: how the client identifiers of Windows Routing and Remote Access begin.
    private static let remoteAccessMark = Array("52415320".utf8)
    /// Ethernet as the hardware type in front of an address (RFC 2132, 9.14: one byte).
    private static let ethernetMark = Array("01".utf8)
    /// DUID-LLT and DUID-LL of Ethernet, and the digits in front of the MAC in them (RFC 8415, 11.2 and 11.4: type,
    /// hardware type, and in the first a time).
    private static let duidMarks: [(mark: [UInt8], skipped: Int)] = [
        (Array("00010001".utf8), 16), (Array("00030001".utf8), 8),
    ]

    /// The MAC column of an IPv4 record; nil where it is not hexadecimal.
    init?(column value: UnsafeRawBufferPointer) {
        guard let digits = DHCPHardware.digits(value) else { return nil }
        if digits.starts(with: DHCPHardware.remoteAccessMark) {
            self = .remoteAccessServer
        } else if digits.count == DHCPHardware.macDigits + 2, digits.starts(with: DHCPHardware.ethernetMark) {
            self = DHCPHardware.address(of: digits[2...])
        } else {
            self = DHCPHardware.address(of: digits[...])
        }
    }

    /// The DUID of an IPv6 record; nil where it is not hexadecimal or not `length` bytes long.
    init?(duid value: UnsafeRawBufferPointer, length: UInt64?) {
        guard let digits = DHCPHardware.digits(value), UInt64(digits.count) == 2 * min(length ?? 0, 1 << 20) else {
            return nil
        }
        let known = DHCPHardware.duidMarks.first { digits.starts(with: $0.mark) }
        self = known.map { DHCPHardware.address(of: digits.dropFirst($0.skipped)) } ?? .none
    }

    /// A MAC of zeros is nobody's.
    private static func address(of digits: ArraySlice<UInt8>) -> DHCPHardware {
        guard digits.count == macDigits, digits.contains(where: { $0 != UInt8(ascii: "0") }) else { return .none }
        return .address(Array(digits))
    }

    /// Lower-case, whole bytes.
    private static func digits(_ value: UnsafeRawBufferPointer) -> [UInt8]? {
        guard value.count % 2 == 0 else { return nil }
        let digits = value.map(LineText.lowercased)
        return digits.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) } ? digits : nil
    }
}
