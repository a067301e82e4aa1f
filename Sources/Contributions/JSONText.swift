import AccessModel

/// A text of a line: valid UTF-8 without its escapes.
struct JSONText: Sendable {
    /// The line, or what its escapes stand for.
    private let source: [UInt8]
    private let start: Int32
    private let end: Int32

    /// - Parameters:
    ///   - source: of less than 2 GiB.
    ///   - range: of valid UTF-8.
    init(_ source: [UInt8], _ range: Range<Int>) {
        self.source = source
        (start, end) = (Int32(range.lowerBound), Int32(range.upperBound))
    }

    func withBytes<Value>(_ body: (UnsafeRawBufferPointer) -> Value) -> Value {
        source.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[Int(start)..<Int(end)])) }
    }

    var isEmpty: Bool { start == end }

    var string: String { withBytes { String(decoding: $0, as: UTF8.self) } }

    static func == (text: JSONText, other: String) -> Bool {
        var other = other
        return text.withBytes { bytes in other.withUTF8 { bytes.elementsEqual($0) } }
    }

    static func isUTF8(_ bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.isASCII || String(validating: bytes, as: UTF8.self) != nil
    }
}
