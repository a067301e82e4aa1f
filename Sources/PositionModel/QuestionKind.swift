import AccessModel

/// What a question of the decision register is about. The raw value is the word its id carries.
public enum QuestionKind: String, Sendable, Hashable, Codable, CaseIterable {
    case relation
    case anonymousInside = "anonymous-inside"
    case entitlementLine = "entitlement-line"
    case licenceModel = "licence-model"
    case serverVersion = "version"
    case accessGroups = "groups"
    case remoteAdministration = "remote-administration"
    case leavers
    case machineOnly = "machine-only"
    case addresses
    case sharedAddresses = "shared-addresses"
    case suspectedProxies = "proxies"
    case disabledDevices = "disabled-devices"
    case unknownUsers = "unknown-users"
    case sharedAccounts = "shared-accounts"
    case manyDevices = "many-devices"
    case peopleBehind = "people-behind"
    case noDevice = "no-device"
    case licenceFlavour = "flavour-line"
    case licenceVersion = "version-line"
    case connectorVersion = "connector-version-line"
    case unassignedSeats = "unassigned-line"
    case holder = "holder-line"
    case additive
    case mixNotProven = "mix-not-proven"

    /// How the ids of a kind are made.
    enum Form: Sendable {
        /// `Q-relation`.
        case estate
        /// `Q-entitlement-line-7`.
        case estateLine
        /// `Q-windows-server-leavers`.
        case product
        /// `Q-windows-server-version-fs01`, `Q-exchange-server-additive-exch-ent`.
        case productServer
        /// `Q-windows-server-holder-line-7`.
        case productLine
    }

    var form: Form {
        switch self {
        case .relation, .anonymousInside: .estate
        case .entitlementLine: .estateLine
        case .licenceModel, .remoteAdministration, .leavers, .machineOnly, .addresses, .sharedAddresses,
            .suspectedProxies, .disabledDevices, .unknownUsers, .sharedAccounts, .manyDevices, .peopleBehind, .noDevice,
            .mixNotProven:
            .product
        case .serverVersion, .accessGroups, .additive: .productServer
        case .licenceFlavour, .licenceVersion, .connectorVersion, .unassignedSeats, .holder: .productLine
        }
    }

    /// The id of a question of this kind.
    ///
    /// - Parameters:
    ///   - product: catalogue id; not used by kinds that ask about the whole estate.
    ///   - server: name of the server, for kinds that ask about one.
    ///   - line: of entitlements.csv, for kinds that ask about one.
    public func id(product: String = "", server: String = "", line: Int = 0) -> String {
        switch form {
        case .estate: "Q-\(rawValue)"
        case .estateLine: "Q-\(rawValue)-\(line)"
        case .product: "Q-\(product)-\(rawValue)"
        case .productServer: "Q-\(product)-\(rawValue)-\(server)"
        case .productLine: "Q-\(product)-\(rawValue)-\(line)"
        }
    }

    /// The kind an id belongs to; nil for a text no kind's ids look like.
    ///
    /// Of several kinds whose word is in the id the left-most is meant, there the longest: what follows it is the name of a
    /// server, which may hold anything.
    public init?(id: String) {
        let bytes = Array(id.utf8)
        guard bytes.starts(with: Array("Q-".utf8)) else { return nil }
        func ends(_ rest: ArraySlice<UInt8>, as form: Form) -> Bool {
            switch form {
            case .estate, .product: rest.isEmpty
            case .productServer: rest.count > 1 && rest.first == UInt8(ascii: "-")
            case .estateLine, .productLine:
                rest.count > 1 && rest.first == UInt8(ascii: "-")
                    && rest.dropFirst().allSatisfy { (0x30...0x39).contains($0) }
            }
        }
        let kinds = QuestionKind.allCases.sorted { $0.rawValue.utf8.count > $1.rawValue.utf8.count }
        for start in bytes.indices.dropFirst() where bytes[start] == UInt8(ascii: "-") {
            for kind in kinds {
                let word = Array(kind.rawValue.utf8)
                let isWhole = kind.form == .estate || kind.form == .estateLine
                guard isWhole == (start == 1), bytes[(start + 1)...].starts(with: word) else { continue }
                if ends(bytes[(start + 1 + word.count)...], as: kind.form) {
                    self = kind
                    return
                }
            }
        }
        return nil
    }
}
