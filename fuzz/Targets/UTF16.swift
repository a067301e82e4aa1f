@testable import LogInput

extension FuzzTarget {
    /// UTF-16 in pieces against the standard library's decoding of the whole.
    static let utf16 = FuzzTarget(name: "utf16") { bytes in
        let input = FuzzInput(bytes)
        for isLittleEndian in [true, false] {
            let units = (0..<input.bytes.count / 2).map { index in
                let (first, second) = (UInt16(input.bytes[2 * index]), UInt16(input.bytes[2 * index + 1]))
                return isLittleEndian ? second << 8 | first : first << 8 | second
            }
            let expected = Array(String(decoding: units, as: UTF16.self).utf8)
            for borders in [[], input.borders()] {
                var decoder = UTF16Decoder(isLittleEndian: isLittleEndian)
                var text: [UInt8] = []
                func take(_ capacity: Int, _ body: (UnsafeMutableRawBufferPointer) -> Int) {
                    // As large as promised and no larger, so that the address sanitizer sees a byte too many.
                    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 1)
                    defer { room.deallocate() }
                    let count = body(room)
                    text += UnsafeRawBufferPointer(rebasing: room.prefix(count))
                }
                input.pieces(borders) { piece in
                    take(UTF16Decoder.capacity(for: piece.count)) { decoder.decode(piece, into: $0) }
                }
                take(3) { decoder.finish(into: $0) }
                guard text == expected else { fatalError("not the text of the standard library") }
                guard decoder.hasHalfUnit == (input.bytes.count % 2 == 1) else { fatalError("half unit") }
            }
        }
    }
}
