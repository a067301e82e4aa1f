public import AccessModel

/// What each row of the evidence resolves to.
///
/// Rows of one facet are on one server, and rows of one recorded account are one account's: only the client is kept row by
/// row, in four bytes, for a large store has ten million of them.
public struct ResolvedRows: Sendable, RandomAccessCollection {
    @usableFromInline let numbers: EvidenceRows
    /// By facet of the rows.
    @usableFromInline var places: [Place]
    /// By account of the rows.
    @usableFromInline var people: [Person]
    /// Rows that tell of themselves whose they are.
    @usableFromInline var exceptions: [Int: Person] = [:]
    /// By row: the device, or below zero the rule that says why there is none.
    @usableFromInline var clients: [Int32]

    @usableFromInline struct Place: Sendable, Hashable {
        @usableFromInline var server: Int32
        @usableFromInline var standing: Channel.Standing

        init(server: Int, standing: Channel.Standing) {
            self.server = Int32(server)
            self.standing = standing
        }
    }

    @usableFromInline struct Person: Sendable, Hashable {
        @usableFromInline var account: NumberOrNone
        @usableFromInline var user: NumberOrNone

        init(account: Int?, user: Int?) {
            self.account = NumberOrNone(account)
            self.user = NumberOrNone(user)
        }
    }

    init() { self.init(EvidenceRows(), places: []) }

    /// Rows of no account and no device yet.
    /// - Parameter places: by facet of the rows.
    init(_ rows: EvidenceRows, places: [Place]) {
        numbers = rows
        self.places = places
        people = Array(repeating: Person(account: nil, user: nil), count: rows.accounts.count)
        clients = Array(repeating: ResolvedRows.noDevice(ClientRules.code(of: "")), count: rows.count)
    }

    @inlinable public var startIndex: Int { 0 }
    @inlinable public var endIndex: Int { clients.count }

    @inlinable public subscript(position: Int) -> ResolvedRow {
        let place = places[numbers.facet(of: position)]
        let person = person(of: position)
        return ResolvedRow(
            server: place.server, account: person.account, user: person.user, client: clients[position],
            standing: place.standing)
    }

    @inlinable static func noDevice(_ rule: UInt8) -> Int32 { -1 - Int32(rule) }

    // MARK: By number

    /// One thing of a row without the rest.
    @inlinable public func server(of position: Int) -> Int { Int(places[numbers.facet(of: position)].server) }
    @inlinable public func standing(of position: Int) -> Channel.Standing {
        places[numbers.facet(of: position)].standing
    }
    @inlinable public func account(of position: Int) -> Int? { person(of: position).account.value }
    @inlinable public func device(of position: Int) -> Int? { clients[position] < 0 ? nil : Int(clients[position]) }
    @inlinable public func user(of position: Int) -> Int? { person(of: position).user.value }

    @inlinable func person(of position: Int) -> Person {
        if !exceptions.isEmpty, let own = exceptions[position] { return own }
        return people[numbers.account(of: position)]
    }

    /// What rows of a facet prove, by index into `EvidenceRows.facets`.
    @inlinable public var standings: [Channel.Standing] { places.map(\.standing) }

    /// The server of rows by their facet, and what they prove.
    func place(ofFacet facet: Int) -> (server: Int, standing: Channel.Standing) {
        (Int(places[facet].server), places[facet].standing)
    }

    /// Index into `Identities.accounts` of rows by the number of their account.
    func account(ofAccount number: Int) -> Int? { people[number].account.value }

    /// Whose the rows of a recorded account are.
    mutating func setPerson(ofAccount number: Int, account: Int, user: Int?) {
        people[number] = Person(account: account, user: user)
    }

    /// Whose a row is by what it says itself.
    mutating func setUser(_ user: Int?, at position: Int) {
        exceptions[position] = Person(account: self[position].account, user: user)
    }

    mutating func setDevice(_ device: Int, at position: Int) { clients[position] = Int32(device) }
    mutating func setRule(_ rule: UInt8, at position: Int) { clients[position] = ResolvedRows.noDevice(rule) }

    /// Gives every device its place among all.
    mutating func renumberDevices(_ place: [Int]) {
        for position in clients.indices where clients[position] >= 0 {
            clients[position] = Int32(place[Int(clients[position])])
        }
    }
}

/// What an evidence row resolves to.
public struct ResolvedRow: Sendable, Hashable {
    @usableFromInline var serverNumber: Int32
    @usableFromInline var accountNumber: NumberOrNone
    @usableFromInline var userNumber: NumberOrNone
    /// The device, or below zero the rule that says why there is none.
    @usableFromInline var client: Int32
    /// What the row proves once its server is known: a service account's ticket is an access where the account's host is.
    public var standing: Channel.Standing

    @usableFromInline init(
        server: Int32, account: NumberOrNone, user: NumberOrNone, client: Int32, standing: Channel.Standing
    ) {
        serverNumber = server
        accountNumber = account
        userNumber = user
        self.client = client
        self.standing = standing
    }

    init(
        server: Int, account: Int?, user: Int?, device: Int?, clientRule: String, standing: Channel.Standing
    ) {
        self.init(
            server: Int32(server), account: NumberOrNone(account), user: NumberOrNone(user),
            client: device.map { Int32($0) } ?? ResolvedRows.noDevice(ClientRules.code(of: clientRule)),
            standing: standing)
    }

    /// Index into `Identities.servers`.
    @inlinable public var server: Int { Int(serverNumber) }
    /// Index into `Identities.accounts`, nil for rows without an account.
    @inlinable public var account: Int? { accountNumber.value }
    /// Index into `Identities.users`, nil where the account is nobody's (machine, built-in, none).
    @inlinable public var user: Int? { userNumber.value }
    /// Index into `Identities.devices`, nil where the client is not a device (none, loopback, the server itself, proxy).
    @inlinable public var device: Int? { client < 0 ? nil : Int(client) }
    /// The rule that says why there is no device, empty where there is one.
    public var clientRule: String { client < 0 ? ClientRules.id(ofCode: clientRuleCode) : "" }

    var clientRuleCode: UInt8 { client < 0 ? UInt8(-1 - client) : 0 }
}

/// An index or none in four bytes.
@usableFromInline struct NumberOrNone: Sendable, Hashable {
    @usableFromInline var stored: Int32

    init(_ value: Int?) { stored = value.map { Int32($0) } ?? -1 }

    @inlinable var value: Int? { stored < 0 ? nil : Int(stored) }
}
