import AccessModel

/// What an account is worth to the bridge of `estate.md`: the step that takes it out, or that it stays.
///
/// The generator gives every account its class when it makes it; nothing is derived from a log.
enum AccountClass: String, CaseIterable {
    case builtIn = "built-in"
    case managedService = "managed-service"
    case machine
    case disabled
    case expired
    case resourceMailbox = "resource-mailbox"
    case service
    case test
    case external
    case leaver
    case neverUsed = "never-used"
    case dormant
    case counted
    /// Not in the directory at all.
    case notInDirectory = "not-in-directory"
}

/// How somebody lives in this world: decides what they do on a day.
enum Role {
    case office, administrator, ward, mobile, residentContractor, visitingContractor, unclearContractor, partner,
        leaver, deleted
    case localOperator, service, absent
}

/// What somebody's work takes them to.
struct Habits: OptionSet {
    let rawValue: Int
    static let files = Habits(rawValue: 1)
    static let intranet = Habits(rawValue: 2)
    static let mail = Habits(rawValue: 4)
    static let database = Habits(rawValue: 8)
    static let sessionHost = Habits(rawValue: 16)
    static let oldServer = Habits(rawValue: 32)
    static let unlistedServer = Habits(rawValue: 64)
    static let extranet = Habits(rawValue: 128)
    static let gatewayFromHome = Habits(rawValue: 256)
    /// Reaches the file server with NTLM on the days of its lost log, and never else.
    static let filesInGapOnly = Habits(rawValue: 512)
}

/// A person, or what the census takes for one: whoever owns accounts.
struct User {
    var name: String
    var role: Role
    /// Indices into `World.accounts`; the first is the everyday one.
    var accounts: [Int] = []
    /// Indices into `World.devices`.
    var devices: [Int] = []
    var habits: Habits = []
    /// Day indices (0 = first day of the window) on which they show up.
    var activeDays: [Int] = []
}

/// A name something had until a day of the window (day index; 0 = first day), when it got the next one.
struct FormerName {
    var name: String
    var until: Int
}

/// An account of the directory, of a server, or of nowhere any more.
struct Account {
    var name: String
    /// In the order of their days.
    var formerNames: [FormerName] = []
    /// NetBIOS domain as NTLM writes it: `CORP`, or a server for a local account.
    var domain = World.domain
    var sid: String
    var owner: Int?
    var accountClass: AccountClass
    /// Somebody else's in truth, though nothing the organisation writes down says so.
    var isSecretlyExternal = false
    var container = "OU=Staff"
    var displayName = ""
    var isEnabled = true
    var employeeID = ""
    var employeeType = ""
    var company = ""
    var created: Day
    var lastLogon: Day?
    var passwordSet: Day
    /// First day on which the account is no longer valid.
    var expiresBefore: Day?
    var servicePrincipalNames: [String] = []
    var recipientType = ""
    var objectClass = "user"
    /// Names of the groups of `World.groupNames` it is a member of.
    var groups: [String] = []

    var principalName: String { "\(name)@\(World.dnsDomain)" }

    /// What it was called on a day of the window.
    func name(on day: Int) -> String { formerNames.first { day < $0.until }?.name ?? name }
    var distinguishedName: String {
        "CN=\(displayName.isEmpty ? name : displayName),\(container),\(World.baseName)"
    }
}

/// An endpoint.
struct Device {
    enum Kind { case desktop, laptop, terminal, phone, homeComputer, kiosk }
    var kind: Kind
    /// NetBIOS name, empty for what never tells one (phones, kiosks, home computers seen through the web only).
    var name: String
    /// In the order of their days.
    var formerNames: [FormerName] = []
    /// Position in the address plan of its kind.
    var slot: Int

    /// What it was called on a day of the window.
    func name(on day: Int) -> String { formerNames.first { day < $0.until }?.name ?? name }
}

/// A server and what it writes.
struct Server {
    var host: String
    var address: String
    var windowsVersion: String
    var fqdn: String { "\(host).\(World.dnsDomain)" }
    var key: String { host.scalarLowercased }
}

/// Somebody of the public who comes to a web site.
struct Visitor {
    var address: String
    var agent: String
    var days: [Int]
}

/// The fictional organisation before anything happens in it.
struct World {
    static let organisation = "Halden Clinics"
    static let domain = "CORP"
    static let dnsDomain = "corp.example.com"
    static let realm = "CORP.EXAMPLE.COM"
    static let baseName = "DC=corp,DC=example,DC=com"
    static let domainSID = "S-1-5-21-3120459817-2207743391-884126557"
    static let groupNames = ["SQL-Users", "Mailbox-Users", "RDS-Users"]
    /// Last day of the window; a Saturday.
    static let asOf = Day(number: 20757)

    var size: EstateSize
    var users: [User] = []
    var accounts: [Account] = []
    var devices: [Device] = []
    var servers: [Server] = World.allServers
    /// Visitors of each public site, by server.
    var visitors: [ServerID: [Visitor]] = [:]
    var kiosks: [Int] = []
    var terminals: [Int] = []
    var attackers: [String] = []

    /// Relative id of the first device's account: above those of all people.
    var firstDeviceRID: Int { accounts.count < 18_000 ? 20_000 : 1_000_000 }

    var firstDay: Day { World.asOf.advanced(by: 1 - size.days) }
    func day(_ index: Int) -> Day { firstDay.advanced(by: index) }
    /// True on Saturdays and Sundays (1970-01-01 was a Thursday).
    func isWeekend(_ index: Int) -> Bool { (Int(day(index).number) + 3) % 7 >= 5 }

    static let allServers: [Server] = ServerID.allCases.enumerated().map { position, id in
        Server(host: id.rawValue.uppercased(), address: "10.2.0.\(position + 11)", windowsVersion: id.windowsVersion)
    }
    func server(_ id: ServerID) -> Server { servers[id.position] }

    /// Days of the file server's log that nobody kept.
    var fileServerGap: ClosedRange<Int> { size.days / 3...size.days / 3 + 3 }
    /// Days of the extranet's web log that nobody kept.
    var extranetGap: ClosedRange<Int> { size.days / 2...size.days / 2 + 2 }
    /// Day on which the old server's log was cleared.
    var oldServerClearing: Int { size.days * 2 / 3 }
}

/// The servers of the world. The raw value is the host name in lower case.
enum ServerID: String, CaseIterable {
    case dc01, dc02, fs01, sql01, mail01, rds01, old01, intra01, extra01, web03, web04, web05, app07

    var position: Int { ServerID.allCases.firstIndex(of: self) ?? 0 }

    var windowsVersion: String {
        switch self {
        case .old01: "2012 R2"
        case .mail01, .intra01, .web03, .web04, .app07: "2019"
        default: "2022"
        }
    }

    /// `s-sitename` of the server's web site, nil for servers without one.
    var site: String? {
        switch self {
        case .mail01, .intra01, .web03, .web04: "W3SVC1"
        case .extra01: "W3SVC2"
        case .web05: "W3SVC3"
        default: nil
        }
    }
}
