/// Where bytes come from, front to back: a file, what a compressor packed, a member of an archive.
protocol ByteSource: AnyObject {
    /// Bytes handed out so far.
    var offset: UInt64 { get }
    /// Reads up to `buffer.count` bytes; 0 at the end and nowhere else.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int
    /// What was wrong with the container so far, in words; empty where nothing was.
    var damage: String { get }
    /// True where content is missing at the end.
    var isCut: Bool { get }
}

extension ByteSource {
    /// Fills `buffer`; fewer bytes than it holds only at the end.
    func fill(_ buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
        var count = 0
        while count < buffer.count {
            let got = try read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[count...]))
            if got == 0 { break }
            count += got
        }
        return count
    }
}

/// A source whose first bytes can be looked at before they are read.
final class PeekedSource: ByteSource {
    private let source: any ByteSource
    private var peeked: [UInt8] = []

    init(_ source: any ByteSource) { self.source = source }

    var offset: UInt64 { source.offset - UInt64(peeked.count) }
    var damage: String { source.damage }
    var isCut: Bool { source.isCut }

    /// The first bytes, fewer than `count` only where there are no more. They stay to be read.
    func peek(_ count: Int) throws(InputError) -> [UInt8] {
        guard peeked.count < count else { return peeked }
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: count - peeked.count, alignment: 1)
        defer { piece.deallocate() }
        peeked += piece.prefix(try source.fill(piece))
        return peeked
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
        guard !peeked.isEmpty else { return try source.read(into: buffer) }
        let count = min(peeked.count, buffer.count)
        buffer.copyBytes(from: peeked.prefix(count))
        peeked.removeFirst(count)
        return count
    }
}
