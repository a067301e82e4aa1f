import AccessModel

/// The entries of an LDIF file (RFC 2849) as ldifde, ldapsearch and ldbsearch write it.
///
/// Works on bytes, because a line may be folded inside a character. Only values of attributes that the table of names
/// knows are decoded; a security descriptor costs its bytes and no more.
struct LDIFReader: DirectoryRecords {
    let file: String
    private(set) var tallies = DirectoryTallies()
    private(set) var namesOfFirst: [String] = []

    private let bytes: [UInt8]
    private let limits: DirectoryLimits
    private var position = 0
    private var line = 1
    private var records = 0

    private static let lineFeed: UInt8 = 0x0A
    private static let carriageReturn: UInt8 = 0x0D
    private static let space: UInt8 = 0x20
    private static let colon = UInt8(ascii: ":")

    /// Blocks that ldapsearch and ldbsearch write between and after the entries (their manual pages).
    private static let answerBlocks = ["search", "result", "ref", "text", "matcheddn", "control", "pagedresults"]
    /// Names that `namesOfFirst` keeps: enough for a message.
    private static let namesKept = 40

    /// - Parameter text: as it is, not yet known to be UTF-8.
    init(_ text: SourceText, file: String, limits: DirectoryLimits = .standard) {
        self.file = file
        self.limits = limits
        bytes = text.bytes
    }

    mutating func next(_ record: inout DirectoryRecord) throws(EstateError) -> Bool {
        while let first = try nextLine(inEntry: false) {
            guard first.isNamed(LDIFReader.nameOfEntry) else {
                try skipBlock(first)
                continue
            }
            records += 1
            guard records <= limits.records else {
                throw failure(first.line, "more than \(limits.records) entries", remedy: "Split the file")
            }
            record.start(line: first.line)
            if try readEntry(first, into: &record) { return true }
        }
        return false
    }

    // MARK: Entries

    private static let nameOfEntry = "dn"
    private static let changeType = "changetype"

    /// False where the entry is a change, which is not read.
    private mutating func readEntry(_ first: Line, into record: inout DirectoryRecord) throws(EstateError) -> Bool {
        let start = first.start
        var list = CutList()
        try add(first, to: &record, &list)
        while let line = try nextLine(inEntry: true) {
            if records == 1, namesOfFirst.count < LDIFReader.namesKept { namesOfFirst.append(line.nameText) }
            if line.isNamed(LDIFReader.nameOfEntry) {
                throw failure(
                    line.line, "a second dn: in the entry that begins on line \(first.line)",
                    remedy: "Put a blank line between the entries")
            }
            if line.isNamed(LDIFReader.changeType) {
                let change = try text(of: line).trimmed.scalarLowercased
                if ExactText(change) == "add" { continue }
                tallies.note(.changeRecord, first.line)
                try skipRest()
                return false
            }
            try add(line, to: &record, &list)
            guard line.end - start <= limits.recordBytes, record.count <= limits.values else {
                throw failure(
                    first.line, "an entry of more than \(limits.recordBytes) bytes or \(limits.values) values",
                    remedy: "Export it without the attribute that is so long")
            }
        }
        if list.isCut { tallies.note(.cutList, first.line) }
        return true
    }

    /// Whether the server gave a list in part only: `member;range=0-1499` (Microsoft, "Searching using range retrieval").
    private struct CutList {
        private(set) var isCut = false

        mutating func see(option: ArraySlice<UInt8>) {
            guard option.count > 6, option.prefix(6).elementsEqual("range=".utf8) else { return }
            // `*` as the end: what follows is all there is.
            isCut = option.last != UInt8(ascii: "*")
        }
    }

    private mutating func add(
        _ line: Line, to record: inout DirectoryRecord, _ list: inout CutList
    ) throws(EstateError) {
        guard let slot = line.slot else { return }
        if !line.options.isEmpty {
            for option in line.options.split(separator: UInt8(ascii: ";")) { list.see(option: option) }
        }
        record.mark(slot)
        switch line.form {
        case .address: tallies.note(.externalValue, line.line)
        case .plain, .base64:
            if try !record.add(slot, bytes: decoded(line)) { tallies.note(.notUTF8, line.line) }
        }
    }

    private func text(of line: Line) throws(EstateError) -> String {
        String(decoding: try decoded(line), as: UTF8.self)
    }

    private func decoded(_ line: Line) throws(EstateError) -> ArraySlice<UInt8> {
        guard line.form == .base64 else { return line.value }
        guard let found = Base64.decoded(line.value) else {
            throw failure(
                line.line, "the value of \(shown(line.nameText)) is no base64", remedy: "Export the directory again")
        }
        return found[...]
    }

    /// Passes over lines up to the end of the entry. A change has lines of its own form (`-`).
    private mutating func skipRest() throws(EstateError) {
        while position < bytes.count, !isBlank(at: position) { try passLine() }
    }

    /// Passes over what is no entry: `version: 1`, references, the answer's end.
    private mutating func skipBlock(_ first: Line) throws(EstateError) {
        if first.isNamed("version") { return }
        guard LDIFReader.answerBlocks.contains(where: first.isNamed) else {
            throw failure(
                first.line, "an entry begins with \(shown(first.nameText)), not with dn:",
                remedy: "Look for a blank line inside the entry above, or export the directory again")
        }
        var line: Line? = first
        while let found = line {
            if found.isNamed("ref") { tallies.note(.referral, found.line) }
            if found.isNamed("result"), found.value.first != UInt8(ascii: "0") {
                tallies.note(.searchCutShort, found.line)
            }
            line = try nextLine(inEntry: true)
        }
    }

