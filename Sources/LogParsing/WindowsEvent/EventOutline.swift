/// Where a reader of an event stands, and which field of the event the element it enters is.
///
/// Names are local names. A child of `System` counts only there, so that what `RenderingInfo` says in the reader's
/// language is never taken for it. A field is a child of `EventData` or a grandchild of `UserData` (also where the
/// child is itself called `EventData`), named by its `Name` or else its element; exporters that flatten write a field
/// as a child of `UserData`.
struct EventOutline {
    private enum Section {
        case system, eventData, userData, other
    }

    /// What an element is.
    enum Role {
        /// A child of `System` that is known.
        case system(EventField)
        /// A place where fields stand; nil where no row reads this one.
        case data(EventField?)
        case other
    }

    /// False where no `System` element has been entered.
    private(set) var hasSystem = false
    /// Elements open; the event itself is 1.
    private(set) var depth = 0
    private var section = Section.other
    /// Children of `EventData` called `Data` and without a name, so far.
    private var unnamedCount = 0

    /// Enters an element. `nameAttribute` gives the value of its `Name` attribute, nil where it has none.
    mutating func enter(
        _ name: UnsafeBufferPointer<UInt8>, nameAttribute: () -> UnsafeBufferPointer<UInt8>?
    ) -> Role {
        depth += 1
        if depth == 2 {
            section = EventOutline.section(name)
            hasSystem = hasSystem || section == .system
        } else if depth == 3, section == .system {
            return EventField.system(name).map(Role.system) ?? .other
        } else if depth == 3 && (section == .eventData || section == .userData) || depth == 4 && section == .userData {
            if let given = nameAttribute(), !given.isEmpty { return .data(EventField.data(given)) }
            guard name.elementsEqual("Data".utf8) else { return .data(EventField.data(name)) }
            // It has its meaning by its position only, and only in `EventData`.
            guard section == .eventData else { return .data(nil) }
            unnamedCount += 1
            return .data(EventField.unnamedData(position: unnamedCount - 1))
        }
        return .other
    }

    mutating func leave() { depth -= 1 }

    private static func section(_ name: UnsafeBufferPointer<UInt8>) -> Section {
        if name.elementsEqual("System".utf8) { return .system }
        if name.elementsEqual("EventData".utf8) { return .eventData }
        return name.elementsEqual("UserData".utf8) ? .userData : .other
    }
}
