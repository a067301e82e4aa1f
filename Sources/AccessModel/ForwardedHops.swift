/// The hops a forwarded list names, as far as they can be read from its right: whoever sends a request writes the left of
/// it, and the proxies on the way add to its right.
public struct ForwardedHops: Sendable, Hashable {
    /// In the order of the list; empty hops are left out, and nothing to the left of one that is no address is read.
    public let addresses: [IPAddress]

    /// Lists are written `client, proxy1, proxy2`, those of RFC 7239 `for=client;proto=https, for=proxy1`; IIS writes the
    /// space as `+`.
    public init(_ list: some BidirectionalCollection<UInt8>) {
        var hops: [IPAddress] = []
        for hop in list.split(separator: UInt8(ascii: ",")).reversed() {
            let bare = ForwardedHops.withoutPadding(ForwardedHops.node(of: hop))
            if bare.isEmpty { continue }
            guard let address = IPAddress(parsing: bare), !address.isUnspecified else { break }
            hops.append(address)
        }
        addresses = hops.reversed()
    }

    /// A hop without what stands around it: blanks, the `+` IIS writes for them, and quotes, escaped or not.
    private static func withoutPadding<Hop: BidirectionalCollection<UInt8>>(
        _ hop: Hop
    ) -> Hop where Hop.SubSequence == Hop {
        func isPadding(_ byte: UInt8) -> Bool {
            [0x20, 0x09, UInt8(ascii: "+"), UInt8(ascii: "\""), UInt8(ascii: "\\")].contains(byte)
        }
        var bare = hop.drop(while: isPadding)
        while let last = bare.last, isPadding(last) { bare = bare.dropLast() }
        return bare
    }

    /// What `for=` names where the hop is one of RFC 7239, section 4; else all of it.
    private static func node<Hop: BidirectionalCollection<UInt8>>(
        of hop: Hop
    ) -> Hop where Hop.SubSequence == Hop {
        for parameter in hop.split(separator: UInt8(ascii: ";")) {
            let parameter = withoutPadding(parameter)
            if parameter.prefix(4).map({ $0 | 0x20 }) == Array("for=".utf8).map({ $0 | 0x20 }) {
                return parameter.dropFirst(4)
            }
        }
        return hop
    }
}
