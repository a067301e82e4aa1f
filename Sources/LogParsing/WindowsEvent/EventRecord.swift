/// The values of one event, collected while libxml2 reads its XML. Reused: a warm record allocates nothing.
///
/// Where a name occurs twice, the first counts. A value is the text directly in its element.
struct EventRecord {
    private struct Capture {
        var field: EventField
        var depth: Int
        var start: Int
    }

    private var outline = EventOutline()
    private var text: [UInt8] = []
    /// By field; a field's slot has the field's own number.
    private var places = FieldPlace.none
    private var starts = [UInt32](repeating: 0, count: EventField.allCases.count)
    private var ends = [UInt32](repeating: 0, count: EventField.allCases.count)
    private var capture: Capture?

    /// False where the record has no `System` element, so that nothing is known of it.
    var hasSystem: Bool { outline.hasSystem }

    /// Forgets the record before.
    mutating func reset() {
        outline = EventOutline()
        text.removeAll(keepingCapacity: true)
        for index in places.indices { places[index].kind = .missing }
        capture = nil
    }

    /// The values, trimmed, and none where missing. The view is good inside `body` only.
    func withValues<Result>(_ body: (EventValues) -> Result) -> Result {
        text.withUnsafeBytes { text in
            places.withUnsafeBufferPointer { places in
                starts.withUnsafeBufferPointer { starts in
                    ends.withUnsafeBufferPointer { ends in
                        guard let firstStart = starts.baseAddress, let firstEnd = ends.baseAddress else {
                            preconditionFailure("both arrays have an element per field")
                        }
                        return body(
                            EventValues(text: text, start: 0, places: places, starts: firstStart, ends: firstEnd))
                    }
                }
            }
        }
    }

    // MARK: What the XML reader tells

    mutating func startElement(_ name: UnsafeBufferPointer<UInt8>, attributes: XMLAttributes) {
        switch outline.enter(name, nameAttribute: { attributes.value(named: "Name") }) {
        case .system(let field):
            guard begin(field), let attribute = field.attribute else { return }
            // The value is in the attribute; text below such an element means nothing.
            if let value = attributes.value(named: attribute) { text.append(contentsOf: value) }
            commit()
        case .data(let field):
            drop()
            if let field { begin(field) }
        case .other: break
        }
    }

    mutating func endElement() {
        if capture?.depth == outline.depth { commit() }
        outline.leave()
    }

    mutating func characters(_ characters: UnsafeBufferPointer<UInt8>) {
        guard capture?.depth == outline.depth else { return }
        text.append(contentsOf: characters)
    }

    /// Starts the value of a field; false where the record already has one.
    @discardableResult
    private mutating func begin(_ field: EventField) -> Bool {
        guard places[field.rawValue].kind == .missing else { return false }
        capture = Capture(field: field, depth: outline.depth, start: text.count)
        return true
    }

    private mutating func commit() {
        guard let finished = capture else { return }
        let slot = finished.field.rawValue
        places[slot] = FieldPlace(kind: .slot, slot: UInt32(slot))
        starts[slot] = UInt32(finished.start)
        ends[slot] = UInt32(text.count)
        capture = nil
    }

    /// Gives up a child of `UserData` that turned out to hold fields, not a value.
    private mutating func drop() {
        guard let abandoned = capture else { return }
        text.removeSubrange(abandoned.start...)
        capture = nil
    }
}
