/// How a server was reached: the value of the `channel` column of `access_evidence`.
///
/// The channels up to `smtp`, and the event that gives each, are fixed by the row contract (`docs/formats.md`); those
/// behind it are added to it and have names of their own. The raw value is kept in memory only, never stored.
/// `otherLogon` stands for every logon type without a name of its own; its text is `logon-N`.
public enum Channel: UInt8, Sendable, Hashable, CaseIterable {
    case interactive, network, batch, service, unlock
    case networkCleartext, newCredentials, remoteInteractive
    case cachedInteractive, cachedRemoteInteractive, cachedUnlock, otherLogon
    case kerberosTGT, serviceTicket, serviceAccountTicket, ntlmValidation
    case sessionReconnect, share, shareObject
    case rdpSession, rdpAuthentication, rdGateway, rdGatewayHost
    case web, ftp, smtp
    // Added to the contract's.
    case networkPolicy, federation, ntlmLogon, remoteManagement, print, sqlLogon, sqlLogin
    case webEvent, ssh, smbConnection, smbSession, sessionRefused, exchangeProxy

    /// What an access through a channel proves.
    public enum Standing: String, Sendable {
        /// A person's access to the server: counted by `census`.
        case access
        /// The account is alive, but no server is counted for it.
        case lead
        /// Proves nothing about a person's access.
        case no
    }

    /// The channel of a 4624/4625 logon type (Microsoft: "4624(S): An account was successfully logged on").
    public init(logonType: UInt32) {
        self = Channel.byLogonType[logonType] ?? .otherLogon
    }

    private static let byLogonType: [UInt32: Channel] = [
        2: .interactive, 3: .network, 4: .batch, 5: .service, 7: .unlock, 8: .networkCleartext,
        9: .newCredentials, 10: .remoteInteractive, 11: .cachedInteractive,
        12: .cachedRemoteInteractive, 13: .cachedUnlock,
    ]

    /// Text as stored and printed, and what the channel proves. One row per channel: the only such table.
    private static let table: [(name: String, standing: Standing)] = Channel.allCases.map { channel in
        switch channel {
        case .interactive: ("interactive", .access)
        case .network: ("network", .access)
        case .batch: ("batch", .no)
        case .service: ("service", .no)
        case .unlock: ("unlock", .access)
        case .networkCleartext: ("network-cleartext", .access)
        case .newCredentials: ("new-credentials", .no)
        case .remoteInteractive: ("remote-interactive", .access)
        case .cachedInteractive: ("cached-interactive", .access)
        case .cachedRemoteInteractive: ("cached-remote-interactive", .access)
        case .cachedUnlock: ("cached-unlock", .access)
        case .otherLogon: ("logon", .no)
        case .kerberosTGT: ("kerberos-tgt", .access)
        case .serviceTicket: ("service-ticket", .access)
        case .serviceAccountTicket: ("service-account-ticket", .lead)
        case .ntlmValidation: ("ntlm-validation", .lead)
        case .sessionReconnect: ("session-reconnect", .access)
        case .share: ("share", .access)
        case .shareObject: ("share-object", .access)
        case .rdpSession: ("rdp-session", .access)
        case .rdpAuthentication: ("rdp-authentication", .lead)
        case .rdGateway: ("rd-gateway", .access)
        case .rdGatewayHost: ("rd-gateway-host", .access)
        case .web: ("web", .access)
        case .ftp: ("ftp", .access)
        case .smtp: ("smtp", .no)
        case .networkPolicy: ("network-policy", .access)
        case .federation: ("federation", .access)
        case .ntlmLogon: ("ntlm-logon", .access)
        case .remoteManagement: ("remote-management", .access)
        case .print: ("print", .access)
        case .sqlLogon: ("sql-logon", .access)
        // A SQL Server login is no account of a directory, and whole applications share one.
        case .sqlLogin: ("sql-login", .lead)
        case .webEvent: ("web-event", .access)
        case .ssh: ("ssh", .access)
        case .exchangeProxy: ("exchange-proxy", .access)
        // Names a client and no account.
        case .smbConnection: ("smb-connection", .lead)
        // Failures only.
        case .smbSession: ("smb-session", .no)
        case .sessionRefused: ("session-refused", .no)
        }
    }

    /// Access, lead or no: see `Standing`.
    public var standing: Standing { Channel.table[Int(rawValue)].standing }

    /// The text of the `channel` column; `logonType` matters for `otherLogon` only.
    public func name(logonType: UInt32) -> String {
        self == .otherLogon ? "logon-\(logonType)" : Channel.table[Int(rawValue)].name
    }

    /// The channel named by a `channel` column, nil for a text no channel has.
    public init?(name: String) {
        if let found = Channel.byName[name] {
            self = found
        } else if name.hasPrefix("logon-"), let type = UInt32(name.dropFirst(6)), name == "logon-\(type)",
            Channel(logonType: type) == .otherLogon
        {
            self = .otherLogon
        } else {
            return nil
        }
    }

    private static let byName: [String: Channel] = Dictionary(
        uniqueKeysWithValues: Channel.allCases.filter { $0 != .otherLogon }.map { ($0.name(logonType: 0), $0) })
}

/// Whether the access succeeded. Failures count towards exposure only.
public enum Outcome: UInt8, Sendable, Hashable, CaseIterable {
    case success, failure

    /// The text of the `outcome` column.
    public var name: String { self == .success ? "success" : "failure" }
}

/// The kind of log an access was read from: the value of the `source` column.
public enum EvidenceSource: UInt8, Sendable, Hashable, CaseIterable {
    case event, web

    /// The text of the `source` column.
    public var name: String { self == .event ? "event" : "web" }
}
