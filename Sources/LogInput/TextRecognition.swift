import AccessModel
import ByteScan

/// What a content turns out to be.
enum Finding: Equatable {
    case read(LogFormat)
    case unread(UnreadFormat)
}

/// Looks at the first 64 KiB of decoded text.
struct TextRecognition {
    private let text: UnsafeRawBufferPointer

    /// Bytes behind `<Event` in which a sign of a Windows event must stand, where it stands in the middle of a line.
    private static let eventWindow = 2048
    /// Longest namespace prefix looked for.
    private static let longestPrefix = 32

    /// - Parameters:
    ///   - isWhole: true where `text` is all there is.
    ///   - name: file name; it only supports what the content says.
    static func finding(_ text: UnsafeRawBufferPointer, isWhole: Bool, name: String) -> Finding {
        TextRecognition(text: text).finding(isWhole: isWhole, name: name)
    }

    private func finding(isWhole: Bool, name: String) -> Finding {
        guard let start = nextVisible(from: 0) else {
            if text.contains(0) { return .unread(.onlyNULs) }
            return isWhole ? .read(.empty) : .unread(.otherText)
        }
        if looksLikeJSON(from: start) { return .unread(.json) }
        let firstLine = line(at: start)
        let directives = W3CDirectives(text)
        // A hostile web client can write "<Event ...>" into a web log, so what a log line looks like comes first.
        if directives.first == start { return withoutFields(directives) ?? directives.finding }
        if LineShape.isW3CData(firstLine) {
            return directives.first == nil ? .read(.w3cWithoutFields) : directives.finding
        }
        if directives.namesFields, LineShape.isIISNative(firstLine) || LineShape.isNCSA(firstLine) {
            return directives.finding
        }
        if LineShape.isExchangeProxyHeading(firstLine) { return .read(.exchangeProxy) }
        if DHCPShape.isTitle(firstLine) || DHCPShape.isRecord(firstLine) { return .read(.dhcp) }
        if let finding = withoutFields(directives) { return finding }
        let event = firstEvent()
        if let clixml = firstClixml(), clixml < event ?? .max { return .unread(.clixml) }
        if let event, event < directives.first ?? .max {
            return isRadiusAccounting(event) ? .unread(.npsXML) : .read(.eventXML)
        }
        if directives.first != nil { return directives.finding }
        return DHCPShape.hasHeader(text) ? .read(.dhcp) : .unread(other(from: start, firstLine, name))
    }

    /// What the first record shows where no `#Fields` says it: whoever put a remark or another directive above a log did
    /// not change its format. Nil where the directives decide, or nothing is shown.
    private func withoutFields(_ directives: W3CDirectives) -> Finding? {
        guard !directives.namesFields, directives.finding == .read(.w3c), let record = directives.firstRecord else {
            return nil
        }
        let line = line(at: record)
        if LineShape.isW3CData(line) { return .read(.w3cWithoutFields) }
        if LineShape.isIISNative(line) { return .read(.iisNative) }
        return LineShape.isNCSA(line) ? .read(.ncsa) : nil
    }

    /// White space, and the NULs a crashed server leaves.
    static func isFiller(_ byte: UInt8) -> Bool { byte == 0 || FieldValue.isBlank(byte) }

    private func line(at start: Int) -> UnsafeRawBufferPointer {
        let end = text.firstOffset(ofByte: 0x0A, from: start) ?? text.count
        let line = text[start..<end]
        return UnsafeRawBufferPointer(rebasing: line.last == 0x0D ? line.dropLast() : line)
    }

    private func nextVisible(from start: Int) -> Int? {
        text[min(start, text.count)...].firstIndex { !TextRecognition.isFiller($0) }
    }

    private func looksLikeJSON(from start: Int) -> Bool {
        guard let next = nextVisible(from: start + 1) else { return false }
        switch text[start] {
        case UInt8(ascii: "{"): return text[next] == UInt8(ascii: "\"")
        case UInt8(ascii: "["): return text[next] == UInt8(ascii: "{")
        default: return false
        }
    }

