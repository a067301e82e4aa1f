import AccessModel
import ByteScan

/// Finds the `<Event>` elements in the decoded text of one input, whatever stands around them, with bounded memory.
///
/// Bytes come in by `append` and go out as pieces by `next`; `discardConsumed` drops what no piece needs any more. No
/// piece depends on where the borders between two `append`s fall: a decision that needs bytes not there yet waits.
///
/// A record is what stands between `<Event` and the `</Event>` of the same depth, both with the same prefix or none. Comments, CDATA sections, processing
/// instructions and attribute values are stepped over, so nothing inside them opens or closes a record. One that does
/// not end within the record limit is taken for plain text. What may stand between records is in `EventGap.swift`.
struct EventFraming {
    /// Longest record read, in decoded bytes. Windows limits an event to 64 KiB of UTF-16; with its rendered message
    /// and every character escaped that stays far below 4 MiB.
    static let maximumRecordLength = 4 << 20
    /// Longest tag or DOCTYPE between records, in decoded bytes.
    static let maximumMarkupLength = 64 << 10

    enum Piece: Equatable {
        /// A complete record, as a range of `bytes`.
        case record(Range<Int>)
        /// A record that `match` took, as a range of `bytes`.
        case matched(Range<Int>)
        /// A rejected record that starts at an index of `bytes`.
        case rejected(RejectionReason, at: Int)
        /// A record that starts at an index of `bytes` and is cut by the end of the input.
        case unfinished(at: Int)
    }

    enum State {
        case gap
        case record(OpenRecord)
        /// Behind the limit: the end of an oversized record with so many open `<Event>`s is looked for.
        case skipping(depth: Int, prefix: [UInt8])
    }

    /// A record whose end has not been seen.
    struct OpenRecord {
        var start: Int
        /// The prefix of its name, with the colon; nearly always empty.
        let prefix: [UInt8]
        var depth = 0
        /// Where the next piece of markup is looked for.
        var scan: Int
        /// Start tag of a nested `<Event>` where that was the last markup seen.
        var nestedStart: Int?

        /// - Parameter start: index of an `<Event`.
        init(in bytes: [UInt8], at start: Int) {
            self.start = start
            scan = start
            if case .this(let length) = bytes.name(at: start + 1, limit: bytes.count, is: "Event"), length > 0 {
                prefix = Array(bytes[(start + 1)..<(start + 1 + length)])
            } else {
                prefix = []
            }
        }
    }

    /// What has been appended and not yet discarded.
    private(set) var bytes: [UInt8] = []
    var state = State.gap
    /// Next unread byte, in the gap and while skipping.
    var position = 0
    /// True once no more bytes will come.
    var isAtEnd = false
    /// True where the gap holds text that was rejected: one rejection per gap.
    var gapIsRejected = false
    /// Elements around the records that were opened and not closed.
    var openRoots = 0
    /// True where only blanks stand between the last line break and `position`.
    var isAtLineStart = true
    /// Bytes of the source that were text between records.
    var textLength: UInt64 = 0
    private var searched = SectionSearch()
    private var searchedTag = TagSearch()
    private(set) var source: SourceOffset

    init(encoding: SourceEncoding, byteOrderMarkLength: UInt64) {
        source = SourceOffset(encoding: encoding, start: byteOrderMarkLength)
    }

    mutating func append(_ chunk: UnsafeRawBufferPointer) { bytes.append(contentsOf: chunk) }

    /// The next piece, nil where more bytes (or `isAtEnd`) are needed.
    ///
    /// - Parameter match: index behind a record it knows at once, given the bytes and where the record begins; nil for
    ///   any other. It must not take what framing would end elsewhere.
    mutating func next(match: (UnsafeRawBufferPointer, Int) -> Int? = { _, _ in nil }) -> Piece? {
        while true {
            switch state {
            case .gap:
                if let piece = scanGap() { return piece }
                guard case .record(let open) = state else { return nil }
                let limit = min(bytes.count, open.start + EventFraming.maximumRecordLength)
                if let end = bytes.withUnsafeBytes({ match(UnsafeRawBufferPointer(rebasing: $0[..<limit]), open.start) }
                ) {
                    enterGap(at: end)
                    return .matched(open.start..<end)
                }
            case .record(var open):
                return scanRecord(&open)
            case .skipping(let depth, let prefix):
                guard skipOversized(depth: depth, prefix: prefix) else { return nil }
            }
        }
    }

    /// Offset in the source, before transcoding, of the byte at an index of `bytes`.
    mutating func sourceOffset(of index: Int) -> UInt64 { bytes.withUnsafeBytes { source.offset(of: index, in: $0) } }

    // MARK: Reading beside the framing

