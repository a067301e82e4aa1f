import AccessModel

/// The directory of a `World` as PowerShell exports it: `Get-ADUser`, `Get-ADComputer`, `Get-ADGroup` and
/// `Get-ADServiceAccount`, each through `Export-Csv`, multi-values joined with `;` by a calculated property.
struct DirectoryFiles {
    let world: World

    /// Files by name, in the order in which they are written.
    func files() -> [(name: String, text: String)] {
        [
            // Excel saved this one: a byte order mark.
            ("ADUsers.csv", "\u{FEFF}" + users()), ("ADComputers.csv", computers()), ("ADGroups.csv", groups()),
            ("ADServiceAccounts.csv", serviceAccounts()),
        ]
    }

    private func users() -> String {
        var table = DelimitedText(
            header: [
                "DistinguishedName", "SamAccountName", "UserPrincipalName", "Name", "SID", "Enabled", "ObjectClass",
                "userAccountControl", "mail", "EmployeeID", "EmployeeType", "Company", "lastLogonTimestamp",
                "pwdLastSet", "accountExpires", "whenCreated", "servicePrincipalName", "MemberOf",
                "msExchRecipientTypeDetails",
            ], quotesAll: true)
        for account in inDirectory where account.accountClass != .managedService {
            let control = (account.accountClass == .machine ? 0x820 : 0x200) | (account.isEnabled ? 0 : 2)
            let isPerson = !account.employeeID.isEmpty || account.accountClass == .external
            table.add([
                account.distinguishedName, account.name, isPerson ? account.principalName : "",
                account.displayName.isEmpty ? account.name : account.displayName, account.sid,
                account.isEnabled ? "True" : "False", account.objectClass, String(control),
                isPerson && !account.name.hasPrefix("adm-") ? account.principalName : "", account.employeeID,
                account.employeeType, account.company, fileTime(account.lastLogon), fileTime(account.passwordSet),
                account.expiresBefore.map { fileTime($0) } ?? "9223372036854775807",
                account.created.text + "T06:00:00.0000000Z",
                account.servicePrincipalNames.joined(separator: ";"),
                account.groups.map(groupName).joined(separator: ";"), account.recipientType,
            ])
        }
        return table.text
    }

    private func serviceAccounts() -> String {
        var table = DelimitedText(
            header: [
                "DistinguishedName", "SamAccountName", "Name", "SID", "Enabled", "ObjectClass", "lastLogonTimestamp",
                "pwdLastSet", "whenCreated",
            ], quotesAll: true)
        for account in inDirectory where account.accountClass == .managedService {
            table.add([
                account.distinguishedName, account.name, account.displayName, account.sid, "True",
                account.objectClass, fileTime(account.lastLogon), fileTime(account.passwordSet),
                account.created.text + "T06:00:00.0000000Z",
            ])
        }
        return table.text
    }

    private func computers() -> String {
        var table = DelimitedText(
            header: [
                "DistinguishedName", "Name", "SamAccountName", "DNSHostName", "SID", "Enabled", "ObjectClass",
                "OperatingSystem", "OperatingSystemVersion", "lastLogonTimestamp", "pwdLastSet",
            ], quotesAll: true)
        func add(_ name: String, rid: Int, unit: String, system: String, version: String) {
            table.add([
                "CN=\(name),\(unit),\(World.baseName)", name, name + "$",
                "\(name.scalarLowercased).\(World.dnsDomain)", "\(World.domainSID)-\(rid)", "True", "computer", system,
                version, fileTime(World.asOf.advanced(by: -6)), fileTime(World.asOf.advanced(by: -21)),
            ])
        }
        for server in ServerID.allCases {
            add(
                world.server(server).host, rid: 1000 + server.position,
                unit: server == .dc01 || server == .dc02 ? "OU=Domain Controllers" : "OU=Servers",
                system: "Windows Server \(server.windowsVersion) Standard", version: "10.0")
        }
        for (index, device) in world.devices.enumerated() where !device.name.isEmpty {
            add(
                device.name, rid: world.firstDeviceRID + index,
                unit: device.kind == .terminal ? "OU=Terminals" : "OU=Clients",
                system: "Windows 11 Enterprise", version: "10.0 (26100)")
        }
        return table.text
    }

    private func groups() -> String {
        var table = DelimitedText(
            header: [
                "DistinguishedName", "Name", "SamAccountName", "SID", "GroupCategory", "GroupScope", "ObjectClass",
                "Members",
            ], quotesAll: true)
        for (position, name) in World.groupNames.enumerated() {
            let members = inDirectory.filter { $0.groups.contains(name) }.map(\.distinguishedName)
            table.add([
                groupName(name), name, name, "\(World.domainSID)-\(900 + position)", "Security", "Global", "group",
                members.joined(separator: ";"),
            ])
        }
        return table.text
    }

    private var inDirectory: [Account] { world.accounts.filter { $0.accountClass != .notInDirectory } }

    private func groupName(_ name: String) -> String { "CN=\(name),OU=Groups,\(World.baseName)" }

    /// Midnight of a day in 100-nanosecond steps since 1601; 0 for never.
    private func fileTime(_ day: Day?) -> String {
        guard let day else { return "0" }
        return String((Int64(day.number) * 86_400 + 11_644_473_600) * 10_000_000)
    }
}
