import ByteScan

/// The values of one event, collected while libxml2 reads its XML. Reused: a warm record allocates nothing.
///
/// Names are local names. A child of `System` counts only there, so that what `RenderingInfo` says in the reader's
/// language is never taken for it. A field is a child of `EventData` or a grandchild of `UserData` (also where the
/// child is itself called `EventData`), named by its `Name` or else its element; exporters that flatten write a field
/// as a child of `UserData`. Where a name occurs twice, the first counts. A value is the text directly in its element.
struct EventRecord {
    private enum Section {
        case system, eventData, userData, other
    }

    private struct Capture {
        var field: EventField
        var depth: Int
        var start: Int
    }

    /// False where the record has no `System` element, so that nothing is known of it.
    private(set) var hasSystem = false
    private var text: [UInt8] = []
    private var extents: [Range<Int>?] = Array(repeating: nil, count: EventField.allCases.count)
    private var depth = 0
    private var section = Section.other
    private var capture: Capture?
    /// Children of `EventData` called `Data` and without a name, so far.
    private var unnamedCount = 0

    /// Forgets the record before.
    mutating func reset() {
        hasSystem = false
        text.removeAll(keepingCapacity: true)
        for index in extents.indices { extents[index] = nil }
        depth = 0
        section = .other
        capture = nil
        unnamedCount = 0
    }

    /// The values, trimmed, and none where missing. The view is good inside `body` only.
    func withValues<Result>(_ body: (EventValues) -> Result) -> Result {
        text.withUnsafeBytes { body(EventValues(text: $0, extents: extents)) }
    }

    // MARK: What the XML reader tells

    mutating func startElement(_ name: UnsafeBufferPointer<UInt8>, attributes: XMLAttributes) {
        depth += 1
        if depth == 2 {
            section = EventRecord.section(name)
            hasSystem = hasSystem || section == .system
        } else if depth == 3, section == .system {
            guard let field = EventField.system(name), begin(field), let attribute = field.attribute else { return }
            // The value is in the attribute; text below such an element means nothing.
            if let value = attributes.value(named: attribute) { text.append(contentsOf: value) }
            commit()
        } else if depth == 3 && (section == .eventData || section == .userData) || depth == 4 && section == .userData {
            drop()
            if let field = dataField(name, attributes) { begin(field) }
        }
    }

    mutating func endElement() {
        if capture?.depth == depth { commit() }
        depth -= 1
    }

    mutating func characters(_ characters: UnsafeBufferPointer<UInt8>) {
        guard capture?.depth == depth else { return }
        text.append(contentsOf: characters)
    }

    /// Starts the value of a field; false where the record already has one.
    @discardableResult
    private mutating func begin(_ field: EventField) -> Bool {
        guard extents[field.rawValue] == nil else { return false }
        capture = Capture(field: field, depth: depth, start: text.count)
        return true
    }

    private mutating func commit() {
        guard let finished = capture else { return }
        extents[finished.field.rawValue] = finished.start..<text.count
        capture = nil
    }

    /// Gives up a child of `UserData` that turned out to hold fields, not a value.
    private mutating func drop() {
        guard let abandoned = capture else { return }
        text.removeSubrange(abandoned.start...)
        capture = nil
    }

    private static func section(_ name: UnsafeBufferPointer<UInt8>) -> Section {
        if name.elementsEqual("System".utf8) { return .system }
        if name.elementsEqual("EventData".utf8) { return .eventData }
        return name.elementsEqual("UserData".utf8) ? .userData : .other
    }

    private mutating func dataField(
        _ name: UnsafeBufferPointer<UInt8>, _ attributes: XMLAttributes
    ) -> EventField? {
        if let given = attributes.value(named: "Name"), !given.isEmpty { return EventField.data(given) }
        guard name.elementsEqual("Data".utf8) else { return EventField.data(name) }
        // It has its meaning by its position only, and only in `EventData`.
        guard section == .eventData else { return nil }
        unnamedCount += 1
        return EventField.unnamedData(position: unnamedCount - 1)
    }
}

/// The values of one record, borrowed.
struct EventValues {
    fileprivate let text: UnsafeRawBufferPointer
    fileprivate let extents: [Range<Int>?]

    /// A value without the white space around it; empty where it is none.
    subscript(field: EventField) -> UnsafeRawBufferPointer {
        guard let extent = extents[field.rawValue], text.indices.contains(extent.lowerBound) else {
            return UnsafeRawBufferPointer(start: nil, count: 0)
        }
        return FieldValue.trimmed(UnsafeRawBufferPointer(rebasing: text[extent]))
    }
}
