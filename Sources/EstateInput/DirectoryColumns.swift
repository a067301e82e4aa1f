/// What an export may tell about an object of the directory.
enum DirectoryAttribute: String, Sendable, CaseIterable {
    case accountName, principalName, mail, sid, formerSIDs, displayName, distinguishedName, objectClass, accountType
    case enabled, accountControl, expires, replicatedLogon, localLogon, passwordLastSet, created
    case servicePrincipalNames, memberOf, members, recipientType
    case employeeID, employeeType, company, department, detail
    case operatingSystem, operatingSystemVersion, dnsName, domain, isCriticalSystemObject, groupScope
}

/// The columns that carry each attribute, most exact first: LDAP names (csvde) and property names (PowerShell).
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

    /// Attributes that hold a time.
    static let times: [DirectoryAttribute] = [.expires, .replicatedLogon, .localLogon, .passwordLastSet, .created]
}

/// What kind of object a row describes.
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

    /// Source: Microsoft, "SAM-Account-Type attribute". Managed service accounts carry the machine type.
    static let accountTypes: [(value: String, kind: DirectoryObjectKind)] = [
        ("805306368", .account), ("805306369", .computer), ("805306370", .account),
        ("268435456", .group), ("268435457", .group), ("536870912", .group), ("536870913", .group),
    ]

    /// Bit 0x2 of userAccountControl, ACCOUNTDISABLE (Microsoft, "User-Account-Control attribute").
    static let disabledBit: Int64 = 0x2
}
