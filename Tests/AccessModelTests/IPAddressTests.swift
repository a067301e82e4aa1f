import AccessModel
import Testing

@Suite struct IPAddressTests {
    /// Text as recorded, canonical text; nil where it is no address.
    static let forms: [(String, String?)] = [
        // IPv4
        ("10.1.2.3", "10.1.2.3"), ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"),
        ("10.1.2.3:443", "10.1.2.3"), ("10.1.2.3:0", "10.1.2.3"),
        ("010.1.2.3", nil), ("10.01.2.3", nil), ("10.1.2.00", nil), ("256.1.2.3", nil), ("10.1.2", nil),
        ("10.1.2.3.4", nil), ("10.1.2.3.", nil), (".10.1.2.3", nil), ("10..2.3", nil), ("10.1.2.3:", nil),
        ("10.1.2.3:port", nil), ("10.1.2.3:123456", nil), ("10.1.2.+3", nil), ("10.1.2.-3", nil), (" 10.1.2.3", nil),
        ("10.1.2.3/24", nil), ("0x0a.1.2.3", nil), ("1e1.1.2.3", nil), ("999999999999.1.2.3", nil),
        ("١.1.2.3", nil),
        // What stands where an address should (formats.md 3.3)
        ("", nil), ("-", nil), ("LOCAL", nil), ("NULL", nil), ("WORKSTATION", nil), ("localhost", nil),
        ("host:80", nil),
        // IPv4-mapped
        ("::ffff:10.1.2.3", "10.1.2.3"), ("::FFFF:10.1.2.3", "10.1.2.3"), ("::ffff:0a01:0203", "10.1.2.3"),
        ("0:0:0:0:0:ffff:10.1.2.3", "10.1.2.3"), ("[::ffff:10.1.2.3]:55555", "10.1.2.3"),
        ("::ffff:10.1.2.3%4", "10.1.2.3"), ("::ffff:0.0.0.0", "0.0.0.0"), ("::ffff:127.0.0.1", "127.0.0.1"),
        ("::ffff:010.1.2.3", nil), ("::ffff:10.1.2.3.4", nil), ("::ffff:10.1.2.3:80", nil),
        // Neither mapped nor IPv4: compatible and translated addresses stay IPv6
        ("::10.1.2.3", "::a01:203"), ("64:ff9b::10.1.2.3", "64:ff9b::a01:203"), ("::fffe:10.1.2.3", "::fffe:a01:203"),
        // IPv6, RFC 5952
        ("::", "::"), ("::1", "::1"), ("1::", "1::"), ("0:0:0:0:0:0:0:0", "::"), ("0:0:0:0:0:0:0:1", "::1"),
        ("2001:0db8:0000:0000:0000:0000:0002:0001", "2001:db8::2:1"), ("2001:DB8::A", "2001:db8::a"),
        ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"), ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"),
        ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"), ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
        ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"), ("1:0:0:4:5:6:0:0", "1::4:5:6:0:0"),
        ("0:0:3:4:5:6:7:8", "::3:4:5:6:7:8"),
        ("fe80::1", "fe80::1"), ("fe80::1%13", "fe80::1"), ("fe80::1%eth0", "fe80::1"), ("::1%0", "::1"),
        ("[2001:db8::1]:443", "2001:db8::1"), ("[2001:db8::1]", "2001:db8::1"), ("[fe80::1%13]:5357", "fe80::1"),
        ("[10.1.2.3]", nil), ("[2001:db8::1", nil), ("[2001:db8::1]443", nil), ("[2001:db8::1]:", nil), ("[]", nil),
        ("[10.100.220.70](http://10.100.220.70)", nil),
        (":", nil), (":::", nil), ("1:2:3:4:5:6:7", nil), ("1:2:3:4:5:6:7:8:9", nil), ("1:2:3:4:5:6:7:8::", nil),
        ("1::2::3", nil), ("12345::", nil), ("::g", nil), ("::-0", nil), ("::+1", nil), (":1::", nil), ("1:2:", nil),
        ("1:::2", nil), ("::1:", nil), ("1.2.3.4::", nil), ("::1 ", nil), ("%", nil), ("::٣", nil),
    ]

    @Test(arguments: forms) func canonicalForm(text: String, canonical: String?) {
        #expect(IPAddress(text)?.text == canonical)
    }

    @Test func canonicalTextReadsBackAsItself() {
        for case (_, let canonical?) in Self.forms {
            #expect(IPAddress(canonical)?.text == canonical)
        }
    }

    /// A naive twin of the RFC 5952 writer: every address with groups of 0, 1 and 0xabcd in every place.
    @Test func everyPatternOfZeroGroupsReadsBack() throws {
        for pattern in 0..<256 {
            let groups = (0..<8).map { pattern >> $0 & 1 == 0 ? UInt64(0) : ($0 % 2 == 0 ? 1 : 0xabcd) }
            let address = IPAddress(
                v6High: groups[0] << 48 | groups[1] << 32 | groups[2] << 16 | groups[3],
                low: groups[4] << 48 | groups[5] << 32 | groups[6] << 16 | groups[7])
            #expect(IPAddress(address.text) == address)
            let full = groups.map { String($0, radix: 16) }
            #expect(IPAddress(full.joined(separator: ":")) == address)
            guard !address.isV4 else { continue }
            // RFC 5952, 4.2: the first of the longest runs of at least two zero groups is the one left out.
            let runs = (2...8).reversed().lazy.compactMap { length in
                (0...(8 - length)).first { start in full[start..<(start + length)].allSatisfy { $0 == "0" } }
                    .map { (start: $0, length: length) }
            }
            let expected =
                runs.first.map { run in
                    full[..<run.start].joined(separator: ":") + "::"
                        + full[(run.start + run.length)...].joined(separator: ":")
                } ?? full.joined(separator: ":")
            #expect(address.text == expected)
        }
    }

    @Test func aLongTextIsNoAddress() {
        #expect(IPAddress("::1%" + String(repeating: "x", count: 125)) == nil)
        #expect(IPAddress("::1%" + String(repeating: "x", count: 124))?.text == "::1")
    }

    @Test func everyFormOfOneAddressIsEqual() {
        let forms = ["192.0.2.1", "::ffff:192.0.2.1", "192.0.2.1:80", "[::ffff:c000:201]:80"].compactMap {
            IPAddress($0)
        }
        #expect(forms.count == 4)
        #expect(Set(forms).count == 1)
    }

    @Test func ipv4SortsBeforeIPv6AndByNumber() throws {
        let texts = ["2001:db8::1", "10.0.0.2", "9.255.255.255", "::1", "10.0.0.10"]
        #expect(
            texts.compactMap { IPAddress($0) }.sorted().map(\.text)
                == ["9.255.255.255", "10.0.0.2", "10.0.0.10", "::1", "2001:db8::1"])
    }

    @Test func whatNamesNobody() {
        #expect(["0.0.0.0", "::", "::ffff:0.0.0.0"].allSatisfy { IPAddress($0)?.isUnspecified == true })
        #expect(["0.0.0.1", "::1"].allSatisfy { IPAddress($0)?.isUnspecified == false })
        #expect(
            ["127.0.0.1", "127.255.0.9", "::1", "::ffff:127.0.0.1"].allSatisfy { IPAddress($0)?.isLoopback == true })
        #expect(["128.0.0.1", "::2", "1::1"].allSatisfy { IPAddress($0)?.isLoopback == false })
    }
}

