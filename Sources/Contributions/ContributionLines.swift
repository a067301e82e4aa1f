public import AccessModel
import ByteScan

/// Writes what inputs contribute as lines, one input at a time.
///
/// An input's lines name it by a hash that only its end tells, so what they hold waits until then. The same readings give
/// the same bytes.
public struct ContributionLines: ~Copyable, Sendable {
    private var spool = LineSpool()
    private var openCount = 0
    private let write: @Sendable ([UInt8]) throws(ContributionWriteError) -> Void

    /// An input whose lines are being gathered.
    public struct Open: Sendable {
        fileprivate var lines = 0
        fileprivate var parts = 0
        fileprivate let start: UInt64
        fileprivate var end: UInt64
    }

    /// - Parameter write: takes finished lines, some at a time.
    public init(write: @escaping @Sendable ([UInt8]) throws(ContributionWriteError) -> Void) { self.write = write }

    /// Begins an input. Nothing of it is written before it closes.
    public mutating func begin() -> Open {
        openCount += 1
        return Open(start: spool.count, end: spool.count)
    }

    /// Forgets an input.
    public mutating func abandon(_ open: Open) throws(ContributionWriteError) { try endOne() }

    /// What waits is forgotten once nothing can be asked of it.
    private mutating func endOne() throws(ContributionWriteError) {
        openCount -= 1
        if openCount == 0 { try spool.truncate(to: 0) }
    }

    /// Gathers a part of what the input begun last contributes.
    public mutating func append(_ snapshot: EvidenceSnapshot, to open: inout Open) throws(ContributionWriteError) {
        open.parts += 1
        let lines = SnapshotLines(snapshot: snapshot, part: open.parts, firstLine: open.lines + 1)
        try gather(into: &open) { add throws(ContributionWriteError) in
            try lines.forEach { fields throws(ContributionWriteError) in try add(fields) }
        }
    }

    /// Takes back what was gathered of the input begun last.
    public mutating func restart(_ open: inout Open) throws(ContributionWriteError) {
        try spool.truncate(to: open.start)
        open = Open(start: spool.count, end: spool.count)
    }

    /// Writes the lines of an input. Inputs may close in another order than they began.
    public mutating func close(_ open: Open, reading: InputReading) throws(ContributionWriteError) {
        // Behind what was gathered since of other inputs.
        let details = ReadingLines(reading: reading)
        var detail = Open(start: spool.count, end: spool.count)
        try gather(into: &detail) { add throws(ContributionWriteError) in
            try details.forEachDetail { fields throws(ContributionWriteError) in try add(fields) }
        }
        let ranges = [open.start..<open.end, detail.start..<detail.end]
        let input = details.input(lines: open.lines + detail.lines)
        let id = try id(of: ranges, input)
        var number = 0
        let head = LineEnvelope.Head(contribution: id, content: reading.content)
        var block: [UInt8] = []
        func put(_ payload: UnsafeRawBufferPointer) throws(ContributionWriteError) {
            LineEnvelope.append(head, number: number, payload: payload, to: &block)
            number += 1
            guard block.count >= LineSpool.blockSize else { return }
            try write(block)
            block.removeAll(keepingCapacity: true)
        }
        try input.bytes.withBytes { bytes throws(ContributionWriteError) in try put(bytes) }
        for range in ranges { try spool.forEachLine(in: range, put) }
        try write(block)
        try endOne()
    }

    /// Writes what was not read, and what was read as far as it goes.
    public func finish(unread: [UnreadInput], finished: [String]) throws(ContributionWriteError) {
        var block: [UInt8] = []
        for input in unread { block += LineEnvelope.note(ContributionLines.fields(input)) }
        for path in finished {
            var fields = JSONFields()
            fields.add("kind", ContributionFormat.Kind.finished.rawValue)
            fields.add("path", path)
            block += LineEnvelope.note(fields)
        }
        try write(block)
    }

    private static func fields(_ unread: UnreadInput) -> JSONFields {
        var fields = JSONFields()
        fields.add("kind", ContributionFormat.Kind.unread.rawValue)
        fields.add("path", unread.path)
        fields.add("format", unread.format.rawValue)
        fields.add("reason", unread.reason)
        fields.addUnlessEmpty("remedy", unread.remedy)
        fields.add("is_failure", unread.isFailure)
        return fields
    }

    private typealias Adding = (JSONFields) throws(ContributionWriteError) -> Void

    private mutating func gather(
        into open: inout Open, _ body: (Adding) throws(ContributionWriteError) -> Void
    ) throws(ContributionWriteError) {
        var (payloads, lines) = ([UInt8](), 0)
        try body { fields throws(ContributionWriteError) in
            guard fields.bytes.count + LineEnvelope.length <= ContributionFormat.longestLine else {
                throw ContributionWriteError(
                    reason: "a line would have more than \(ContributionFormat.longestLine) bytes",
                    remedy: "scan this input with --store instead")
            }
            lines += 1
            payloads += fields.bytes
            payloads.append(0x0A)
            guard payloads.count >= LineSpool.blockSize else { return }
            try spool.add(payloads)
            payloads.removeAll(keepingCapacity: true)
        }
        try spool.add(payloads)
        open.lines += lines
        open.end = spool.count
        guard open.lines <= ContributionFormat.mostLines else {
            throw ContributionWriteError(
                reason: "an input has more than \(ContributionFormat.mostLines) lines",
                remedy: "scan this input with --store instead")
        }
    }

    /// Names everything the input contributes, and how it was cut into lines: the content hash of all payloads, each with
    /// its line end, the `input` line's last.
    private func id(of ranges: [Range<UInt64>], _ input: JSONFields) throws(ContributionWriteError) -> ContentID {
        var hash = ContentHash()
        let lineEnd: [UInt8] = [0x0A]
        for range in ranges {
            try spool.forEachLine(in: range) { payload throws(ContributionWriteError) in
                hash.update(payload)
                lineEnd.withUnsafeBytes { hash.update($0) }
            }
        }
        (input.bytes + lineEnd).withUnsafeBytes { hash.update($0) }
        return hash.id
    }
}
