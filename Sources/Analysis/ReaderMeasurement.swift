public import AccessModel
import Foundation
import LogInput
import LogParsing

/// The event reader alone, for the measurements in `benchmarks/`: no decompression, no sets, no store.
public struct ReaderMeasurement: Sendable {
    /// Time of the reading, the file being in memory before.
    public var seconds: Double
    public var bytes: Int
    public var tally: RecordTally
    /// Rows by event id (its lower 16 bits, which are all there are), in order.
    public var rows: [(eventID: Int, count: UInt64)]

    /// Size of the pieces the reader gets, that of a scan's.
    private static let chunkLength = 256 * 1024

    /// Reads a plain UTF-8 event log that fits into memory, and drops what it finds piece by piece.
    /// - Parameter usesReference: libxml2 alone instead of the fast reader.
    public static func measure(path: String, usesReference: Bool) throws -> ReaderMeasurement {
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        return data.withUnsafeBytes { measure($0, usesReference: usesReference) }
    }

    private static func measure(_ bytes: UnsafeRawBufferPointer, usesReference: Bool) -> ReaderMeasurement {
        var parser = EventXMLParser(context: ParserContext(), readers: usesReference ? .reference : .fastest)
        var batch = AccessBatch()
        var tally = RecordTally()
        var rows = [UInt64](repeating: 0, count: 0x10000)
        let start = ContinuousClock.now
        for begin in stride(from: 0, to: bytes.count, by: chunkLength) {
            let end = min(begin + chunkLength, bytes.count)
            parser.consume(UnsafeRawBufferPointer(rebasing: bytes[begin..<end]), into: &batch)
            count(&batch, into: &tally, &rows)
        }
        parser.finish(isDamaged: false, into: &batch)
        count(&batch, into: &tally, &rows)
        let duration = ContinuousClock.now - start
        let seconds = Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
        return ReaderMeasurement(
            seconds: seconds, bytes: bytes.count, tally: tally,
            rows: rows.indices.filter { rows[$0] > 0 }.map { ($0, rows[$0]) })
    }

    private static func count(
        _ batch: inout AccessBatch, into tally: inout RecordTally, _ rows: inout [UInt64]
    ) {
        tally.append(batch.tally)
        for access in batch.accesses { rows[Int(truncatingIfNeeded: access.eventID & 0xFFFF)] += 1 }
        batch.removeAll()
    }
}
