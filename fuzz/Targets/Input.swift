import AccessModel
import LogParsing

@testable import LogInput

extension FuzzTarget {
    /// A whole file: gzip, encoding, format recognition. The same text, digest and damage whatever the buffer sizes.
    static let input = FuzzTarget(name: "input") { bytes in
        let file = MemoryFile(bytes)
        let usual = read(file.path, chunkSize: InputReader.chunkSize, readSize: SourceFile.readSize)
        for (chunkSize, readSize) in [(512, 7), (4096, 1021)] {
            let other = read(file.path, chunkSize: chunkSize, readSize: readSize)
            require(other.summary, equals: usual.summary, "readings with other buffers")
            guard other.text == usual.text else { fatalError("the text depends on the buffers") }
        }
    }

    /// Text kept to compare; a small file can inflate to a large one, of which the length and the digest say enough.
    private static let keptText = 4 << 20

    private static func read(_ path: String, chunkSize: Int, readSize: Int) -> (summary: [String], text: [UInt8]) {
        var summary: [String] = []
        var text: [UInt8] = []
        var length = 0
        do throws(InputError) {
            let reader = try InputReader(
                DiscoveredInput(path: path), digest: true, chunkSize: chunkSize, readSize: readSize)
            summary += [
                "\(reader.format)", "\(reader.encoding)", "\(reader.byteOrderMarkLength)", "\(reader.isCompressed)",
                "\(String(describing: reader.unread))",
            ]
            while try reader.nextChunk({ chunk in
                length += chunk.count
                text += chunk.prefix(max(0, keptText - text.count))
            }) {}
            summary += ["\(length)", "\(reader.finish())", reader.damage, "\(reader.isCut)"]
        } catch {
            summary.append(error.message)
        }
        return (summary, text)
    }
}
