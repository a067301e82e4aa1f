/// The directory of a `Firm` as PowerShell's `Export-Csv` writes it, and as `ldifde` does.
struct DirectoryExport {
    let firm: Firm

    /// 2026-10-25 and 2026-10-01 in steps of 100 nanoseconds since 1601.
    private static let lastLogon = String((Int64(20_751) * 86_400 + 11_644_473_600) * 10_000_000)
    private static let passwordSet = String((Int64(20_727) * 86_400 + 11_644_473_600) * 10_000_000)

    // MARK: CSV

    func writeCSV(to folder: String) throws {
        var users = try WrittenFile(folder + "/ADUsers.csv")
        users.write(
            "\"DistinguishedName\",\"SamAccountName\",\"UserPrincipalName\",\"Name\",\"SID\",\"Enabled\",\"ObjectClass\","
                + "\"userAccountControl\",\"mail\",\"EmployeeID\",\"lastLogonTimestamp\",\"pwdLastSet\",\"whenCreated\","
                + "\"servicePrincipalName\",\"MemberOf\"\r\n")
        for account in 0..<firm.accounts {
            users.write(
                row([
                    firm.distinguishedName(account), firm.name(account), firm.principal(account), firm.name(account),
                    firm.sid(account), "True", "user", "512", mail(account), firm.employee(account),
                    DirectoryExport.lastLogon, DirectoryExport.passwordSet, "2020-01-15T06:00:00.0000000Z",
                    service(account), firm.groupDistinguishedName(group(of: account)),
                ]))
        }
        try users.close()
        var computers = try WrittenFile(folder + "/ADComputers.csv")
        computers.write(
            "\"DistinguishedName\",\"Name\",\"SamAccountName\",\"DNSHostName\",\"SID\",\"Enabled\",\"ObjectClass\","
                + "\"OperatingSystem\",\"OperatingSystemVersion\",\"lastLogonTimestamp\",\"pwdLastSet\"\r\n")
        for computer in 0..<firm.computers {
            let name = firm.computer(computer)
            computers.write(
                row([
                    "CN=\(name),OU=Clients,\(Firm.baseName)", name, name + "$", "\(name).\(Firm.realm)",
                    firm.computerSID(computer), "True", "computer", "Windows 11 Enterprise", "10.0 (26100)",
                    DirectoryExport.lastLogon, DirectoryExport.passwordSet,
                ]))
        }
        try computers.close()
        var groups = try WrittenFile(folder + "/ADGroups.csv")
        groups.write(
            "\"DistinguishedName\",\"Name\",\"SamAccountName\",\"SID\",\"GroupCategory\",\"GroupScope\",\"ObjectClass\","
                + "\"Members\"\r\n")
        for group in 0..<firm.groups {
            groups.write(
                row([
                    firm.groupDistinguishedName(group), firm.groupName(group), firm.groupName(group), groupSID(group),
                    "Security", "Global", "group", firm.members(of: group).joined(separator: ";"),
                ]))
        }
        try groups.close()
    }

    private func row(_ cells: [String]) -> String {
        "\"" + cells.joined(separator: "\",\"") + "\"\r\n"
    }

    // MARK: LDIF

    func writeLDIF(to folder: String) throws {
        var file = try WrittenFile(folder + "/directory.ldf")
        for account in 0..<firm.accounts {
            file.write(
                entry(
                    firm.distinguishedName(account), classes: ["top", "person", "organizationalPerson", "user"],
                    [
                        ("sAMAccountName", firm.name(account)), ("userPrincipalName", firm.principal(account)),
                        ("name", firm.name(account)), ("objectSid", firm.sid(account)),
                        ("userAccountControl", "512"), ("mail", mail(account)), ("employeeID", firm.employee(account)),
                        ("lastLogonTimestamp", DirectoryExport.lastLogon),
                        ("pwdLastSet", DirectoryExport.passwordSet), ("whenCreated", "20200115060000.0Z"),
                        ("servicePrincipalName", service(account)),
                        ("memberOf", firm.groupDistinguishedName(group(of: account))),
                    ]))
        }
        for computer in 0..<firm.computers {
            let name = firm.computer(computer)
            file.write(
                entry(
                    "CN=\(name),OU=Clients,\(Firm.baseName)",
                    classes: ["top", "person", "organizationalPerson", "user", "computer"],
                    [
                        ("name", name), ("sAMAccountName", name + "$"), ("dNSHostName", "\(name).\(Firm.realm)"),
                        ("objectSid", firm.computerSID(computer)), ("userAccountControl", "4096"),
                        ("operatingSystem", "Windows 11 Enterprise"), ("operatingSystemVersion", "10.0 (26100)"),
                        ("lastLogonTimestamp", DirectoryExport.lastLogon),
                        ("pwdLastSet", DirectoryExport.passwordSet),
                    ]))
        }
        for group in 0..<firm.groups {
            file.write(
                entry(
                    firm.groupDistinguishedName(group), classes: ["top", "group"],
                    [
                        ("name", firm.groupName(group)), ("sAMAccountName", firm.groupName(group)),
                        ("objectSid", groupSID(group)), ("groupType", "-2147483646"),
                    ] + firm.members(of: group).map { ("member", $0) }))
        }
        try file.close()
    }

    private func entry(_ name: String, classes: [String], _ attributes: [(String, String)]) -> String {
        var text = "dn: \(name)\r\nchangetype: add\r\n"
        for each in classes { text += "objectClass: \(each)\r\n" }
        for (attribute, value) in attributes where !value.isEmpty { text += "\(attribute): \(value)\r\n" }
        return text + "\r\n"
    }

    // MARK: Values

    private func mail(_ account: Int) -> String {
        account < firm.services || account >= firm.services + firm.people ? "" : firm.name(account) + "@example.com"
    }

    private func service(_ account: Int) -> String {
        account < firm.services ? "HTTP/\(firm.name(account)).\(Firm.realm)" : ""
    }

    private func group(of account: Int) -> Int { firm.team(of: account) + 1 + Firm.divisions }

    private func groupSID(_ group: Int) -> String { "\(Firm.domainSID)-\(2_000_000 + group)" }
}
