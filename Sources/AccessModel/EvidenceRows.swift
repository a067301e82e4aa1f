/// The rows of `Evidence`, in order.
///
/// 28 bytes each in place of the 72 of an `EvidenceRow`, which is put together when it is asked for: a large store has ten
/// million rows, but only hundreds of facets, and fewer accounts and clients than rows. Whoever asks the same of every row
/// asks once for each facet, account or client, and rows by their numbers.
public struct EvidenceRows: Sendable, RandomAccessCollection, ExpressibleByArrayLiteral {
    @usableFromInline var packed: [PackedRow] = []
    @usableFromInline var facetTable: [EvidenceFacet] = []
    @usableFromInline var accountTable: [EvidenceAccount] = []
    @usableFromInline var clientTable: [EvidenceClient] = []
    @usableFromInline var wide: [WideValues] = []

    public init() {}

    /// - Parameters:
    ///   - packed: in order, by their numbers in the tables.
    ///   - facets, accounts, clients: distinct, each of some row.
    ///   - wide: what packed rows refer to.
    public init(
        packed: [PackedRow], facets: [EvidenceFacet], accounts: [EvidenceAccount], clients: [EvidenceClient],
        wide: [WideValues]
    ) {
        self.packed = packed
        facetTable = facets
        accountTable = accounts
        clientTable = clients
        self.wide = wide
    }

    /// Packs rows in the order given.
    public init(_ rows: some Sequence<EvidenceRow>) {
        var (facets, accounts) = ([EvidenceFacet: UInt32](), KeyNumbers<EvidenceAccount>())
        var clients = KeyNumbers<EvidenceClient>()
        for row in rows {
            let facet = EvidenceFacet(row)
            let number = facets[facet] ?? UInt32(facetTable.count)
            if Int(number) == facetTable.count {
                facets[facet] = number
                facetTable.append(facet)
            }
            packed.append(
                PackedRow(
                    facet: number, account: accounts.number(EvidenceAccount(row)),
                    client: clients.number(EvidenceClient(row)), day: row.day,
                    WideValues(count: row.count, firstSeen: row.firstSeen, lastSeen: row.lastSeen), wide: &wide))
        }
        (accountTable, clientTable) = (accounts.all, clients.all)
    }

    public init(arrayLiteral elements: EvidenceRow...) { self.init(elements) }

    @inlinable public var startIndex: Int { 0 }
    @inlinable public var endIndex: Int { packed.count }

    @inlinable public subscript(position: Int) -> EvidenceRow {
        let row = packed[position]
        let (facet, account) = (facetTable[Int(row.facet)], accountTable[Int(row.account)])
        let (client, values) = (clientTable[Int(row.client)], row.values(wide))
        return EvidenceRow(
            server: facet.server, source: facet.source, eventID: facet.eventID, channel: facet.channel,
            logonType: facet.logonType, accountDomain: account.domain, accountName: account.name,
            accountSID: account.sid, clientAddress: client.address, clientName: client.name, outcome: facet.outcome,
            day: row.day, site: facet.site, productHint: facet.productHint, count: values.count,
            firstSeen: values.firstSeen, lastSeen: values.lastSeen)
    }

    /// Removes rows, and what only they had.
    public mutating func removeAll(where isOut: (EvidenceRow) -> Bool) {
        self = withoutActuallyEscaping(isOut) { isOut in EvidenceRows(lazy.filter { !isOut($0) }) }
    }

    // MARK: By number

    /// Every facet of some row, once; so are `accounts` and `clients`.
    @inlinable public var facets: [EvidenceFacet] { facetTable }
    @inlinable public var accounts: [EvidenceAccount] { accountTable }
    @inlinable public var clients: [EvidenceClient] { clientTable }

    /// Index into `facets`.
    @inlinable public func facet(of position: Int) -> Int { Int(packed[position].facet) }
    /// Index into `accounts`.
    @inlinable public func account(of position: Int) -> Int { Int(packed[position].account) }
    /// Index into `clients`.
    @inlinable public func client(of position: Int) -> Int { Int(packed[position].client) }
    @inlinable public func day(of position: Int) -> Day { packed[position].day }
    /// How often, and when first and last.
    @inlinable public func values(of position: Int) -> WideValues { packed[position].values(wide) }
}

extension EvidenceRows: Equatable {
    /// True for the same rows in the same order, however they are numbered.
    public static func == (a: EvidenceRows, b: EvidenceRows) -> Bool { a.elementsEqual(b) }
}

/// What many rows have in common.
public struct EvidenceFacet: Sendable, Hashable {
    public var server: TextID
    public var eventID: UInt32
    public var logonType: UInt32
    public var site: TextID
    public var productHint: TextID
    public var source: EvidenceSource
    public var channel: Channel
    public var outcome: Outcome

