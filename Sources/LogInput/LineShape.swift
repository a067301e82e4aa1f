import AccessModel
import ByteScan

/// What one line of a text log looks like.
enum LineShape {
    /// `date time value...` or, as IIS 4 wrote it, `time address value...`, with single spaces.
    static func isW3CData(_ line: UnsafeRawBufferPointer) -> Bool {
        let values = line.prefix(256).split(separator: 0x20, maxSplits: 3, omittingEmptySubsequences: false)
        guard values.count >= 3 else { return false }
        if isPattern(values[0], "0000-00-00") {
            return isPattern(values[1].prefix(8), "00:00:00") && values[2].first != UInt8(ascii: "<")
        }
        return isPattern(values[0].prefix(8), "00:00:00") && IPAddress(parsing: values[1]) != nil
    }

    /// At least 14 values separated by commas: address, user, date, time, ... (`docs/formats.md`, IIS native format).
    static func isIISNative(_ line: UnsafeRawBufferPointer) -> Bool {
        let values = line.split(separator: UInt8(ascii: ","), maxSplits: 15, omittingEmptySubsequences: false)
        guard values.count >= 14 else { return false }
        return IPAddress(parsing: values[0].drop(while: FieldValue.isBlank)) != nil
            && hasShape(values[2], separator: UInt8(ascii: "/")) && hasShape(values[3], separator: UInt8(ascii: ":"))
    }

    /// `host ident user [dd/Mon/yyyy:HH:MM:SS +zzzz] "request" status bytes`.
    static func isNCSA(_ line: UnsafeRawBufferPointer) -> Bool {
        let head = UnsafeRawBufferPointer(rebasing: line.prefix(512))
        guard let bracket = head.firstOffset(of: " ["), bracket + 23 <= head.count else { return false }
        let time = head[(bracket + 2)..<(bracket + 22)]
        return isPattern(time, "00/AAA/0000:00:00:00")
            && head[..<bracket].split(separator: 0x20, omittingEmptySubsequences: true).count >= 3
    }

    /// `"COMPUTER","IAS",mm/dd/yyyy,hh:mm:ss,...`: Network Policy Server's database format.
    static func isRadiusRecord(_ line: UnsafeRawBufferPointer) -> Bool {
        let values = line.split(separator: UInt8(ascii: ","), maxSplits: 4, omittingEmptySubsequences: false)
        return values.count == 5 && values[1].elementsEqual("\"IAS\"".utf8)
    }

    /// The column names Exchange writes above the directives of a proxy log.
    static func isExchangeProxyHeading(_ line: UnsafeRawBufferPointer) -> Bool {
        line.starts(with: "DateTime,RequestId,".utf8) || line.starts(with: Array("\u{FEFF}DateTime,RequestId,".utf8))
    }

    static func hasIBLName(_ name: String) -> Bool {
        let lower = Array(name.scalarLowercased.utf8)
        return lower.suffix(4).elementsEqual(".ibl".utf8) || lower.suffix(7).elementsEqual(".ibl.gz".utf8)
    }

    /// Three groups of digits.
    private static func hasShape(_ value: Slice<UnsafeRawBufferPointer>, separator: UInt8) -> Bool {
        let groups = value.drop(while: FieldValue.isBlank).split(separator: separator, omittingEmptySubsequences: false)
        return groups.count == 3 && groups.allSatisfy { (1...4).contains($0.count) && $0.allSatisfy(isDigit) }
    }

    /// True where `text` has the pattern's length, a digit for each `0`, a letter for each `A`, and the rest as it is.
    private static func isPattern(_ text: Slice<UnsafeRawBufferPointer>, _ pattern: StaticString) -> Bool {
        guard text.count == pattern.utf8CodeUnitCount else { return false }
        return pattern.withUTF8Buffer { pattern in
            zip(text, pattern).allSatisfy { byte, wanted in
                switch wanted {
                case UInt8(ascii: "0"): isDigit(byte)
                case UInt8(ascii: "A"): (0x41...0x5A).contains(byte & 0xDF)
                default: byte == wanted
                }
            }
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
