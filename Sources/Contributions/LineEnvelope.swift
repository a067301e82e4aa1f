import AccessModel
import ByteScan

/// What stands around a payload: the schema, the input it belongs to, and the hash of it all.
enum LineEnvelope {
    /// What all lines of an input begin with.
    struct Head {
        fileprivate let bytes: [UInt8]

        init(contribution: ContentID, content: ContentID) {
            var head = JSONFields()
            head.add("schema", ContributionFormat.schema)
            head.add("contribution", contribution.hex)
            head.add("content", content.hex)
            bytes = Array("{".utf8) + head.bytes + Array(",\"line\":".utf8)
        }
    }

    /// Appends a line of an input, its end included.
    /// - Parameter number: 0 for the `input` line, 1 and up for the others.
    static func append(_ head: Head, number: Int, payload: UnsafeRawBufferPointer, to block: inout [UInt8]) {
        let start = block.count
        block += head.bytes
        block += String(number).utf8
        block.append(UInt8(ascii: ","))
        block += payload
        seal(&block, from: start)
        block.append(0x0A)
    }

    /// A line that belongs to no input.
    static func note(_ payload: JSONFields) -> [UInt8] {
        var head = JSONFields()
        head.add("schema", ContributionFormat.schema)
        var line = Array("{".utf8) + head.bytes + Array(",".utf8) + payload.bytes
        seal(&line)
        line.append(0x0A)
        return line
    }

    /// Ends a line, which begins at `start`, with the hash of what stands in it.
    static func seal(_ line: inout [UInt8], from start: Int = 0) {
        let sum = line.withUnsafeBytes { LineEnvelope.sum(of: UnsafeRawBufferPointer(rebasing: $0[start...])) }
        line += sumKey
        for place in 0..<ContributionFormat.sumDigits { line.append(digit(place, of: sum)) }
        line += "\"}".utf8
    }

    /// Most bytes around a payload.
    static let length = 256

    /// `,"sum":"0123456789abcdef"}`: the end of every line.
    static let sealLength = sumKey.count + ContributionFormat.sumDigits + 2
    private static let sumKey = Array(",\"sum\":\"".utf8)

    private static func sum(of bytes: UnsafeRawBufferPointer) -> UInt64 { ContentHash.firstHalf(of: bytes) }

    /// As the hash's own text has it.
    private static func digit(_ place: Int, of sum: UInt64) -> UInt8 {
        let value = UInt8(truncatingIfNeeded: sum >> UInt64(60 - 4 * place)) & 15
        return value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }

    /// True where a line ends in the hash of what stands before it.
    static func isIntact(_ line: UnsafeRawBufferPointer) -> Bool {
        guard line.count > sealLength else { return false }
        let end = line.count - sealLength
        let sum = sum(of: UnsafeRawBufferPointer(rebasing: line[..<end]))
        let digits = end + sumKey.count
        return line[end..<digits].elementsEqual(sumKey) && line[(line.count - 2)...].elementsEqual("\"}".utf8)
            && (0..<ContributionFormat.sumDigits).allSatisfy { line[digits + $0] == digit($0, of: sum) }
    }
}