    // MARK: Events

    /// Offset of the first tag that opens a Windows event or a root `Events`, nil where there is none.
    private func firstEvent() -> Int? {
        var position = 0
        while let found = text.firstOffset(of: "Event", from: position) {
            position = found + 5
            guard let open = tagStart(ofNameAt: found) else { continue }
            let isRoot = position < text.count && text[position] == UInt8(ascii: "s")
            let end = isRoot ? position + 1 : position
            guard end < text.count,
                FieldValue.isBlank(text[end]) || text[end] == UInt8(ascii: ">") || text[end] == UInt8(ascii: "/")
            else { continue }
            if beginsMarkup(open) || (!isRoot && hasEventSign(after: end)) { return open }
        }
        return nil
    }

    /// The `<` of the tag whose local name begins at `name`, with or without a prefix.
    private func tagStart(ofNameAt name: Int) -> Int? {
        guard name > 0 else { return nil }
        if text[name - 1] == UInt8(ascii: "<") { return name - 1 }
        guard text[name - 1] == UInt8(ascii: ":") else { return nil }
        for candidate in stride(from: name - 2, through: max(name - 2 - TextRecognition.longestPrefix, 0), by: -1) {
            if text[candidate] == UInt8(ascii: "<") { return candidate < name - 2 ? candidate : nil }
            if FieldValue.isBlank(text[candidate]) || text[candidate] == UInt8(ascii: ">") { return nil }
        }
        return nil
    }

    /// True where a `<` stands at the start of a line (collapse markers and a byte order mark aside) or behind a tag.
    private func beginsMarkup(_ open: Int) -> Bool {
        let before = text[..<open].last { ![0x20, 0x09, UInt8(ascii: "-"), 0xEF, 0xBB, 0xBF, 0].contains($0) }
        return before == nil || before == 0x0A || before == 0x0D || before == UInt8(ascii: ">")
    }

    private func hasEventSign(after position: Int) -> Bool {
        let end = min(position + TextRecognition.eventWindow, text.count)
        let window = UnsafeRawBufferPointer(rebasing: text[position..<end])
        return window.firstOffset(of: "System>") != nil || window.firstOffset(of: "win/2004/08/events") != nil
    }

    /// Network Policy Server's DTS format writes `<Event><Timestamp data_type="4">`.
    private func isRadiusAccounting(_ open: Int) -> Bool {
        guard let close = text.firstOffset(ofByte: UInt8(ascii: ">"), from: open),
            let next = nextVisible(from: close + 1)
        else { return false }
        return text[next...].starts(with: Array("<Timestamp data_type".utf8))
    }

    private func firstClixml() -> Int? {
        guard let open = text.firstOffset(of: "<Objs "),
            let close = text.firstOffset(ofByte: UInt8(ascii: ">"), from: open)
        else { return nil }
        let tag = UnsafeRawBufferPointer(rebasing: text[open..<close])
        return tag.firstOffset(of: "schemas.microsoft.com/powershell/") == nil ? nil : open
    }

    // MARK: Everything else

    private func other(from start: Int, _ firstLine: UnsafeRawBufferPointer, _ name: String) -> UnreadFormat {
        // Form feed and escape occur in text, other control characters hardly ever.
        let isBinary = text.prefix(4096).contains { $0 < 0x20 && !FieldValue.isBlank($0) && $0 != 0x0C && $0 != 0x1B }
        if isBinary { return LineShape.hasIBLName(name) ? .centralizedBinary : .binary }
        if text[start] == UInt8(ascii: "<") { return .otherXML }
        if LineShape.isRadiusRecord(firstLine) { return .npsText }
        if firstLine.starts(with: Array("dn:".utf8)) || text.firstOffset(of: "\ndn: ") != nil { return .ldif }
        return .otherText
    }
}
