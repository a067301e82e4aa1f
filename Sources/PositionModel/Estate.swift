public import AccessModel

/// Everything the organisation says about itself: directory, servers, licences, settings.
public struct Estate: Sendable {
    public var directory = Directory()
    public var servers: [ServerEntry] = []
    public var entitlements: [EntitlementEntry] = []
    public var settings = EstateSettings()
    /// What the readers want people to know: columns kept but not understood, ambiguous dates, ...
    public var notices: [EstateNotice] = []

    public init() {}
}

/// Something a reader of the estate's files noticed and went on.
public struct EstateNotice: Sendable, Hashable, Codable {
    public var file: String
    /// 1-based line, 0 for the file as a whole.
    public var line: Int
    public var message: String

    public init(file: String, line: Int = 0, message: String) {
        self.file = file
        self.line = line
        self.message = message
    }
}

/// What directory exports hold.
public struct Directory: Sendable {
    /// User-class objects: users, inetOrgPersons, and managed service accounts wherever the export lists them.
    public var accounts: [DirectoryAccount] = []
    public var computers: [DirectoryComputer] = []
    public var groups: [DirectoryGroup] = []
    /// Files read, as given.
    public var sources: [String] = []

    public init() {}
    public var isEmpty: Bool { accounts.isEmpty && computers.isEmpty }
}

/// A user-class object of the directory.
public struct DirectoryAccount: Sendable, Hashable {
    /// NetBIOS or DNS domain as the export gives it (from a column, the DN's `DC=` parts, or the UPN), lower-case.
    public var domain = ""
    /// sAMAccountName, lower-case.
    public var name = ""
    /// userPrincipalName, lower-case.
    public var principalName = ""
    public var mail = ""
    /// objectSid, upper-case.
    public var sid = ""
    public var formerSIDs: [String] = []
    public var displayName = ""
    public var distinguishedName = ""
    public var objectClass = ""
    /// Nil where the export does not say.
    public var enabled: Bool?
    /// Last day the account is valid, nil for never.
    public var expires: Day?
    /// lastLogonTimestamp/LastLogonDate: lags up to 14 days. Nil for never or not exported.
    public var lastLogon: Instant?
    public var passwordLastSet: Instant?
    public var created: Instant?
    public var servicePrincipalNames: [String] = []
    public var memberOf: [String] = []
    /// msExchRecipientTypeDetails.
    public var recipientType: Int64?
    public var employeeID = ""
    public var employeeType = ""
    public var company = ""
    public var department = ""
    public var detail = ""
    /// True for msDS-(Group)ManagedServiceAccount and its kin.
    public var isManagedService = false
    public var isCriticalSystemObject = false
    /// True where the export has a column for the attribute at all: "never" and "not exported" differ.
    public var hasLastLogonColumn = false
    public var source = ""
    public var line = 0

    public init() {}
}

/// A computer object of the directory.
public struct DirectoryComputer: Sendable, Hashable {
    public var domain = ""
    /// Name without `$`, lower-case.
    public var name = ""
    /// dNSHostName, lower-case.
    public var dnsName = ""
    public var sid = ""
    public var enabled: Bool?
    public var operatingSystem = ""
    public var operatingSystemVersion = ""
    public var lastLogon: Instant?
    public var passwordLastSet: Instant?
    public var distinguishedName = ""
    public var servicePrincipalNames: [String] = []
    public var source = ""
    public var line = 0

    public init() {}

    /// True where the operating system is a Windows Server.
    public var isServer: Bool { operatingSystem.lowercased().contains("server") }
}

/// A group of the directory.
public struct DirectoryGroup: Sendable, Hashable {
    public var distinguishedName = ""
    public var name = ""
    public var sid = ""
    /// Distinguished names of the members.
    public var members: [String] = []

    public init() {}
}

/// A row of servers.csv.
public struct ServerEntry: Sendable, Hashable {
    public var server = ""
    /// As written; the catalogue knows what it means.
    public var product = ""
    public var version = ""
    public var edition = ""
    /// As written: `server+cal`, `core`, ...; empty = the product's default.
    public var licenceModel = ""
    /// `host`, `vm`, `payg`, `spla`; empty = host.
    public var licensedBy = ""
    public var hosts: [String] = []
    public var aliases: [String] = []
    public var serviceAccounts: [String] = []
    public var accessGroups: [String] = []
    /// `internal`, `extranet`, `web-workload`; empty = undeclared.
    public var exposure = ""
    public var behind: [String] = []
    /// Columns kept but not understood.
    public var extra: [String: String] = [:]
    public var line = 0