    /// True between records where nothing waits for more bytes.
    var isIdle: Bool {
        if case .gap = state { return position == bytes.count }
        return false
    }

    /// Gives back what was appended and not read, where another record follows at once; at most `limit` bytes, nil
    /// where there is nothing that could be read beside the framing.
    mutating func giveBack(atMost limit: Int) -> Int? {
        guard case .gap = state, !gapIsRejected, bytes.count - position <= limit else { return nil }
        var next = position
        while next < bytes.count, FieldValue.isBlank(bytes[next]) { next += 1 }
        guard next == bytes.count || bytes.isTag("<Event", at: next, limit: bytes.count) else { return nil }
        let count = bytes.count - position
        bytes.removeLast(count)
        // What was searched in them says nothing of what comes in their place.
        searched.truncate(to: position)
        searchedTag.truncate(to: position)
        return count
    }

    /// Where the next byte appended stands in the source, while idle.
    var nextOffset: SourceOffset {
        var next = source
        bytes.withUnsafeBytes { next.discard(bytes.count, of: $0) }
        return next
    }

    /// Steps over records read beside the framing, which must be idle.
    mutating func skipRecords(_ read: UnsafeRawBufferPointer) {
        precondition(isIdle, "nothing may wait in front of what is skipped")
        discardConsumed()
        source.skip(read)
        enterGap(at: 0)
    }

    /// Forgets the bytes before the open record or the next unread byte.
    mutating func discardConsumed() {
        var count = position
        if case .record(var open) = state {
            count = open.start
            open.start = 0
            open.scan -= count
            open.nestedStart = open.nestedStart.map { $0 - count }
            state = .record(open)
        }
        guard count > 0 else { return }
        bytes.withUnsafeBytes { source.discard(count, of: $0) }
        searched.shift(by: count)
        searchedTag.shift(by: count)
        bytes.removeFirst(count)
        position = max(0, position - count)
    }

    /// End of the comment, CDATA section or processing instruction that opens at `mark`; nil where it is not found
    /// before `limit`.
    mutating func end(of section: MarkupSection, at mark: Int, limit: Int) -> Int? {
        searched.end(of: section, from: mark + section.opener.utf8CodeUnitCount, limit: limit, in: bytes)
    }

    /// First `<Event` in a section that opens at `mark`; nil where none is told before `limit`.
    mutating func eventStart(in section: MarkupSection, at mark: Int, limit: Int) -> Int? {
        searched.eventStart(from: mark + section.opener.utf8CodeUnitCount, limit: limit, in: bytes)
    }

    /// The start or end tag at `mark`; nil where its end is not before `limit`.
    mutating func tag(at mark: Int, limit: Int, place: TagSearch.Place) -> MarkupTag? {
        searchedTag.tag(in: bytes, at: mark, limit: limit, place: place)
    }

    /// Bytes of tags read so far, again and again where that was needed.
    var tagSteps: Int { searchedTag.steps }

    /// Goes on in the gap at `index`, behind a record.
    private mutating func enterGap(at index: Int) {
        state = .gap
        position = index
        gapIsRejected = false
        isAtLineStart = false
    }

    // MARK: Inside a record

    private enum Step {
        case goOn, needMore
        case complete(end: Int)
        /// The record was cut: another one begins at `next`.
        case cut(next: Int)
    }

    private mutating func scanRecord(_ open: inout OpenRecord) -> Piece? {
        let limit = min(bytes.count, open.start + EventFraming.maximumRecordLength)
        // A byte behind the limit makes the record oversized; the end of the input makes it truncated.
        let isOversized = bytes.count > limit
        while let mark = bytes.index(of: UInt8(ascii: "<"), from: open.scan, to: limit) {
            open.scan = mark
            switch step(&open, at: mark, limit: limit, isOversized: isOversized) {
            case .goOn: continue
            case .needMore: return pause(open, isOversized: isOversized)
            case .complete(let end):
                enterGap(at: end)
                return .record(open.start..<end)
            case .cut(let next):
                state = .record(OpenRecord(in: bytes, at: next))
                return .rejected(.truncatedRecord, at: open.start)
            }
        }
        open.scan = max(open.scan, limit)
        return pause(open, isOversized: isOversized)
    }

    /// Waits for more bytes, or gives the record up where none will come that belong to it.
    private mutating func pause(_ open: OpenRecord, isOversized: Bool) -> Piece? {
        if isOversized {
            state = .skipping(depth: open.depth, prefix: open.prefix)
            position = max(open.scan, open.start + 1)
            return .rejected(.oversizedRecord, at: open.start)
        }
        if isAtEnd {
            enterGap(at: bytes.count)
            return .unfinished(at: open.start)
        }
        state = .record(open)
        return nil
    }

