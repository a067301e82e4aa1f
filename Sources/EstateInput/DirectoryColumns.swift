import AccessModel

/// What an export may tell about an object of the directory.
enum DirectoryAttribute: UInt8, Sendable, CaseIterable {
    case accountName, principalName, mail, sid, formerSIDs, displayName, distinguishedName, objectClass, accountType
    case enabled, accountControl, expires, replicatedLogon, localLogon, passwordLastSet, created
    case servicePrincipalNames, memberOf, members, recipientType
    case employeeID, employeeType, company, department, detail
    case operatingSystem, operatingSystemVersion, dnsName, domain, isCriticalSystemObject, groupScope

    /// True where an object may have many values of it, each of which counts.
    var isList: Bool {
        switch self {
        case .objectClass, .formerSIDs, .servicePrincipalNames, .memberOf, .members: true
        default: false
        }
    }

    /// True where the values are SIDs.
    var isSID: Bool { self == .sid || self == .formerSIDs }

    /// True where the values are distinguished names.
    var isName: Bool { self == .distinguishedName || self == .memberOf || self == .members }
}

/// The names that carry each attribute, most exact first: LDAP names (csvde, LDIF) and property names (PowerShell).
///
/// Source: Microsoft, "Active Directory schema: all attributes", and the property lists of Get-ADUser, Get-ADComputer,
/// Get-ADGroup and Get-ADServiceAccount.
enum DirectoryColumns {
    static let table: [DirectoryAttribute: [String]] = [
        .accountName: ["sAMAccountName"],
        .principalName: ["userPrincipalName", "upn"],
        .mail: ["mail", "emailAddress", "primarySmtpAddress"],
        .sid: ["objectSid", "SID"],
        .formerSIDs: ["sIDHistory"],
        .displayName: ["displayName", "name", "cn"],
        .distinguishedName: ["distinguishedName", "DN"],
        .objectClass: ["objectClass"],
        .accountType: ["sAMAccountType"],
        .enabled: ["Enabled", "accountEnabled"],
        .accountControl: ["userAccountControl"],
        .expires: ["AccountExpirationDate", "accountExpires"],
        .replicatedLogon: ["LastLogonDate", "lastLogonTimestamp"],
        .localLogon: ["lastLogon"],
        .passwordLastSet: ["PasswordLastSet", "pwdLastSet"],
        .created: ["whenCreated", "Created", "createTimeStamp"],
        .servicePrincipalNames: ["servicePrincipalName", "servicePrincipalNames"],
        .memberOf: ["memberOf"],
        .members: ["member", "members"],
        .recipientType: ["msExchRecipientTypeDetails"],
        .employeeID: ["employeeID", "employeeNumber"],
        .employeeType: ["employeeType"],
        .company: ["company"],
        .department: ["department"],
        .detail: ["description"],
        .operatingSystem: ["operatingSystem"],
        .operatingSystemVersion: ["operatingSystemVersion"],
        .dnsName: ["dNSHostName"],
        .domain: ["domain", "domainName", "netBIOSName", "netBIOSDomainName"],
        .isCriticalSystemObject: ["isCriticalSystemObject"],
        .groupScope: ["groupScope", "groupType", "groupCategory"],
    ]
}

/// What kind of object a record describes.
enum DirectoryObjectKind: Sendable, Equatable {
    case account
    case managedService
    case computer
    case group
    /// Organisational units, contacts, ...: no account.
    case other
}

/// Object classes and account types, each with the kind it means.
enum DirectoryKinds {
    /// Most exact first: a managed service account is also a `computer`, a computer also a `user`.
    /// Source: Microsoft, "Active Directory schema: all classes".
    static let classes: [(name: String, kind: DirectoryObjectKind)] = [
        ("msds-groupmanagedserviceaccount", .managedService),
        ("msds-managedserviceaccount", .managedService),
        ("msds-delegatedmanagedserviceaccount", .managedService),
        ("computer", .computer),
        ("user", .account),
        ("inetorgperson", .account),
        ("group", .group),
    ]

    /// Source: Microsoft, "SAM-Account-Type attribute". Managed service accounts carry the machine type; accounts of trusts
    /// (805306370) are of class user, and the `$` at the end of their name keeps them from being taken for a person.
    static let accountTypes: [(value: String, kind: DirectoryObjectKind)] = [
        ("805306368", .account), ("805306369", .computer), ("805306370", .account),
        ("268435456", .group), ("268435457", .group), ("536870912", .group), ("536870913", .group),
    ]

    /// Bits of userAccountControl, most exact first: they tell where neither class nor account type is exported. Lockout
    /// and expired passwords are bits of another attribute, msDS-User-Account-Control-Computed, and tell nothing here.
    /// Source: Microsoft, "User-Account-Control attribute": WORKSTATION_TRUST_ACCOUNT 0x1000, SERVER_TRUST_ACCOUNT 0x2000
    /// (a domain controller), PARTIAL_SECRETS_ACCOUNT 0x4000000 (a read-only one), INTERDOMAIN_TRUST_ACCOUNT 0x800,
    /// NORMAL_ACCOUNT 0x200.
    static let accountControls: [(bits: Int64, kind: DirectoryObjectKind)] = [
        (0x400_3000, .computer), (0x800, .account), (0x200, .account),
    ]

    /// Where Active Directory keeps managed service accounts (Microsoft, "Group managed service accounts overview").
    static let managedServiceContainer: ExactText = "cn=managed service accounts"

    /// Bit 0x2 of userAccountControl, ACCOUNTDISABLE (Microsoft, "User-Account-Control attribute").
    static let disabledBit: Int64 = 0x2
}
