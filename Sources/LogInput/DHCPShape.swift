import ByteScan

/// What the audit log of a Windows DHCP server looks like (`docs/formats.md`, "DHCP server logs").
enum DHCPShape {
    /// `Microsoft DHCP Service Activity Log`, `Microsoft DHCPv6 ...`; the rest is in the language of the server.
    static func isTitle(_ line: UnsafeRawBufferPointer) -> Bool {
        FieldValue.trimmed(UnsafeRawBufferPointer(rebasing: line.prefix(256))).starts(with: "Microsoft DHCP".utf8)
    }

    /// `id,MM/DD/YY,HH:MM:SS,` and at least four more values: a log without its head, as the service leaves one that it
    /// goes on with, or somebody cut out.
    static func isRecord(_ line: UnsafeRawBufferPointer) -> Bool {
        let values = line.split(separator: UInt8(ascii: ","), maxSplits: 6, omittingEmptySubsequences: false)
        guard values.count == 7, (1...5).contains(values[0].count), values[0].allSatisfy(isDigit) else { return false }
        return isThreePairs(values[1], UInt8(ascii: "/")) && isThreePairs(values[2], UInt8(ascii: ":"))
    }

    private static let headers: [StaticString] = [
        "ID,Date,Time,Description,IP Address,", "ID,Date,Time,Description,IPv6 Address,",
    ]

    /// True where some line is that of the column names.
    static func hasHeader(_ text: UnsafeRawBufferPointer) -> Bool {
        for header in headers {
            guard let found = text.firstOffset(of: header) else { continue }
            // At the start of the text a byte order mark of a file put together may stand before it.
            if found == 0 || [0x0A, 0x0D].contains(text[found - 1]) || text[..<found].elementsEqual([0xEF, 0xBB, 0xBF])
            {
                return true
            }
        }
        return false
    }

    private static func isThreePairs(_ value: Slice<UnsafeRawBufferPointer>, _ separator: UInt8) -> Bool {
        value.count == 8
            && value.enumerated().allSatisfy { $0 % 3 == 2 ? $1 == separator : isDigit($1) }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
