import AccessModel
import PositionModel

/// Every account of the evidence and the directory, each once, in canonical order (domain, name, SID by bytes).
///
/// Made by merging two sorted lists; a key is put together when it is asked for.
struct AccountKeys: RandomAccessCollection {
    private let texts: [ExactText]
    private let recorded: [EvidenceAccount]
    private let directory: Directory
    /// Per position: the number of the recorded account, or none and of the directory's.
    private var recordedOf: [NumberOrNone] = []
    private(set) var directoryOf: DirectoryPlaces
    /// By number of a recorded account: its position.
    private(set) var positionOf: [Int32]

    /// - Parameters:
    ///   - texts: distinct, in byte order.
    ///   - recorded: distinct.
    init(_ recorded: [EvidenceAccount], texts: [ExactText], directory: Directory) {
        self.texts = texts
        self.recorded = recorded
        self.directory = directory
        positionOf = Array(repeating: 0, count: recorded.count)
        var places: [NumberOrNone] = []
        var listed = AccountKeys.sorted(directory)[...]
        for number in AccountKeys.sorted(recorded) {
            let key = AccountKey(recorded[Int(number)], texts: texts)
            while let first = listed.first, first.key < key {
                recordedOf.append(NumberOrNone(nil))
                places.append(NumberOrNone(first.number))
                listed.removeFirst()
            }
            positionOf[Int(number)] = Int32(recordedOf.count)
            let isListed = listed.first.map { !(key < $0.key) } ?? false
            places.append(NumberOrNone(isListed ? listed.removeFirst().number : nil))
            recordedOf.append(NumberOrNone(Int(number)))
        }
        for rest in listed {
            recordedOf.append(NumberOrNone(nil))
            places.append(NumberOrNone(rest.number))
        }
        directoryOf = DirectoryPlaces(places)
    }

    var startIndex: Int { 0 }
    var endIndex: Int { recordedOf.count }

    /// The SID at a position, without the rest of the key.
    func sid(_ position: Int) -> ExactText {
        if let number = recordedOf[position].value { return texts[Int(recorded[number].sid)] }
        return ExactText(directory.accounts[directoryOf[position] ?? 0].sid)
    }

    /// The number of the recorded account at a position, nil for one only the directory knows.
    func recordedNumber(_ position: Int) -> Int? { recordedOf[position].value }

    /// Domain and name at a position, without the rest of the key.
    func name(_ position: Int) -> (domain: ExactText, name: ExactText) {
        guard let number = recordedOf[position].value else {
            let key = AccountKey(directory, directoryOf[position] ?? 0)
            return (key.domain, key.name)
        }
        return (texts[Int(recorded[number].domain)], texts[Int(recorded[number].name)])
    }

    subscript(position: Int) -> AccountKey {
        var key: AccountKey
        if let number = recordedOf[position].value {
            key = AccountKey(recorded[number], texts: texts)
            key.recorded = number
        } else {
            key = AccountKey(directory, directoryOf[position] ?? 0)
        }
        return key
    }

    /// Numbers in the order of the keys: texts are numbered in their order.
    private static func sorted(_ recorded: [EvidenceAccount]) -> [UInt32] {
        struct Entry {
            var name: UInt64
            var rest: UInt64
        }
        var entries: [Entry] = []
        entries.reserveCapacity(recorded.count)
        for (number, account) in recorded.enumerated() {
            entries.append(
                Entry(
                    name: UInt64(account.domain) << 32 | UInt64(account.name),
                    rest: UInt64(account.sid) << 32 | UInt64(number)))
        }
        entries.sort { a, b in a.name == b.name ? a.rest < b.rest : a.name < b.name }
        return entries.map { UInt32(truncatingIfNeeded: $0.rest) }
    }

    private struct Listed {
        var key: AccountKey
        var number: Int
    }

    /// The keys of the directory in order, of those of one key the first. Numbers are sorted, since whoever moves a key
    /// counts the references of its texts.
    private static func sorted(_ directory: Directory) -> [Listed] {
        let keys = directory.accounts.indices.map { AccountKey(directory, $0) }
        let order = Together.sorted(keys.indices.map { Int32($0) }) { a, b in
            let (x, y) = (Int(a), Int(b))
            return keys[x] == keys[y] ? x < y : keys[x] < keys[y]
        }
        var distinct: [Listed] = []
        distinct.reserveCapacity(keys.count)
        for number in order.lazy.map({ Int($0) }) where distinct.last?.key != keys[number] {
            distinct.append(Listed(key: keys[number], number: number))
        }
        return distinct
    }
}

/// Which account of the directory has exactly the key at a position.
struct DirectoryPlaces: Sendable {
    private let places: [NumberOrNone]

    init(_ places: [NumberOrNone] = []) { self.places = places }

    subscript(position: Int) -> Int? { places[position].value }

    /// Positions with an account of the directory, rising.
    var positions: some Sequence<Int> { places.indices.lazy.filter { places[$0].value != nil } }
}

/// What the evidence says of each account as recorded.
struct RecordedFacts {
    private let facts: [AccountJoin.Facts]
    private let validators: [Int: Set<ExactText>]

    /// - Parameters:
    ///   - facts: by number of the recorded account.
    ///   - validators: by the same number: servers that validated the credentials (4776), so that the name is one of theirs.
    init(_ facts: [AccountJoin.Facts], validators: [Int: Set<ExactText>] = [:]) {
        self.facts = facts
        self.validators = validators
    }

    subscript(key: AccountKey) -> AccountJoin.Facts? { key.recorded.map { facts[$0] } }
    subscript(number: Int) -> AccountJoin.Facts { facts[number] }

    /// Servers that validated an account's credentials.
    func validators(_ key: AccountKey) -> Set<ExactText> { key.recorded.flatMap { validators[$0] } ?? [] }
}

/// An account as recorded: what makes two recorded accounts the same without any knowledge.
struct AccountKey: Equatable, Comparable, Sendable {
    var domain: ExactText
    var name: ExactText
    var sid: ExactText
    /// Number of the recorded account, nil for one only the directory knows.
    var recorded: Int?

    init(_ account: EvidenceAccount, texts: [ExactText]) {
        domain = texts[Int(account.domain)]
        name = texts[Int(account.name)]
        sid = texts[Int(account.sid)]
    }

    /// The account stays where it is: a copy of it would count the references of all its texts.
    init(_ directory: Directory, _ number: Int) {
        domain = ExactText(directory.accounts[number].domain)
        let own = directory.accounts[number].name
        name = ExactText(own.isEmpty ? directory.accounts[number].principalName : own)
        sid = ExactText(directory.accounts[number].sid)
    }

    static func == (a: AccountKey, b: AccountKey) -> Bool {
        a.domain == b.domain && a.name == b.name && a.sid == b.sid
    }

    static func < (a: AccountKey, b: AccountKey) -> Bool {
        if a.domain != b.domain { return a.domain < b.domain }
        return a.name == b.name ? a.sid < b.sid : a.name < b.name
    }
}
