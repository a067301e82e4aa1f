import AccessModel
import PositionModel

/// Which device each web access was made from, where the query of the same user, address and day names one: a phone keeps
/// its DeviceId while carriers give it another address every hour ([MS-ASHTTP] 2.2.1.1.1.2).
///
/// An address many phones share is told apart by whose mailbox each asks for. Of a user with several devices behind one
/// address on one day none is taken. The client types its id: one that several users gave is a device of each of them.
struct WebDevices {
    /// Begins the names of devices known by their id alone; no host name has a colon.
    static let prefix = "deviceid:"

    /// What a row's query says of its device.
    enum Found {
        /// By index into `names`.
        case one(Int)
        case several
    }

    private struct Key: Hashable {
        var address: TextID
        var day: Day
        var user: Int
    }

    private struct Device: Hashable {
        var id: TextID
        var user: Int
    }

    private var found: [Key: Found] = [:]
    /// Of every device that names itself, each once.
    private(set) var names: [ExactText] = []

    init() {}

    /// - Parameter identities: with users and their lookup, not yet with devices.
    init(_ evidence: Evidence, identities: Identities) {
        var users: [TextID: Int?] = [:]
        var usersOf: [TextID: Set<Int>] = [:]
        var seen: [(key: Key, id: TextID)] = []
        for device in evidence.webDevices {
            let user: Int?
            if let known = users[device.account] {
                user = known
            } else {
                user = identities.user(referredToAs: evidence.text(device.account))
                users[device.account] = .some(user)
            }
            guard let user else { continue }
            usersOf[device.deviceID, default: []].insert(user)
            seen.append((Key(address: device.clientAddress, day: device.day, user: user), device.deviceID))
        }
        var numbers: [Device: Int] = [:]
        for (key, id) in seen {
            let device = Device(id: id, user: key.user)
            let number: Int
            if let known = numbers[device] {
                number = known
            } else {
                number = names.count
                numbers[device] = number
                names.append(
                    WebDevices.name(
                        of: evidence.texts[Int(id)],
                        user: usersOf[id]?.count == 1 ? nil : identities.users[key.user].name))
            }
            switch found[key] {
            case nil: found[key] = .one(number)
            case .one(let known) where known == number: continue
            default: found[key] = .several
            }
        }
    }

    var isEmpty: Bool { found.isEmpty }

    /// What a query says of the device of a row; nil where none does.
    func device(of row: EvidenceRow, user: Int?) -> Found? {
        guard row.source == .web, let user else { return nil }
        return found[Key(address: row.clientAddress, day: row.day, user: user)]
    }

    /// What a device is called that only its id names. A dot would make it look like the full name of another one.
    /// - Parameter user: where several users gave the id.
    static func name(of id: ExactText, user: String?) -> ExactText {
        let text = prefix + id.string + (user.map { " of " + $0 } ?? "")
        return ExactText(text.unicodeScalars.map { $0 == "." ? "%2e" : String($0) }.joined())
    }
}
