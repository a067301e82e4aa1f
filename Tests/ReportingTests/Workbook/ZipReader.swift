import CZlib
import Foundation
import Testing

/// The members of a zip archive by name, in order; for archives of our own.
struct ZipReader {
    struct Member {
        var name: String
        /// MS-DOS date and time as they are stored.
        var date: UInt16
        var time: UInt16
        var content: [UInt8]

        var text: String { String(decoding: content, as: UTF8.self) }
    }

    private(set) var members: [Member] = []

    init(_ bytes: [UInt8]) throws {
        func number(_ place: Int, _ length: Int) -> Int {
            (0..<length).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
        }
        // End of central directory: the last 22 bytes, as there is no comment.
        let end = bytes.count - 22
        try #require(end >= 0 && number(end, 4) == 0x0605_4B50)
        var place = number(end + 16, 4)
        for _ in 0..<number(end + 10, 2) {
            try #require(number(place, 4) == 0x0201_4B50)
            let (packed, size) = (number(place + 20, 4), number(place + 24, 4))
            let (name, extra, comment) = (number(place + 28, 2), number(place + 30, 2), number(place + 32, 2))
            let header = number(place + 42, 4)
            let start = header + 30 + number(header + 26, 2) + number(header + 28, 2)
            let data = Array(bytes[start..<start + packed])
            members.append(
                Member(
                    name: String(decoding: bytes[place + 46..<place + 46 + name], as: UTF8.self),
                    date: UInt16(number(place + 14, 2)), time: UInt16(number(place + 12, 2)),
                    content: number(place + 10, 2) == 0 ? data : try ZipReader.inflated(data, size: size)))
            place += 46 + name + extra + comment
        }
    }

    func member(_ name: String) throws -> Member { try #require(members.first { $0.name == name }) }

    private static func inflated(_ data: [UInt8], size: Int) throws -> [UInt8] {
        var data = data
        var result = [UInt8](repeating: 0, count: max(size, 1))
        var stream = z_stream()
        let code = data.withUnsafeMutableBufferPointer { input in
            result.withUnsafeMutableBufferPointer { output -> Int32 in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(output.count)
                guard czlib_inflate_init_raw(&stream) == Z_OK else { return Z_MEM_ERROR }
                defer { inflateEnd(&stream) }
                return inflate(&stream, Z_FINISH)
            }
        }
        try #require(code == Z_STREAM_END && stream.total_out == size)
        return Array(result.prefix(size))
    }
}
