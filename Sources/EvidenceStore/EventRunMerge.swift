/// Merges runs of records by record id, event id and time, so that the copies of one event follow each other: a heap of
/// the parts by the record each stands at.
///
/// A part is in that order itself. The event id is that of a record's row and is only looked up where record ids are equal.
/// A value: a copy of it goes on from where it was copied.
struct EventRunMerge {
    private var parts: [EventRunCursor]
    /// Event id of the record each part stands at, where somebody asked.
    private var eventIDs: [Int64?]
    /// Indices into `parts`, the one with the smallest record first.
    private var heap: [Int] = []
    private let rows: EventRows

    init(_ parts: [EventRunCursor], _ rows: EventRows) throws {
        self.parts = parts
        self.rows = rows
        eventIDs = Array(repeating: nil, count: parts.count)
        for index in parts.indices where parts[index].current != nil {
            heap.append(index)
            try moveUp(heap.count - 1)
        }
    }

    /// Record id of the next record; nil at the end.
    var recordID: UInt64? { heap.first.flatMap { parts[$0].current?.recordID } }

    var partCount: Int { parts.count }

    typealias Record = (input: Int64, entry: EventRun.Entry)

    /// What the copies of one event have in common, in one log.
    struct Event {
        var recordID: UInt64
        var eventID: Int64
        var time: Int64
    }

    func event(of record: Record) throws -> Event {
        let row = EventRowPlace(input: record.input, number: record.entry.row)
        return Event(
            recordID: record.entry.recordID, eventID: try rows.facts(of: row).eventID, time: record.entry.time)
    }

    /// Takes the next record; nil at the end.
    mutating func next() throws -> Record? {
        guard let top = heap.first, let entry = parts[top].current else { return nil }
        try parts[top].advance()
        eventIDs[top] = nil
        if parts[top].current == nil {
            heap[0] = heap[heap.count - 1]
            heap.removeLast()
        }
        try moveDown()
        return (parts[top].input, entry)
    }

    /// Takes the next record where it is a further copy of an event; nil where it is another one.
    mutating func next(of event: Event) throws -> Record? {
        guard let top = heap.first, let entry = parts[top].current, entry.recordID == event.recordID,
            entry.time == event.time, try eventID(top) == event.eventID
        else { return nil }
        return try next()
    }

    private mutating func eventID(_ part: Int) throws -> Int64 {
        if let known = eventIDs[part] { return known }
        guard let entry = parts[part].current else { return .max }
        let id = try rows.facts(of: EventRowPlace(input: parts[part].input, number: entry.row)).eventID
        eventIDs[part] = id
        return id
    }

    private mutating func isBefore(_ a: Int, _ b: Int) throws -> Bool {
        guard let x = parts[a].current, let y = parts[b].current else { return false }
        if x.recordID != y.recordID { return x.recordID < y.recordID }
        let (idOfX, idOfY) = (try eventID(a), try eventID(b))
        return idOfX == idOfY ? x.time < y.time : idOfX < idOfY
    }

    private mutating func moveUp(_ start: Int) throws {
        var place = start
        while place > 0, try isBefore(heap[place], heap[(place - 1) / 2]) {
            heap.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    private mutating func moveDown() throws {
        var place = 0
        while true {
            var smallest = place
            for child in [2 * place + 1, 2 * place + 2] where child < heap.count {
                if try isBefore(heap[child], heap[smallest]) { smallest = child }
            }
            guard smallest != place else { return }
            heap.swapAt(place, smallest)
            place = smallest
        }
    }
}
