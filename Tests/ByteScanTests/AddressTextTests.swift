import AccessModel
import Testing

@testable import ByteScan

/// The readers of plain addresses against `IPAddress`, which reads all forms.
struct AddressTextTests {
    private func check(_ text: String) {
        let expected = IPAddress(text)
        Array(text.utf8).withUnsafeBytes { bytes in
            #expect(AddressText.address(bytes) == expected, "\(text)")
            if let bits = AddressText.dotted(bytes) { #expect(expected == IPAddress(v4: bits), "\(text)") }
            var batch = AccessBatch()
            var bits: UInt32 = 0
            let range = batch.storeAddress(bytes, bits: &bits)
            #expect(batch.text(range) == (expected.map { $0.isUnspecified ? "" : $0.text } ?? ""), "\(text)")
            #expect(bits == 0 || expected == IPAddress(v4: bits), "\(text)")
        }
    }

    @Test(arguments: [
        "", "1", "1.2.3.4", "1.2.3", "1.2.3.4.5", "01.2.3.4", "1.2.3.04", "256.1.1.1", "255.255.255.255", "0.0.0.0",
        "1.2.3.4 ", "1.2.3.4:80", "1..3.4", ".1.2.3", "1.2.3.", "1.2.3.4.", "999.1.1.1", "1234.1.1.1", "1.2.3.4000",
        "::", "::1", "1::", ":::", "1:", ":1", "1::2::3", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7::",
        "::2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8", "12345::", "g::1", "2001:DB8::A", "fe80::1%eth0",
        "[2001:db8::1]:443", "[2001:db8::1]", "::ffff:1.2.3.4", "::FFFF:a00:1", "0:0:0:0:0:ffff:a00:1",
        "2001:db8:0:0:1:0:0:1", "2001:0db8:0000:0000:0000:0000:0000:0001", "2001:db8::0.0.0.1", "1:2:3:4:5:6:7.8.9.1",
        "fe80:0000:0000:0000:0000:0000:0000:0000:1",
    ])
    func formsAreReadAlike(text: String) { check(text) }

    @Test func randomAddressesAreReadAlike() {
        var random = SeededRandom(state: 6)
        for _ in 0..<4000 {
            let groups = (0..<8).map { _ -> UInt16 in
                let group = UInt16(truncatingIfNeeded: random.next() >> 20)
                return Bool.random(using: &random) ? group : group & 1 &* 0xFFFF
            }
            let high = groups[..<4].reduce(0 as UInt64) { $0 << 16 | UInt64($1) }
            let low = groups[4...].reduce(0 as UInt64) { $0 << 16 | UInt64($1) }
            let address = IPAddress(v6High: high, low: low)
            check(address.text)
            check(groups.map { String($0, radix: 16, uppercase: true) }.joined(separator: ":"))
            check(IPAddress(v4: UInt32(truncatingIfNeeded: low)).text)
        }
    }

    @Test func mutatedTextsAreReadAlike() {
        var random = SeededRandom(state: 7)
        let texts = ["203.0.113.7", "2001:db8::17:a", "1:22:333:4444:5:66:777:8888", "::ffff:10.1.2.3"]
        for _ in 0..<6000 {
            var bytes = Array((texts.randomElement(using: &random) ?? "").utf8)
            for _ in 0...Int.random(in: 0..<3, using: &random) {
                let place = Int.random(in: 0...bytes.count, using: &random)
                let byte = Array("0123456789abcdefABCDEFg:.%[]- \u{7F}".utf8).randomElement(using: &random) ?? 0x3A
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes.insert(byte, at: place)
                case 1 where place < bytes.count: bytes.remove(at: place)
                case 2 where place < bytes.count: bytes[place] = byte
                default: break
                }
            }
            check(String(decoding: bytes, as: UTF8.self))
        }
    }
}
