import CByteScan

/// Reads records of shapes it has met before, and learns the shape of others.
///
/// A log holds the same few events again and again, each with the same constant text around its values. Comparing that
/// text and walking over the values is all there is to reading such a record; `EventScanner` says what is constant and
/// which value belongs to which field. A record is taken only where libxml2 would read the same values from it.
struct FastEventReader {
    /// What all records of a shape share beside their text.
    private struct Shape {
        let places: [FieldPlace]
        let kind: EventKind?
    }

    private let memory: ShapeMemory?
    /// What `memory` owns. Read from here because a reference taken and dropped for every record costs a twelfth of the
    /// time of a record: its atomic operation waits for all that was stored before.
    private let places: ShapeMemory.Places?
    private var shapes: [Shape] = []
    /// The shape of a record that was read but whose shape is not kept.
    private var passing: Shape?
    /// Index in the bytes at which the record read last begins.
    private var start = 0

    init() {
        memory = ShapeMemory()
        places = memory?.places
    }

    /// Index behind the record at `start` of `bytes`, nil where its shape is not known, or it is not whole.
    mutating func match(_ bytes: UnsafeRawBufferPointer, at start: Int) -> Int? {
        guard let places, let base = bytes.baseAddress else { return nil }
        let end = cbs_shapes_match(
            places.shapes, base.assumingMemoryBound(to: UInt8.self), bytes.count, start, places.current, places.starts,
            places.ends)
        guard end >= 0 else { return nil }
        self.start = start
        passing = nil
        return end
    }

    /// Reads one whole record and learns its shape; false where the record is outside of the grammar.
    mutating func learn(_ record: UnsafeRawBufferPointer) -> Bool {
        guard let memory, let outcome = EventScanner.scan(record) else { return false }
        let places = memory.places
        for (index, value) in outcome.starts.enumerated() { places.starts[index] = value }
        for (index, value) in outcome.ends.enumerated() { places.ends[index] = value }
        start = 0
        let kind = outcome.places.withUnsafeBufferPointer {
            EventKind(EventValues(text: record, start: 0, places: $0, starts: places.starts, ends: places.ends))
        }
        passing = Shape(places: outcome.places, kind: kind)
        guard let kind, let passing else { return true }
        let fits = outcome.literals.count <= Int(CBS_MAXIMUM_LITERALS)
        guard fits, outcome.headLength <= outcome.firstLiteralLength, isDecimal(record, from: outcome.headLength) else {
            return true
        }
        var index = memory.add(outcome, id: kind.id)
        if index == CBS_FULL {
            // Full: a log with so many shapes is no ordinary one, and what is learned next is as good as what was.
            cbs_shapes_clear(places.shapes)
            shapes.removeAll(keepingCapacity: true)
            index = memory.add(outcome, id: kind.id)
        }
        if index >= 0 { shapes.append(passing) }
        return true
    }

    /// The values of the record that `match` or `learn` read last, from the same bytes.
    func withValues<Result>(
        in bytes: UnsafeRawBufferPointer, _ body: (EventValues, EventKind?) -> Result
    ) -> Result {
        guard let places else { preconditionFailure("a record can be read only with memory") }
        if let passing { return use(passing, places, bytes, body) }
        return shapes.withUnsafeBufferPointer { use($0[Int(places.current.pointee)], places, bytes, body) }
    }

    private func use<Result>(
        _ shape: Shape, _ places: ShapeMemory.Places, _ bytes: UnsafeRawBufferPointer,
        _ body: (EventValues, EventKind?) -> Result
    ) -> Result {
        shape.places.withUnsafeBufferPointer {
            body(
                EventValues(text: bytes, start: start, places: $0, starts: places.starts, ends: places.ends),
                shape.kind)
        }
    }

    /// True where the event id is digits only, up to its end tag.
    private func isDecimal(_ record: UnsafeRawBufferPointer, from start: Int) -> Bool {
        let digits = record[start...].prefix { $0 != UInt8(ascii: "<") }
        return !digits.isEmpty && digits.count < 10 && digits.allSatisfy { (0x30...0x39).contains($0) }
    }
}

/// The shapes and the places of values, as the C side keeps them.
private final class ShapeMemory {
    /// Good as long as their owner lives.
    struct Places {
        let shapes: OpaquePointer
        /// Shape of the record matched last.
        let current: UnsafeMutablePointer<UInt32>
        let starts: UnsafeMutablePointer<UInt32>
        let ends: UnsafeMutablePointer<UInt32>
    }

    let places: Places

    /// Nil where memory is out.
    init?() {
        guard let shapes = cbs_shapes_make() else { return nil }
        let capacity = Int(CBS_MAXIMUM_SLOTS)
        places = Places(
            shapes: shapes, current: .allocate(capacity: 1), starts: .allocate(capacity: capacity),
            ends: .allocate(capacity: capacity))
        places.current.initialize(to: 0)
        places.starts.initialize(repeating: 0, count: capacity)
        places.ends.initialize(repeating: 0, count: capacity)
    }

    deinit {
        cbs_shapes_free(places.shapes)
        places.current.deallocate()
        places.starts.deallocate()
        places.ends.deallocate()
    }

    /// Index of the shape, or why it was not taken: `CBS_FULL`, `CBS_ENOUGH`.
    func add(_ outcome: EventScanner.Outcome, id: UInt32) -> Int {
        cbs_shapes_add(
            places.shapes, id, outcome.literals, outcome.literals.count, outcome.headLength, outcome.firstLiteralLength,
            outcome.slots, outcome.slots.count)
    }
}
