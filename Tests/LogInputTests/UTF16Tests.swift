import AccessModel
import Testing

@testable import LogInput

@Suite struct UTF16Tests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static let text = """
        <Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Computer>ÄDC01.\u{20AC}\u{1F600}</Computer>
        </System></Event>\r\n
        """

    static func bytes(_ units: some Sequence<UInt16>, littleEndian: Bool) -> [UInt8] {
        units.flatMap { littleEndian ? [UInt8($0 & 255), UInt8($0 >> 8)] : [UInt8($0 >> 8), UInt8($0 & 255)] }
    }

    @Test(arguments: [true, false], [true, false]) func withAndWithoutByteOrderMark(littleEndian: Bool, mark: Bool)
        throws
    {
        let units = (mark ? [0xFEFF] : []) + Array(Self.text.utf16)
        let file = Self.bytes(units, littleEndian: littleEndian)
        let reading = try Reading(folder.write("a.xml", file))
        #expect(reading.text == Array(Self.text.utf8))
        #expect(reading.encoding == (littleEndian ? .utf16LittleEndian : .utf16BigEndian))
        #expect(reading.byteOrderMarkLength == (mark ? 2 : 0))
        #expect(reading.format == .eventXML && reading.digest.damage.isEmpty)
        // The content id is of the bytes before transcoding.
        #expect(reading.digest.contentBytes == UInt64(file.count))
        #expect(try Reading(folder.write("a.xml.gz", gzip(file))).text == reading.text)
    }

    @Test func utf8WithByteOrderMark() throws {
        let reading = try Reading(folder.write("a.xml", [0xEF, 0xBB, 0xBF] + Array(Self.text.utf8)))
        #expect(reading.text == Array(Self.text.utf8))
        #expect(reading.encoding == .utf8 && reading.byteOrderMarkLength == 3)
    }

    @Test(arguments: [[0xEF, 0xBB, 0xBF], [0xFF, 0xFE], [0xFE, 0xFF]] as [[UInt8]])
    func aByteOrderMarkAloneIsEmpty(mark: [UInt8]) throws {
        let reading = try Reading(folder.write("a.xml", mark))
        #expect(reading.format == .empty && reading.text.isEmpty && reading.digest.contentBytes == UInt64(mark.count))
    }

    @Test func loneSurrogatesAndAnOddByte() throws {
        let units: [UInt16] = [0xFEFF, 0x41, 0xD800, 0x42, 0xDC00, 0xD83D, 0xD83D, 0xDE00, 0x43, 0xDBFF]
        let reading = try Reading(folder.write("a.txt", Self.bytes(units, littleEndian: true) + [0x44]))
        #expect(String(decoding: reading.text, as: UTF8.self) == "A\u{FFFD}B\u{FFFD}\u{FFFD}\u{1F600}C\u{FFFD}")
        #expect(reading.digest.damage.contains("ends inside a code unit"))
        #expect(reading.digest.isCut)
    }

    /// W3C logs with NULs (a server that lost power) are not UTF-16.
    @Test func nulsInALogAreNotUTF16() throws {
        let line = Array("2024-01-01 00:00:01 10.0.0.1 GET / 200\r\n".utf8)
        let header = Array("#Fields: date time c-ip cs-method cs-uri-stem sc-status\r\n".utf8)
        let padding = [UInt8](repeating: 0, count: 3000)
        for file in [header + line + padding, padding + header + line, header + line + [0] + line + [0, 0] + line] {
            let reading = try Reading(folder.write("a.log", file))
            #expect(reading.encoding == .utf8)
            #expect(reading.format == .w3c)
            #expect(reading.text == file)
        }
    }

    /// Mostly non-Latin text still has its ASCII markup, and UTF-8 without NULs is never UTF-16.
    @Test func recognitionOfShortInputs() {
        func encoding(_ bytes: [UInt8]) -> SourceEncoding { bytes.withUnsafeBytes { EncodingRecognition($0).encoding } }
        #expect(encoding([]) == .utf8)
        #expect(encoding([0x41]) == .utf8)
        #expect(encoding([0x41, 0]) == .utf8)
        #expect(encoding([0x41, 0, 0x42, 0]) == .utf16LittleEndian)
        #expect(encoding([0, 0x41, 0, 0x42]) == .utf16BigEndian)
        #expect(encoding([0, 0, 0, 0]) == .utf8)
        #expect(encoding(Array("AB".utf8)) == .utf8)
        #expect(encoding([0xFF, 0xFE]) == .utf16LittleEndian)
    }

    /// Random units, every kind of surrogate mistake, cut everywhere: as the standard library decodes.
    @Test(arguments: [UInt64(1), 2, 3, 4]) func decodesAsTheStandardLibrary(seed: UInt64) {
        print("UTF-16 fuzzing seed: \(seed)")
        var random = SeededGenerator(seed: seed)
        for round in 0..<150 {
            let units = (0..<Int.random(in: 0...40, using: &random)).flatMap { _ -> [UInt16] in
                switch Int.random(in: 0..<7, using: &random) {
                case 0: [UInt16.random(in: 0xD800...0xDBFF, using: &random)]
                case 1: [UInt16.random(in: 0xDC00...0xDFFF, using: &random)]
                case 2: [UInt16.random(in: 0x20...0x7E, using: &random)]
                case 3: [UInt16.random(in: 0x80...0x7FF, using: &random)]
                case 4: [UInt16.random(in: .min ... .max, using: &random)]
                case 5: (0..<Int.random(in: 4...20, using: &random)).map { 0x41 + UInt16($0) }
                default: [0]
                }
            }
            let littleEndian = round % 2 == 0
            let bytes = Self.bytes(units, littleEndian: littleEndian)
            let expected = Array(String(decoding: units, as: UTF16.self).utf8)
            for size in [1, 2, 3, Int.random(in: 1...64, using: &random), 1000] {
                var decoder = UTF16Decoder(isLittleEndian: littleEndian)
                var result: [UInt8] = []
                let output = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 1)
                defer { output.deallocate() }
                bytes.withUnsafeBytes { all in
                    for start in stride(from: 0, to: all.count, by: size) {
                        let piece = UnsafeRawBufferPointer(rebasing: all[start..<min(start + size, all.count)])
                        let count = decoder.decode(piece, into: output)
                        result.append(contentsOf: output.prefix(count))
                    }
                }
                let count = decoder.finish(into: output)
                result.append(contentsOf: output.prefix(count))
                #expect(result == expected)
                #expect(!decoder.hasHalfUnit)
            }
        }
    }
}
