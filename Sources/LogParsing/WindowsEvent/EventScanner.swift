import CByteScan

/// Reads one complete record by the grammar of the fast reader and tells its shape: constant text around values.
///
/// The grammar is what exporters write: one `<Event>` element of start tags with quoted attributes, end tags, and text in
/// elements that hold no element, blanks elsewhere. Names are ASCII without a prefix; references stand only in values no
/// row reads. Comments, CDATA sections, processing instructions, other references and everything that is not
/// well-formed are outside of it: such a record is left to libxml2, which decides what it means. What is inside means
/// the same to both.
struct EventScanner {
    /// Elements open at the same time; real events have 5.
    static let maximumDepth = 16
    /// Attributes of one tag; real ones have 3.
    static let maximumAttributes = 16

    /// A record taken apart.
    struct Outcome {
        var literals: [UInt8] = []
        var slots: [cbs_slot] = []
        /// Begin and end of each value, in the record.
        var starts: [UInt32] = []
        var ends: [UInt32] = []
        var places = FieldPlace.none
        /// Bytes before the event id's digits.
        var headLength = 0
        var firstLiteralLength = 0
    }

    /// Children of `System` whose text is a constant of the shape: together they say which event it is. Some exporters
    /// write an end tag for the provider, too.
    private static let constantElements: [StaticString] = [
        "Provider", "EventID", "Version", "Level", "Task", "Opcode", "Keywords", "Channel",
    ]

    private struct Element {
        var name: Range<Int>
        var textStart: Int
        var hasChild = false
        var isConstant = false
        var field: EventField?
    }

    private let record: UnsafeRawBufferPointer
    private let bytes: UnsafePointer<UInt8>
    private var outcome = Outcome()
    private var outline = EventOutline()
    private var elements: [Element] = []
    private var position = 0
    private var literalStart = 0

    /// Nil where the record is outside of the grammar.
    static func scan(_ record: UnsafeRawBufferPointer) -> Outcome? {
        guard let base = record.baseAddress, record.count < Int(UInt32.max) else { return nil }
        var scanner = EventScanner(record, base.assumingMemoryBound(to: UInt8.self))
        return scanner.run() ? scanner.outcome : nil
    }

    private init(_ record: UnsafeRawBufferPointer, _ bytes: UnsafePointer<UInt8>) {
        self.record = record
        self.bytes = bytes
    }

    private mutating func run() -> Bool {
        guard startTag() else { return false }
        while !elements.isEmpty {
            guard let mark = textEnd() else { return false }
            position = mark
            guard mark + 1 < record.count else { return false }
            let isEnd = record[mark + 1] == UInt8(ascii: "/")
            guard isEnd ? endTag() : startTag() else { return false }
        }
        guard position == record.count, outcome.headLength > 0,
            outcome.places[EventField.eventID.rawValue].kind != .missing
        else { return false }
        appendLiteral(to: position)
        return true
    }

    // MARK: Text

    /// Index of the `<` that ends the text at `position`, where the text is one the grammar allows.
    private func textEnd() -> Int? {
        guard let element = elements.last else { return nil }
        let end = cbs_value_end(bytes, record.count, position, UInt8(ascii: "<"), element.field == nil ? 0 : 1)
        return end < 0 ? nil : end
    }

    private func isBlank(_ range: Range<Int>) -> Bool {
        record[range].allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
    }

    // MARK: Tags

    private mutating func endTag() -> Bool {
        guard let element = elements.popLast() else { return false }
        let text = element.textStart..<position
        if element.hasChild {
            guard isBlank(text) else { return false }
        } else if element.isConstant {
            setConstant(element.field, text)
        } else {
            guard appendSlot(text, terminator: UInt8(ascii: "<"), element.field) else { return false }
        }
        let name = record[element.name]
        position += 2
        guard position + name.count < record.count,
            record[position..<position + name.count].elementsEqual(name)
        else { return false }
        position += name.count
        skipBlanks()
        guard take(UInt8(ascii: ">")) else { return false }
        leaveElement()
        return true
    }

    private struct Attribute {
        var name: Range<Int>
        var value: Range<Int>
        var quote: UInt8
    }

    private mutating func startTag() -> Bool {
        guard elements.count < EventScanner.maximumDepth, enterParent(), take(UInt8(ascii: "<")),
            let name = takeName()
        else { return false }
        var attributes: [Attribute] = []
        while true {
            let start = position
            skipBlanks()
            if take(UInt8(ascii: ">")) { break }
            if take(UInt8(ascii: "/")) {
                guard take(UInt8(ascii: ">")), !elements.isEmpty, let element = element(name, attributes) else {
                    return false
                }
                // An element without content is the first of its name all the same: its value is empty.
                if let field = element.field { outcome.places[field.rawValue] = FieldPlace(kind: .constant) }
                leaveElement()
                return true
            }
            guard position > start, attributes.count < EventScanner.maximumAttributes, let attribute = takeAttribute(),
                !attributes.contains(where: { record[$0.name].elementsEqual(record[attribute.name]) })
            else { return false }
            attributes.append(attribute)
        }
        guard var element = element(name, attributes) else { return false }
        element.textStart = position
        elements.append(element)
        return true
    }

    /// Notes that the innermost open element has a child: then its own text is blanks, and not a value.
    private mutating func enterParent() -> Bool {
        guard let last = elements.indices.last else { return true }
        let element = elements[last]
        // What an element with both means is libxml2's to say.
        guard element.field == nil, !element.isConstant, isBlank(element.textStart..<position) else { return false }
        elements[last].hasChild = true
        return true
    }

