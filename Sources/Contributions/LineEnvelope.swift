import AccessModel
import ByteScan

/// What stands around a payload: the schema, the input it belongs to, and the hash of it all.
enum LineEnvelope {
    /// A line of an input, its end included.
    /// - Parameters:
    ///   - number: 0 for the `input` line, 1 and up for the others.
    static func line(
        contribution: ContentID, content: ContentID, number: Int, payload: UnsafeRawBufferPointer
    ) -> [UInt8] {
        var head = JSONFields()
        head.add("schema", ContributionFormat.schema)
        head.add("contribution", contribution.hex)
        head.add("content", content.hex)
        head.add("line", number)
        return sealed(head, payload)
    }

    /// A line that belongs to no input.
    static func note(_ payload: JSONFields) -> [UInt8] {
        var head = JSONFields()
        head.add("schema", ContributionFormat.schema)
        return payload.bytes.withUnsafeBytes { sealed(head, $0) }
    }

    private static func sealed(_ head: JSONFields, _ payload: UnsafeRawBufferPointer) -> [UInt8] {
        var line: [UInt8] = []
        line.reserveCapacity(head.bytes.count + payload.count + sealLength + 4)
        line.append(UInt8(ascii: "{"))
        line += head.bytes
        line.append(UInt8(ascii: ","))
        line += payload
        seal(&line)
        line.append(0x0A)
        return line
    }

    /// Ends a line with the hash of what stands in it.
    static func seal(_ line: inout [UInt8]) {
        let sum = line.withUnsafeBytes { LineEnvelope.sum(of: $0) }
        line += sumKey
        line += sum
        line += "\"}".utf8
    }

    /// Most bytes around a payload.
    static let length = 256

    /// `,"sum":"0123456789abcdef"}`: the end of every line.
    static let sealLength = sumKey.count + ContributionFormat.sumDigits + 2
    private static let sumKey = Array(",\"sum\":\"".utf8)

    private static func sum(of bytes: UnsafeRawBufferPointer) -> [UInt8] {
        var hash = ContentHash()
        hash.update(bytes)
        return Array(hash.id.hex.utf8.prefix(ContributionFormat.sumDigits))
    }

    /// True where a line ends in the hash of what stands before it.
    static func isIntact(_ line: UnsafeRawBufferPointer) -> Bool {
        guard line.count > sealLength else { return false }
        let end = line.count - sealLength
        let seal = sumKey + sum(of: UnsafeRawBufferPointer(rebasing: line[..<end])) + Array("\"}".utf8)
        return line[end...].elementsEqual(seal)
    }
}
