import AccessModel
import CompactSets

/// An element of a packed set: something known of an address.
protocol SetElement {
    var address: IPAddress { get }
    /// Takes in what another set holds of the same address.
    mutating func join(_ other: Self)
}

/// Reads a packed set of the store: its elements rise, each address comes once.
protocol StoredSetReader {
    associatedtype Element: SetElement
    init(_ bytes: [UInt8])
    /// The next element, nil after the last. Throws where the set is not what was written.
    mutating func nextStored() throws -> Element?
}

extension Visitor: SetElement {
    mutating func join(_ other: Visitor) { records = records.addedClamped(other.records) }
}

extension Peer: SetElement {
    mutating func join(_ other: Peer) {
        if agents == other.agents { return }
        agents = Array(Set(agents + other.agents).sorted().prefix(EvidenceSnapshot.agentsPerPeer))
    }
}

extension VisitorSetReader: StoredSetReader {
    /// More records of one visitor than a log can hold: sums of them stay far from overflowing.
    private static let mostRecords: UInt64 = 1 << 40

    mutating func nextStored() throws -> Visitor? {
        do {
            guard let visitor = try next() else { return nil }
            guard visitor.records <= VisitorSetReader.mostRecords else { throw DamagedSet() }
            return visitor
        } catch {
            throw RowStatement.damaged("a set of visitors is not what was written")
        }
    }
}

extension AgentSetReader: StoredSetReader {
    mutating func nextStored() throws -> Peer? {
        do {
            return try next()
        } catch {
            throw RowStatement.damaged("a set of user agents is not what was written")
        }
    }
}

/// The elements of pieces that rise one after the other, each piece read when the one before it has ended.
struct SetCursor<Reader: StoredSetReader> {
    typealias Piece = () throws -> [UInt8]

    private var pieces: [Piece]
    private var reader = Reader([])

    init(_ pieces: [Piece]) { self.pieces = pieces.reversed() }

    mutating func next() throws -> Reader.Element? {
        while true {
            if let element = try reader.nextStored() { return element }
            guard let piece = pieces.popLast() else { return nil }
            reader = Reader(try piece())
        }
    }
}

/// The elements of several cursors, rising, those of one address joined. Holds one piece of each cursor.
struct SetMerge<Reader: StoredSetReader> {
    private typealias Head = (element: Reader.Element, cursor: Int)

    private var cursors: [SetCursor<Reader>]
    /// A heap, the lowest address first: a log written in many parts has as many cursors.
    private var heads: [Head] = []

    init(_ cursors: [SetCursor<Reader>]) throws {
        self.cursors = cursors
        for index in cursors.indices {
            guard let element = try self.cursors[index].next() else { continue }
            heads.append((element, index))
        }
        for place in (0..<heads.count / 2).reversed() { sink(place) }
    }

    mutating func next() throws -> Reader.Element? {
        guard !heads.isEmpty else { return nil }
        var result = try takeLowest()
        while let head = heads.first, head.element.address == result.address { result.join(try takeLowest()) }
        return result
    }

    private mutating func takeLowest() throws -> Reader.Element {
        let (element, cursor) = heads[0]
        if let next = try cursors[cursor].next() {
            heads[0].element = next
        } else {
            let last = heads.removeLast()
            if !heads.isEmpty { heads[0] = last }
        }
        sink(0)
        return element
    }

    private mutating func sink(_ start: Int) {
        var place = start
        while true {
            var least = place
            let (left, right) = (place * 2 + 1, place * 2 + 2)
            if left < heads.count, heads[left].element.address < heads[least].element.address { least = left }
            if right < heads.count, heads[right].element.address < heads[least].element.address { least = right }
            if least == place { return }
            heads.swapAt(place, least)
            place = least
        }
    }
}
