import AccessModel

/// What stands between two records.
///
/// Framing is no record and is not counted: white space, NUL padding, byte order marks, XML declarations of any version
/// and other processing instructions, comments, a DOCTYPE (its entities are never used), tags of root elements, the
/// `Record N` lines of evtx_dump, the first line of evtxexport, and the `- ` that a viewer puts before an element.
/// Anything else is text that belongs to no record: one rejection per gap, at its first byte. An `</Event>` here is such
/// text: it is what is left of a record whose beginning is missing. So is a comment that holds an `<Event`, and a tag,
/// DOCTYPE or processing instruction that would run over one: it was cut, and the record is read.
///
/// Markup that the end of the input cuts is framing where it can be nothing else; what may be the beginning of an
/// `<Event` is a truncated record.
extension EventFraming {
    /// Longest line of framing text, in bytes; `Record 18446744073709551615` has 27.
    private static let maximumFramingLine = 64

    private enum Found {
        /// Framing, or text already rejected, up to an index.
        case skip(to: Int)
        case needMore
        /// Text that belongs to no record, up to an index or to the next `<`.
        case text(to: Int?)
        case record
        /// The beginning of a record, cut by the end of the input.
        case cutRecord
    }

    /// Reads the gap up to the next record (then `state` is `.record`), a rejection, or the end of what is there.
    mutating func scanGap() -> Piece? {
        while position < bytes.count {
            let byte = bytes[position]
            if byte == 0x0A || byte == 0x0D {
                isAtLineStart = true
                position += 1
                continue
            }
            if byte == 0x20 || byte == 0x09 || byte == 0 {
                position += 1
                continue
            }
            switch byte == UInt8(ascii: "<") ? markup() : framingText(byte) {
            case .needMore: return nil
            case .skip(let next):
                isAtLineStart = isAtLineStart && byte == 0xEF
                position = next
            case .record:
                state = .record(OpenRecord(in: bytes, at: position))
                return nil
            case .cutRecord:
                let start = position
                position = bytes.count
                return .unfinished(at: start)
            case .text(let end):
                if let piece = rejectText(to: end) { return piece }
            }
        }
        return nil
    }

    /// Steps over text; a rejection where it is the first text of the gap.
    private mutating func rejectText(to end: Int?) -> Piece? {
        let start = position
        isAtLineStart = false
        position = end ?? bytes.index(of: UInt8(ascii: "<"), from: start + 1, to: bytes.count) ?? bytes.count
        textLength &+= source.length(of: bytes[start..<position])
        guard !gapIsRejected else { return nil }
        gapIsRejected = true
        return .rejected(.textBetweenRecords, at: start)
    }

    /// Framing that is not markup: a byte order mark, a line an exporter writes, a collapse marker.
    private func framingText(_ byte: UInt8) -> Found {
        if gapIsRejected { return .text(to: nil) }
        if byte == 0xEF {
            let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
            let available = bytes[position..<min(bytes.count, position + 3)]
            if available.elementsEqual(mark) { return .skip(to: position + 3) }
            return mark.starts(with: available) && !isAtEnd ? .needMore : .text(to: nil)
        }
        guard isAtLineStart, "Re-".utf8.contains(byte) else { return .text(to: nil) }
        let limit = min(bytes.count, position + EventFraming.maximumFramingLine)
        let end = bytes[position..<limit].firstIndex { $0 == 0x0A || $0 == UInt8(ascii: "<") }
        if end == nil, !isAtEnd, limit == bytes.count { return .needMore }
        // A marker stands before markup; an exporter's line ends with the line or with the input.
        switch FramingLine(bytes[position..<(end ?? limit)]) {
        case .exporter where end != nil || limit == bytes.count: return .skip(to: end ?? limit)
        case .collapseMarker where end.map { bytes[$0] == UInt8(ascii: "<") } ?? false: return .skip(to: end ?? limit)
        default: return .text(to: nil)
        }
    }

    /// The markup at `position`, a `<`.
    private mutating func markup() -> Found {
        guard EventMarkup.isDecided(in: bytes, at: position, limit: bytes.count) || isAtEnd else { return .needMore }
        if isAtEnd, isCutEventStart { return .cutRecord }
        let markup = EventMarkup(in: bytes, at: position, limit: bytes.count)
        switch markup {
        case .eventStart: return .record
        case .eventEnd, .text: return .text(to: nil)
        case .section(let section): return self.section(section)
        case .startTag, .endTag, .documentType:
            let limit = min(bytes.count, position + EventFraming.maximumMarkupLength)
            let tag =
                markup == .documentType
                ? MarkupTag(documentTypeIn: bytes, at: position, limit: limit)
                : tag(at: position, limit: limit, place: .gap)
            guard let tag else { return unfinished(limit: limit, isText: false) }
            guard tag.isClosed else { return .text(to: nil) }
            if markup == .startTag, !tag.isSelfClosing { openRoots += 1 }
            if markup == .endTag { openRoots = max(0, openRoots - 1) }
            return .skip(to: tag.end)
        }
    }

    /// The section that opens at `position`. An `<Event` in a processing instruction shows that this was cut, and its end
    /// is another's; a comment is one by XML's rules whatever it holds, but what holds events is not stepped over
    /// without a word.
    private mutating func section(_ section: MarkupSection) -> Found {
        let limit = min(bytes.count, position + EventFraming.maximumRecordLength)
        let end = end(of: section, at: position, limit: limit)
        if section == .processingInstruction, let event = eventStart(in: section, at: position, limit: end ?? limit) {
            return .text(to: event)
        }
        guard let end else { return unfinished(limit: limit, isText: section == .characterData) }
        let isFraming =
            section == .processingInstruction
            || section == .comment && eventStart(in: section, at: position, limit: end) == nil
        return isFraming ? .skip(to: end) : .text(to: end)
    }

    /// True where the bytes from `position` to the end may be the beginning of the start tag of a record, also with a
    /// prefix.
    private var isCutEventStart: Bool {
        let rest = bytes[position...]
        if rest.count <= 6, rest.elementsEqual("<Event".utf8.prefix(rest.count)) { return true }
        return bytes.name(at: position + 1, limit: bytes.count, is: "Event") == .undecided
            && rest.contains(UInt8(ascii: ":"))
    }

    /// Markup without an end: cut by the end of the input, or not the markup it looked like.
    private func unfinished(limit: Int, isText: Bool) -> Found {
        guard isAtEnd || limit < bytes.count else { return .needMore }
        let isCut = limit == bytes.count && bytes.index(of: UInt8(ascii: "<"), from: position + 1, to: limit) == nil
        return isCut && !isText ? .skip(to: limit) : .text(to: nil)
    }
}