    public init() {}
}

/// Whom a licence covers.
public enum Flavour: String, Sendable, Hashable, Codable, CaseIterable {
    case user, device, server
}

/// A row of entitlements.csv.
public struct EntitlementEntry: Sendable, Hashable {
    public var licence = ""
    public var quantity = 0
    public var flavour: Flavour?
    public var version = ""
    /// `perpetual` or `subscription`; empty = perpetual where a version is given.
    public var term = ""
    public var softwareAssuranceEnd: Day?
    public var agreement = ""
    public var signed: Day?
    public var source = ""
    public var note = ""
    public var assignedTo = ""
    public var extra: [String: String] = [:]
    public var line = 0

    public init() {}
}

/// estate.yaml.
public struct EstateSettings: Sendable {
    public struct Alias: Sendable, Hashable {
        public var user: String
        public var accounts: [String]
        public init(user: String, accounts: [String]) {
            self.user = user
            self.accounts = accounts
        }
    }
    public struct SiteDeclaration: Sendable, Hashable {
        public var server: String
        public var site: String
        public var exemption: String
        public var declaredBy: String
        public var date: String
        public init(server: String, site: String, exemption: String, declaredBy: String, date: String) {
            self.server = server
            self.site = site
            self.exemption = exemption
            self.declaredBy = declaredBy
            self.date = date
        }
    }
    public struct Multiplexer: Sendable, Hashable {
        public var account: String
        /// Accounts behind it, read from the population file.
        public var population: [String]
        public init(account: String, population: [String]) {
            self.account = account
            self.population = population
        }
    }
    /// Accounts that reach a server for nothing but to administer it.
    public struct Administration: Sendable, Hashable {
        public var server: String
        /// At most `maximum`.
        public var accounts: [String]
        /// Product Terms: two users or devices per instance.
        public static let maximum = 2
        public init(server: String, accounts: [String]) {
            self.server = server
            self.accounts = accounts
        }
    }
    /// A row of the contractors file.
    public struct Contractor: Sendable, Hashable {
        public var account: String
        public var onsite: Bool?
        public var hoursPerWeek: Double?
        public var end: Day?
        public init(account: String, onsite: Bool?, hoursPerWeek: Double?, end: Day?) {
            self.account = account
            self.onsite = onsite
            self.hoursPerWeek = hoursPerWeek
            self.end = end
        }
    }
    /// A price of one licence, in hundredths of the currency.
    public struct Price: Sendable, Hashable {
        /// Catalogue id, `ws-cal`.
        public var licence: String
        public var flavour: Flavour
        public var hundredths: Int64
        public init(licence: String, flavour: Flavour, hundredths: Int64) {
            self.licence = licence
            self.flavour = flavour
            self.hundredths = hundredths
        }
    }
    /// How a product's requirement is chosen.
    public enum Choice: String, Sendable, Hashable, CaseIterable, Codable { case user, device, mix }

    public var organisationName = ""
    /// Domains of the organisation, NetBIOS and DNS, lower-case; names of one domain are listed side by side.
    public var domains: [String] = []
    public var affiliates: [String] = []
    public var networks = OrganisationSettings()
    public var asOf: Day?
    public var windowDays: Int?
    public var from: Day?
    public var to: Day?
    public var agreementSigned: Day?
    public var servicePatterns: [String] = []
    public var sharedPatterns: [String] = []
    public var externalPatterns: [String] = []
    public var testPatterns: [String] = []
    public var aliases: [Alias] = []
    /// Accounts that no mail address, employee id or alias joins to another.
    public var separateAccounts: [String] = []
    public var contractors: [Contractor] = []
    public var sites: [SiteDeclaration] = []
    public var multiplexers: [Multiplexer] = []
    public var administration: [Administration] = []
    public var dormantDays = 90
    public var positionShare: Double?
    public var currency = "USD"
    public var prices: [Price] = []
    public var disabledRules: [String] = []
    /// Choice per product id; `mix` where not given.
    public var choices: [(product: String, choice: Choice)] = []
    /// The decision register, filled in.
    public var answers: [RegisterAnswer] = []

    public init() {}
}