    // MARK: Lines

    private enum Form { case plain, base64, address }

    /// One line, unfolded.
    private struct Line {
        let line: Int
        /// Without options.
        let name: ArraySlice<UInt8>
        let slot: AttributeSlot?
        /// What stands between `;` and `:`, lower-case.
        let options: ArraySlice<UInt8>
        let form: Form
        /// Without the blanks after the colon; empty where nobody wants it.
        let value: ArraySlice<UInt8>
        /// Where the line starts and ends in the file.
        let start: Int
        let end: Int

        /// True where this is the name, in whatever case; `known` is lower-case.
        func isNamed(_ known: String) -> Bool {
            name.count == known.utf8.count && zip(name, known.utf8).allSatisfy { $0 | 0x20 == $1 }
        }

        /// For messages.
        var nameText: String { String(decoding: name, as: UTF8.self) }
    }

    /// The next line that is no comment. Nil at the end of the file and, inside an entry, at a blank line, which is then
    /// passed.
    private mutating func nextLine(inEntry: Bool) throws(EstateError) -> Line? {
        while position < bytes.count {
            if isBlank(at: position) {
                passPhysicalLine()
                if inEntry { return nil }
            } else if bytes[position] == UInt8(ascii: "#") {
                try passLine()
            } else {
                return try readLine()
            }
        }
        return nil
    }

    private mutating func readLine() throws(EstateError) -> Line {
        let (start, number) = (position, line)
        guard bytes[start] != LDIFReader.space else {
            throw failure(number, "a folded line without a line before it", remedy: "Export the directory again")
        }
        var end = passPhysicalLine()
        var content = bytes[start..<end]
        var colon = content.firstIndex(of: LDIFReader.colon)
        // Only values are long; a name that is folded is put together first.
        let isWanted = colon.map { LDIFReader.slot(of: content[..<$0]) != nil || isControl(content[..<$0]) } ?? true
        if position < bytes.count, bytes[position] == LDIFReader.space {
            var whole = isWanted ? Array(content) : []
            var length = content.count
            while position < bytes.count, bytes[position] == LDIFReader.space {
                let from = position + 1
                end = passPhysicalLine()
                length += end - from
                try check(length: length, number)
                if isWanted { whole += bytes[from..<end] }
            }
            if isWanted {
                content = whole[...]
                colon = content.firstIndex(of: LDIFReader.colon)
            }
        }
        try check(length: content.count, number)
        guard let colon else {
            throw failure(
                number, "a line without a colon: \(shown(String(decoding: content.prefix(100), as: UTF8.self)))",
                remedy: "Export the directory again")
        }
        let description = content[..<colon]
        let nameEnd = description.firstIndex(of: UInt8(ascii: ";")) ?? colon
        let name = description[..<nameEnd]
        var value = content[(colon + 1)...]
        var form = Form.plain
        if value.first == LDIFReader.colon {
            form = .base64
            value = value.dropFirst()
        } else if value.first == UInt8(ascii: "<") {
            form = .address
        }
        return Line(
            line: number, name: name, slot: AttributeNames.known.slot(name),
            options: nameEnd == colon
                ? [] : Array(String(decoding: description[nameEnd...], as: UTF8.self).scalarLowercased.utf8)[...],
            form: form, value: value.drop { $0 == LDIFReader.space }, start: start, end: end)
    }

    private static func slot(of description: ArraySlice<UInt8>) -> AttributeSlot? {
        AttributeNames.known.slot(description.prefix { $0 != UInt8(ascii: ";") })
    }

    /// True for the short names that are no attributes but steer the reading.
    private func isControl(_ name: ArraySlice<UInt8>) -> Bool { name.count <= LDIFReader.changeType.utf8.count }

    private func isBlank(at start: Int) -> Bool {
        var index = start
        while index < bytes.count, bytes[index] == LDIFReader.space || bytes[index] == LDIFReader.carriageReturn {
            index += 1
        }
        return index == bytes.count || bytes[index] == LDIFReader.lineFeed
    }

    /// Passes one line with what is folded onto it.
    private mutating func passLine() throws(EstateError) {
        let (start, number) = (position, line)
        passPhysicalLine()
        while position < bytes.count, bytes[position] == LDIFReader.space {
            passPhysicalLine()
            try check(length: position - start, number)
        }
    }

    /// Passes one line of the file; where its content ends.
    @discardableResult
    private mutating func passPhysicalLine() -> Int {
        var end = position
        while end < bytes.count, bytes[end] != LDIFReader.lineFeed { end += 1 }
        let start = position
        position = min(end + 1, bytes.count)
        line += 1
        if end > start, bytes[end - 1] == LDIFReader.carriageReturn { end -= 1 }
        return end
    }

    private func check(length: Int, _ line: Int) throws(EstateError) {
        guard length <= limits.valueBytes else {
            throw failure(
                line, "a line of more than \(limits.valueBytes) bytes", remedy: "Export it without that attribute")
        }
    }

    private func failure(_ line: Int, _ problem: String, remedy: String) -> EstateError {
        EstateError(file: file, line: line, problem: problem, remedy: remedy)
    }
}
