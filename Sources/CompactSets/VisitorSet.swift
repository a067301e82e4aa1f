public import AccessModel

/// An address and how many requests it sent.
public struct Visitor: Sendable, Hashable {
    public var address: IPAddress
    public var records: UInt64

    public init(address: IPAddress, records: UInt64) {
        self.address = address
        self.records = records
    }
}

/// Packs visitors, 3 to 5 bytes each: the address, then the number of its records.
public struct VisitorSetWriter: Sendable {
    private var packed = PackedAddressWriter()
    private var count = 0

    public init() {}

    /// Adds a visitor above those before it; gives the piece that is full with it.
    public mutating func add(_ visitor: Visitor) -> PackedPiece? {
        packed.add(visitor.address)
        packed.add(visitor.records)
        count += 1
        return count == PackedPiece.maximumCount ? finish() : nil
    }

    /// The piece begun, nil where nothing has been added since the last one.
    public mutating func finish() -> PackedPiece? {
        guard count > 0 else { return nil }
        defer {
            packed = PackedAddressWriter()
            count = 0
        }
        return PackedPiece(count: count, bytes: packed.bytes)
    }
}

/// The visitors of a piece, rising.
public struct VisitorSetReader: Sendable {
    private var packed: PackedAddressReader

    public init(_ bytes: [UInt8]) { packed = PackedAddressReader(bytes) }

    /// The next visitor, nil after the last.
    public mutating func next() throws(DamagedSet) -> Visitor? {
        if packed.isAtEnd { return nil }
        let visitor = Visitor(address: try packed.address(), records: try packed.number())
        guard visitor.records > 0 else { throw DamagedSet() }
        return visitor
    }
}
