import AccessModel
import LogInput
import LogParsing

/// One log as batches, a chunk of text each: read, parsed, and handed to whoever counts.
///
/// A large log is read on one thread and parsed on another, so that it keeps all cores busy alone: decompressing, hashing
/// and transcoding, parsing, and counting each take about a third of the time.
final class ParsedChunks {
    /// Files smaller than this are read by the worker itself: many of them keep all cores busy without more threads.
    static let leastSize: UInt64 = 1 << 20

    private static let chunksAhead = 4
    private static let batchesAhead = 3

    /// What one chunk held.
    struct Part {
        var batch = AccessBatch()
        /// Bytes of text in the chunk.
        var bytes = 0
    }

    private let stage: ParsingStage
    private let ahead: Ahead<Part, InputError>?
    /// Where nothing runs ahead.
    private var part = Part()

    init(_ reader: InputReader, parser: any LogParser, ahead isAhead: Bool) {
        let chunks = isAhead ? ParsedChunks.read(reader) : nil
        let stage = ParsingStage(reader, chunks, parser)
        self.stage = stage
        ahead =
            isAhead
            ? Ahead("headcount parser", depth: ParsedChunks.batchesAhead, makeItem: Part.init) {
                part throws(InputError) in try stage.next(&part)
            } : nil
    }

    private static func read(_ reader: InputReader) -> Ahead<ChunkBuffer, InputError> {
        Ahead("headcount reader", depth: chunksAhead, makeItem: ChunkBuffer.init) { buffer throws(InputError) in
            try reader.nextChunk(into: buffer)
        }
    }

    /// Hands what the next chunk held to `body`; false at the end, without calling it.
    func next(_ body: (Part) -> Void) throws(InputError) -> Bool {
        if let ahead { return try ahead.take { body($0) } }
        guard try stage.next(&part) else { return false }
        body(part)
        return true
    }

    /// The parser, to be ended, once `next` has returned false.
    var parser: any LogParser {
        get { stage.parser }
        set { stage.parser = newValue }
    }
}

/// Parses chunk after chunk, on whichever thread asks.
private final class ParsingStage {
    private let reader: InputReader
    private let chunks: Ahead<ChunkBuffer, InputError>?
    var parser: any LogParser

    init(_ reader: InputReader, _ chunks: Ahead<ChunkBuffer, InputError>?, _ parser: any LogParser) {
        self.reader = reader
        self.chunks = chunks
        self.parser = parser
    }

    func next(_ part: inout ParsedChunks.Part) throws(InputError) -> Bool {
        part.batch.removeAll()
        if let chunks { return try chunks.take { parse($0.bytes, into: &part) } }
        return try reader.nextChunk { parse($0, into: &part) }
    }

    private func parse(_ chunk: UnsafeRawBufferPointer, into part: inout ParsedChunks.Part) {
        part.bytes = chunk.count
        parser.consume(chunk, into: &part.batch)
    }
}