@Suite struct AddressRangeTests {
    @Test(arguments: [
        ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.0", false), ("10.1.2.3/8", "10.9.9.9", true),
        ("0.0.0.0/0", "203.0.113.9", true), ("0.0.0.0/0", "::1", false), ("::/0", "2001:db8::1", true),
        ("::/0", "10.0.0.1", false), ("192.0.2.7", "192.0.2.7", true), ("192.0.2.7", "192.0.2.8", false),
        ("192.0.2.6/31", "192.0.2.7", true), ("192.0.2.6/31", "192.0.2.8", false), ("192.0.2.7/32", "192.0.2.7", true),
        ("2001:db8::/32", "2001:db8:ffff::1", true), ("2001:db8::/32", "2001:db9::", false),
        ("fe80::/10", "febf::1", true), ("fe80::/10", "fec0::1", false), ("2001:db8::/64", "2001:db8::ffff", true),
        ("2001:db8::/64", "2001:db8:0:1::", false), ("2001:db8::8000/113", "2001:db8::ffff", true),
        ("2001:db8::8000/113", "2001:db8::7fff", false), ("::1/128", "::1", true), ("::1/128", "::2", false),
        ("::ffff:10.0.0.0/104", "10.1.1.1", true), ("::ffff:10.0.0.0/104", "11.1.1.1", false),
        ("::ffff:0:0/96", "203.0.113.1", true), ("0:0:0:0:0:ffff:192.0.2.1", "192.0.2.1", true),
    ]) func contains(range: String, address: String, isInside: Bool) throws {
        let range = try #require(AddressRange(range))
        #expect(range.contains(try #require(IPAddress(address))) == isInside)
    }

    @Test(arguments: [
        "", "/", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/8/8", "10.0.0/8", "::/129",
        "10.0.0.0/9999999999999999999999", "10.0.0.0:80/8", "10.0.0.0:80", "[::1]/128", "::ffff:10.0.0.0/64", "x/8",
    ]) func isNoRange(text: String) { #expect(AddressRange(text) == nil) }

    @Test func writesWhatItRead() { #expect(AddressRange("FC00::/7")?.text == "fc00::/7") }
}