    /// What follows is text of the element around this one, again.
    private mutating func leaveElement() {
        outline.leave()
        if let last = elements.indices.last { elements[last].textStart = position }
    }

    /// Finds out what an element is and where its attributes' values go; nil where the grammar does not allow it.
    private mutating func element(_ name: Range<Int>, _ attributes: [Attribute]) -> Element? {
        let text = record[name]
        // Where one event holds another, framing decides what is the record.
        guard text.elementsEqual("Event".utf8) == elements.isEmpty else { return nil }
        let given = attributes.first { record[$0.name].elementsEqual("Name".utf8) }.map { buffer($0.value) }
        let role = outline.enter(buffer(name)) { given }
        var element = Element(name: name, textStart: position)
        var attributeField: EventField?
        var areConstant = elements.isEmpty
        switch role {
        case .system(let field):
            let isFirst = outcome.places[field.rawValue].kind == .missing
            if field.attribute == nil {
                element.field = isFirst ? field : nil
            } else if isFirst {
                attributeField = field
            }
            areConstant = field == .providerName || field == .eventID
            element.isConstant = EventScanner.constantElements.contains { $0.withUTF8Buffer { text.elementsEqual($0) } }
            // The head is compared before all else, so no value may stand in it.
            if field == .eventID, isFirst, outcome.slots.isEmpty { outcome.headLength = position }
        case .data(let field):
            if let field, outcome.places[field.rawValue].kind == .missing { element.field = field }
        case .other:
            element.isConstant =
                outline.depth == 3
                && EventScanner.constantElements.contains { $0.withUTF8Buffer { text.elementsEqual($0) } }
        }
        for attribute in attributes {
            guard place(attribute, field: attributeField, areConstant: areConstant) else { return nil }
        }
        if let attributeField, outcome.places[attributeField.rawValue].kind == .missing {
            // The attribute is missing: the field has no value, whatever comes later.
            outcome.places[attributeField.rawValue] = FieldPlace(kind: .constant)
        }
        return element
    }

    private mutating func place(_ attribute: Attribute, field: EventField?, areConstant: Bool) -> Bool {
        let name = record[attribute.name]
        let isField = field?.attribute.map { $0.withUTF8Buffer { name.elementsEqual($0) } } ?? false
        let isNamespace = name.elementsEqual("xmlns".utf8)
        let isConstant = areConstant || isNamespace || name.elementsEqual("Name".utf8)
        let end = cbs_value_end(
            bytes, record.count, attribute.value.lowerBound, attribute.quote, isConstant || isField ? 1 : 0)
        guard end == attribute.value.upperBound else { return false }
        if isNamespace, !record[attribute.value].starts(with: "http".utf8) { return false }
        if isConstant {
            if isField { setConstant(field, attribute.value) }
            return true
        }
        return appendSlot(attribute.value, terminator: attribute.quote, isField ? field : nil)
    }

    // MARK: The outcome

    private mutating func setConstant(_ field: EventField?, _ value: Range<Int>) {
        guard let field, outcome.places[field.rawValue].kind == .missing else { return }
        let anchor = outcome.slots.isEmpty ? 0 : literalStart
        outcome.places[field.rawValue] = FieldPlace(
            kind: .constant, slot: UInt32(outcome.slots.count), distance: UInt32(value.lowerBound - anchor),
            count: UInt32(value.count))
    }

    private mutating func appendSlot(_ value: Range<Int>, terminator: UInt8, _ field: EventField?) -> Bool {
        guard outcome.slots.count < Int(CBS_MAXIMUM_SLOTS) else { return false }
        appendLiteral(to: value.lowerBound)
        literalStart = value.upperBound
        if let field {
            outcome.places[field.rawValue] = FieldPlace(kind: .slot, slot: UInt32(outcome.slots.count))
        }
        outcome.slots.append(cbs_slot(literal_count: 0, terminator: terminator, is_captured: field == nil ? 0 : 1))
        outcome.starts.append(UInt32(value.lowerBound))
        outcome.ends.append(UInt32(value.upperBound))
        return true
    }

    /// Adds the constant text from the last value to `end`.
    private mutating func appendLiteral(to end: Int) {
        outcome.literals.append(contentsOf: record[literalStart..<end])
        let count = end - literalStart
        if let last = outcome.slots.indices.last {
            outcome.slots[last].literal_count = UInt32(count)
        } else {
            outcome.firstLiteralLength = count
        }
    }

    // MARK: Bytes

    private func buffer(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: bytes + range.lowerBound, count: range.count)
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard position < record.count, record[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipBlanks() {
        while position < record.count, isBlank(position..<position + 1) { position += 1 }
    }

    private mutating func takeName() -> Range<Int>? {
        let start = position
        while position < record.count, isNameByte(record[position], isFirst: position == start) { position += 1 }
        return position > start ? start..<position : nil
    }

    private func isNameByte(_ byte: UInt8, isFirst: Bool) -> Bool {
        switch byte {
        case 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"): true
        case 0x30...0x39, UInt8(ascii: "-"), UInt8(ascii: "."): !isFirst
        default: false
        }
    }

    private mutating func takeAttribute() -> Attribute? {
        guard let name = takeName(), take(UInt8(ascii: "=")), position < record.count else { return nil }
        let quote = record[position]
        guard quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else { return nil }
        position += 1
        let start = position
        guard let end = record[start...].firstIndex(of: quote) else { return nil }
        position = end + 1
        return Attribute(name: name, value: start..<end, quote: quote)
    }
}
