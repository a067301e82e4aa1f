import AccessModel

/// The objects of a JSON export: what ConvertTo-Json writes of Get-ADUser and its kin (a list, one object, or the list
/// in an object of `value` and `Count`), JSON Lines, and the shapes other tools give the attributes.
struct DirectoryJSON: DirectoryRecords {
    private(set) var tallies = DirectoryTallies()
    private(set) var namesOfFirst: [String] = []
    private var json: JSONReader
    private let limits: DirectoryLimits
    /// The lists the reader is inside of, outermost first.
    private var open: [Container] = []
    private var records = 0
    /// Where the object at hand begins.
    private var start = 0

    private enum Container: Sendable {
        case list
        /// A list that is the `value` of an object: the rest of the object follows it.
        case listInObject
    }

    var file: String { json.file }

    /// Members that hold the values: PowerShell's `value` (and the `Value` of a SecurityIdentifier).
    private static let valueMember: ExactText = "value"
    /// Members that hold the attributes: the answers of DirectorySearcher and of the ldap3 library.
    private static let attributeMembers: [ExactText] = ["attributes", "properties"]
    /// Names that `namesOfFirst` keeps: enough for a message.
    private static let namesKept = 40

    init(_ text: SourceText, file: String, limits: DirectoryLimits = .standard) {
        self.limits = limits
        json = JSONReader(text, file: file, limits: limits)
    }

    mutating func next(_ record: inout DirectoryRecord) throws(EstateError) -> Bool {
        while let byte = json.peek() {
            if byte == UInt8(ascii: "["), open.isEmpty || !afterElement {
                try json.enter("[", open.count)
                open.append(.list)
                afterElement = false
                if json.take("]") { try close() }
            } else if afterElement {
                if try !json.another(until: "]") { try close() } else { afterElement = false }
            } else if byte == UInt8(ascii: "{") {
                if try readObject(into: &record) { return true }
            } else if open.isEmpty {
                throw json.failure(
                    json.line, "not JSON: an object or a list of objects should stand here",
                    "Export it with ConvertTo-Json")
            } else {
                tallies.note(.notAnObject, json.line)
                try json.skip(depth: open.count)
                afterElement = true
            }
        }
        guard open.isEmpty else {
            throw json.failure(
                json.line, "the file ends inside a list", "Export it again: the file may be cut short")
        }
        return false
    }

    /// True where a `,` or `]` follows.
    private var afterElement = false

    /// Passes the end of the innermost list.
    private mutating func close() throws(EstateError) {
        if open.popLast() == .listInObject {
            while try json.another(until: "}") {
                _ = try json.string()
                try json.expect(":")
                try json.skip(depth: open.count + 1)
            }
        }
        afterElement = !open.isEmpty
    }

    /// False where the object only wraps a list of objects, which is then open.
    private mutating func readObject(into record: inout DirectoryRecord) throws(EstateError) -> Bool {
        record.start(line: json.line)
        start = json.position
        try json.enter("{", open.count)
        if !json.take("}") {
            if try readMembers(into: &record, depth: open.count + 1, isTop: true) { return false }
        }
        records += 1
        guard records <= limits.records else {
            throw json.failure(record.line, "more than \(limits.records) objects", "Split the file")
        }
        afterElement = !open.isEmpty
        return true
    }

    /// Reads members up to the end of their object.
    ///
    /// - Returns: true where a member turned out to be a list of directory objects, which is then open.
    private mutating func readMembers(
        into record: inout DirectoryRecord, depth: Int, isTop: Bool
    ) throws(EstateError) -> Bool {
        repeat {
            let name = try json.string()
            try json.expect(":")
            if records == 0, namesOfFirst.count < DirectoryJSON.namesKept {
                namesOfFirst.append(String(decoding: name, as: UTF8.self))
            }
            if let slot = AttributeNames.known.slot(name) {
                record.mark(slot)
                try readValue(slot, into: &record, depth: depth)
            } else {
                let known = ExactText(String(decoding: name, as: UTF8.self).scalarLowercased)
                if isTop, known == DirectoryJSON.valueMember, json.peek() == UInt8(ascii: "[") {
                    try json.enter("[", depth)
                    open.append(.listInObject)
                    if records == 0 { namesOfFirst = [] }
                    afterElement = false
                    if json.take("]") { try close() }
                    return true
                }
                if isTop, DirectoryJSON.attributeMembers.contains(known), json.peek() == UInt8(ascii: "{") {
                    try json.enter("{", depth)
                    if !json.take("}") {
                        _ = try readMembers(into: &record, depth: depth + 1, isTop: false)
                    }
                } else {
                    try json.skip(depth: depth)
                }
            }
            try check(record)
        } while try json.another(until: "}")
        return false
    }

    /// After each value, not only after each member: one list may be the whole file.
    private func check(_ record: DirectoryRecord) throws(EstateError) {
        guard json.position - start <= limits.recordBytes, record.count <= limits.values else {
            throw json.failure(
                record.line, "an object of more than \(limits.recordBytes) bytes or \(limits.values) values",
                "Export it without the property that is so long")
        }
    }

    private mutating func readValue(
        _ slot: AttributeSlot, into record: inout DirectoryRecord, depth: Int
    ) throws(EstateError) {
        switch json.peek() {
        case UInt8(ascii: "\""):
            record.add(slot, String(decoding: try json.string(), as: UTF8.self))
        case UInt8(ascii: "["):
            try json.enter("[", depth)
            if json.take("]") { return }
            if slot.attribute.isSID, let first = json.peek(), (0x30...0x39).contains(first) {
                return try readBytes(slot, into: &record)
            }
            repeat {
                try readValue(slot, into: &record, depth: depth + 1)
                try check(record)
            } while try json.another(until: "]")
        case UInt8(ascii: "{"):
            try readWrapped(slot, into: &record, depth: depth)
        default:
            let word = try json.word()
            if !word.elementsEqual("null".utf8) { record.add(slot, String(decoding: word, as: UTF8.self)) }
        }
    }

    /// A value in an object: `{"value": ..., "Count": 2}` of PowerShell 5.1, `{"Value": "S-1-5-..."}` of a SID.
    private mutating func readWrapped(
        _ slot: AttributeSlot, into record: inout DirectoryRecord, depth: Int
    ) throws(EstateError) {
        let line = json.line
        try json.enter("{", depth)
        var isKnown = false
        if !json.take("}") {
            repeat {
                let name = ExactText(String(decoding: try json.string(), as: UTF8.self).scalarLowercased)
                try json.expect(":")
                if name == DirectoryJSON.valueMember, !isKnown {
                    isKnown = true
                    try readValue(slot, into: &record, depth: depth + 1)
                } else {
                    try json.skip(depth: depth + 1)
                }
            } while try json.another(until: "}")
        }
        if !isKnown { tallies.note(.unknownShape, line) }
    }

    /// A SID as a list of its bytes.
    private mutating func readBytes(_ slot: AttributeSlot, into record: inout DirectoryRecord) throws(EstateError) {
        var bytes: [UInt8] = []
        var isSID = true
        repeat {
            let word = try json.word()
            if let byte = UInt8(String(decoding: word, as: UTF8.self)), bytes.count < SecurityIdentifier.maximumBytes {
                bytes.append(byte)
            } else {
                isSID = false
            }
        } while try json.another(until: "]")
        if isSID, let sid = SecurityIdentifier.text(binary: bytes) {
            record.add(slot, sid)
        } else {
            tallies.note(.unreadableSID, record.line)
        }
    }
}