    public init(
        server: TextID, source: EvidenceSource, eventID: UInt32, channel: Channel, logonType: UInt32, outcome: Outcome,
        site: TextID, productHint: TextID
    ) {
        self.server = server
        self.source = source
        self.eventID = eventID
        self.channel = channel
        self.logonType = logonType
        self.outcome = outcome
        self.site = site
        self.productHint = productHint
    }

    init(_ row: EvidenceRow) {
        self.init(
            server: row.server, source: row.source, eventID: row.eventID, channel: row.channel,
            logonType: row.logonType, outcome: row.outcome, site: row.site, productHint: row.productHint)
    }
}

/// An account as recorded.
public struct EvidenceAccount: NumberedKey, Hashable {
    public var domain: TextID
    public var name: TextID
    public var sid: TextID

    @inlinable public init(domain: TextID, name: TextID, sid: TextID) {
        self.domain = domain
        self.name = name
        self.sid = sid
    }

    init(_ row: EvidenceRow) { self.init(domain: row.accountDomain, name: row.accountName, sid: row.accountSID) }

    /// False where the record names nobody.
    @inlinable public var isNamed: Bool { name != 0 || sid != 0 }
    @inlinable public var mixed: UInt64 { .mixing(name, sid, domain) }
}

/// A client as recorded.
public struct EvidenceClient: NumberedKey, Hashable {
    public var name: TextID
    public var address: TextID

    @inlinable public init(name: TextID, address: TextID) {
        self.name = name
        self.address = address
    }

    init(_ row: EvidenceRow) { self.init(name: row.clientName, address: row.clientAddress) }

    @inlinable public var mixed: UInt64 { .mixing(name, address, 0) }
}

/// How often something was seen, and when first and last.
public struct WideValues: Sendable, Hashable {
    public var count: UInt64
    public var firstSeen: Instant
    public var lastSeen: Instant

    @inlinable public init(count: UInt64, firstSeen: Instant, lastSeen: Instant) {
        self.count = count
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
    }

    /// Both together; nil where the sum is no number of 64 bits.
    public func added(_ other: WideValues) -> WideValues? {
        let (sum, isMore) = count.addingReportingOverflow(other.count)
        if isMore { return nil }
        return WideValues(
            count: sum, firstSeen: min(firstSeen, other.firstSeen), lastSeen: max(lastSeen, other.lastSeen))
    }
}

/// A row of `EvidenceRows`.
///
/// Times are milliseconds of its day. Where they are not of the day, or the count takes more than 32 bits, all three stand
/// in a table beside the rows.
public struct PackedRow: Sendable {
    public var facet: UInt32
    public var account: UInt32
    public var client: UInt32
    public var day: Day
    /// `inTable` where the values are in the table, at the place `first` names.
    @usableFromInline var count: UInt32
    @usableFromInline var first: UInt32
    @usableFromInline var last: UInt32

    @usableFromInline static let inTable = UInt32.max
    @usableFromInline static let millisecondsOfDay: Int64 = 86_400_000

    /// - Parameter wide: takes the values that do not fit.
    @inlinable public init(
        facet: UInt32, account: UInt32, client: UInt32, day: Day, _ values: WideValues, wide: inout [WideValues]
    ) {
        self.facet = facet
        self.account = account
        self.client = client
        self.day = day
        let start = Int64(day.number) * PackedRow.millisecondsOfDay
        let (early, late) = (
            values.firstSeen.milliseconds.subtractingReportingOverflow(start),
            values.lastSeen.milliseconds.subtractingReportingOverflow(start)
        )
        let times = 0..<PackedRow.millisecondsOfDay
        if values.count < UInt64(PackedRow.inTable), !early.overflow, !late.overflow,
            times.contains(early.partialValue), times.contains(late.partialValue)
        {
            count = UInt32(values.count)
            first = UInt32(early.partialValue)
            last = UInt32(late.partialValue)
        } else {
            count = PackedRow.inTable
            first = UInt32(wide.count)
            last = 0
            wide.append(values)
        }
    }

    @inlinable public func values(_ wide: [WideValues]) -> WideValues {
        if count == PackedRow.inTable { return wide[Int(first)] }
        let start = Int64(day.number) * PackedRow.millisecondsOfDay
        return WideValues(
            count: UInt64(count), firstSeen: Instant(milliseconds: start + Int64(first)),
            lastSeen: Instant(milliseconds: start + Int64(last)))
    }

    /// Refers to places further on in a table that another one was put before.
    public mutating func shiftTable(by places: Int) {
        if count == PackedRow.inTable { first += UInt32(places) }
    }
}
