import AccessModel
import PositionModel

/// Which device each web access was made from, where the query of the same user, address and day names one: a phone keeps
/// its DeviceId while carriers give it another address every hour ([MS-ASHTTP] 2.2.1.1.1.2).
///
/// An address many phones share is told apart by whose mailbox each asks for. Of a user with several devices behind one
/// address on one day none is taken.
struct WebDevices {
    /// Begins the names of devices known by their id alone; no host name has a colon.
    static let prefix = "deviceid:"

    private struct Key: Hashable {
        var address: TextID
        var day: Day
        var user: Int
    }

    /// A device id where it is the only one.
    private enum Found {
        case one(TextID)
        case several
    }

    private var found: [Key: Found] = [:]

    init() {}

    /// - Parameter identities: with users and their lookup, not yet with devices.
    init(_ evidence: Evidence, identities: Identities) {
        var users: [TextID: Int?] = [:]
        for seen in evidence.webDevices {
            let user: Int?
            if let known = users[seen.account] {
                user = known
            } else {
                user = identities.user(referredToAs: evidence.text(seen.account))
                users[seen.account] = .some(user)
            }
            guard let user else { continue }
            let key = Key(address: seen.clientAddress, day: seen.day, user: user)
            switch found[key] {
            case nil: found[key] = .one(seen.deviceID)
            case .one(let known) where known == seen.deviceID: continue
            default: found[key] = .several
            }
        }
    }

    var isEmpty: Bool { found.isEmpty }

    /// The device id of a row, nil where no query names one, or several.
    func device(of row: EvidenceRow, user: Int?) -> TextID? {
        guard row.source == .web, let user,
            case .one(let id)? = found[Key(address: row.clientAddress, day: row.day, user: user)]
        else { return nil }
        return id
    }

    /// What a device is called that only its id names. A dot would make it look like the full name of another one.
    static func name(of id: ExactText) -> ExactText {
        let safe = id.string.unicodeScalars.map { $0 == "." ? "%2e" : String($0) }
        return ExactText(prefix + safe.joined())
    }
}