    /// Reads the markup at `mark`, a `<` of an open record.
    private mutating func step(_ open: inout OpenRecord, at mark: Int, limit: Int, isOversized: Bool) -> Step {
        let markup = EventMarkup(in: bytes, at: mark, limit: limit)
        if isOversized || !isAtEnd, !EventMarkup.isDecided(in: bytes, at: mark, limit: limit) {
            // Before the limit nothing but the end of the record is worth telling.
            guard isOversized, markup == .eventEnd else { return .needMore }
        }
        switch markup {
        case .section(let section):
            if let end = end(of: section, at: mark, limit: limit) {
                open.scan = end
            } else if isAtEnd || isOversized {
                open.scan = mark + 1
            } else {
                return .needMore
            }
        case .eventStart: return stepIntoEvent(&open, at: mark, limit: limit)
        case .startTag, .eventEnd:
            if let nested = open.nestedStart, bytes.name(at: mark + 1, limit: limit, is: "System").isThis {
                // Only a record holds a System: what looks nested is the next record, without a namespace.
                return .cut(next: nested)
            }
            guard let tag = tag(at: mark, limit: limit, place: .record) else { return .needMore }
            open.nestedStart = nil
            open.scan = tag.end
            guard markup == .eventEnd, tag.isClosed, has(open.prefix, at: mark + 2) else { return .goOn }
            open.depth -= 1
            if open.depth <= 0 { return .complete(end: tag.end) }
        case .endTag:
            open.nestedStart = nil
            open.scan = mark + 1
        case .documentType, .text:
            open.scan = mark + 1
        }
        return .goOn
    }

    private mutating func stepIntoEvent(_ open: inout OpenRecord, at mark: Int, limit: Int) -> Step {
        guard let tag = tag(at: mark, limit: limit, place: .record) else { return .needMore }
        if open.depth > 0, tag.carriesNamespace { return .cut(next: mark) }
        open.scan = tag.end
        let isOwn = has(open.prefix, at: mark + 1)
        if !tag.isSelfClosing {
            open.depth += isOwn ? 1 : 0
            open.nestedStart = mark > open.start ? mark : nil
        } else if open.depth == 0 {
            return .complete(end: tag.end)
        }
        return .goOn
    }

    /// True where the name of an `Event` that begins at an index has this prefix, and no other.
    private func has(_ prefix: [UInt8], at index: Int) -> Bool {
        if prefix.isEmpty {
            return bytes[index] == UInt8(ascii: "E") && bytes.isTag("Event", at: index, limit: bytes.count)
        }
        return bytes[index...].starts(with: prefix)
    }

    // MARK: Behind the limit of an oversized record

    /// Looks for the end of an oversized record or the beginning of the next one; true where it found either.
    ///
    /// Comments and CDATA count as markup here: what made the record too long may be one that never ends.
    private mutating func skipOversized(depth startDepth: Int, prefix: [UInt8]) -> Bool {
        var depth = startDepth
        while let mark = bytes.index(of: UInt8(ascii: "<"), from: position, to: bytes.count) {
            position = mark
            switch skipStep(at: mark, depth: &depth, prefix: prefix) {
            case .goOn: position = mark + 1
            case .needMore:
                state = .skipping(depth: depth, prefix: prefix)
                return false
            case .complete(let index), .cut(let index):
                enterGap(at: index)
                return true
            }
        }
        position = bytes.count
        state = .skipping(depth: depth, prefix: prefix)
        return false
    }

    private mutating func skipStep(at mark: Int, depth: inout Int, prefix: [UInt8]) -> Step {
        let limit = min(bytes.count, mark + EventFraming.maximumMarkupLength)
        let isFinal = isAtEnd || bytes.count > limit
        guard isFinal || EventMarkup.isDecided(in: bytes, at: mark, limit: limit) else { return .needMore }
        let markup = EventMarkup(in: bytes, at: mark, limit: limit)
        switch markup {
        case .eventStart:
            guard let begins = MarkupTag.beginsRecord(in: bytes, at: mark, limit: limit) ?? (isFinal ? false : nil)
            else {
                return .needMore
            }
            if begins { return .cut(next: mark) }
        case .eventEnd: break
        default: return .goOn
        }
        guard let tag = tag(at: mark, limit: limit, place: .record) else { return isFinal ? .goOn : .needMore }
        if markup == .eventStart {
            if tag.carriesNamespace { return .cut(next: mark) }
            depth += tag.isSelfClosing || !has(prefix, at: mark + 1) ? 0 : 1
        } else if tag.isClosed, has(prefix, at: mark + 2) {
            depth -= 1
            if depth <= 0 { return .complete(end: tag.end) }
        }
        return .goOn
    }
}
