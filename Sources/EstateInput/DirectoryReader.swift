import AccessModel
import PositionModel

/// Reads one CSV export of a directory: csvde, Get-ADUser, Get-ADComputer, Get-ADGroup, Get-ADServiceAccount.
///
/// What an object is comes from its object class, else its account type, else the columns of the file.
struct DirectoryReader {
    /// Written by PowerShell in place of the values of a collection.
    static let lostCollection = "Microsoft.ActiveDirectory.Management.ADPropertyValueCollection"

    private let file: String
    private let columns: DirectoryRow.Columns
    private let order: DateText.Order
    private var directory = Directory()
    private var notices: [EstateNotice]
    /// Things met in many rows are told once, with the first line and a count.
    private var tallies: [Tally: (line: Int, count: Int)] = [:]

    private enum Tally: String, CaseIterable {
        case ignoredClass = "objects that are no user, computer or group, ignored"
        case namelessObject = "objects without sAMAccountName, userPrincipalName and SID, ignored"
        case lostCollection =
            "cells hold a collection's type instead of its values (export it with Select-Object @{n='memberOf';e={$_.memberOf -join ';'}})"
        case unreadableSID = "SIDs that cannot be read, taken as missing"
        case unreadableTime = "dates that cannot be read, taken as missing"
        case unreadableNumber = "numbers that cannot be read, taken as missing"
        case unreadableFlag = "values of Enabled that are neither True nor False, taken as missing"
        case questionMark =
            "account names with a question mark: the export lost letters (export it with -Encoding UTF8)"
    }

    /// - Throws: where the file is no directory export, or breaks the rules of CSV.
    static func read(_ file: PreparedFile) throws(EstateError) -> (directory: Directory, notices: [EstateNotice]) {
        try refuseOtherFormats(file)
        let (first, notices) = try file.csv()
        let columns = DirectoryRow.Columns(first.header)
        guard columns.nameAnAccount || columns.has(.distinguishedName) && columns.has(.members) else {
            throw EstateError(
                file: file.name, line: first.header.line,
                problem: "no column names an account (sAMAccountName, userPrincipalName or objectSid/SID)",
                remedy: "Export the directory with them. The header row found: \(ColumnMap.summary(of: first.header))")
        }
        var (order, all) = try DateOrder.find(in: first, columns: columns)
        all = notices + all
        var reader = DirectoryReader(file: file.name, columns: columns, order: order, notices: all)
        var rows = first
        while let record = try rows.next() { reader.add(record) }
        reader.report()
        reader.directory.sources = [file.name]
        return (reader.directory, reader.notices)
    }

    private init(file: String, columns: DirectoryRow.Columns, order: DateText.Order, notices: [EstateNotice]) {
        self.file = file
        self.columns = columns
        self.order = order
        self.notices = notices
    }

    private static func refuseOtherFormats(_ file: PreparedFile) throws(EstateError) {
        let head = file.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? file.bytes.dropFirst(3) : file.bytes[...]
        let text = String(decoding: head.prefix(256).drop { $0 <= 0x20 }, as: UTF8.self).scalarLowercased
        let name = file.name.scalarLowercased
        let format: String
        if [".ldf", ".ldif"].contains(where: name.hasSuffix) || text.hasPrefix("dn:") || text.hasPrefix("version: 1")
            || text.hasPrefix("# extended ldif")
        {
            format = "LDIF"
        } else if name.hasSuffix(".json") || text.hasPrefix("{") || text.hasPrefix("[{") {
            format = "JSON"
        } else if head.starts(with: [0x1F, 0x8B]) || head.starts(with: Array("PK".utf8)) {
            format = "a compressed file or workbook"
        } else {
            return
        }
        throw EstateError(
            file: file.name, problem: "this is \(format), which is not yet read as a directory export",
            remedy: "Export it as CSV: csvde, or Get-ADUser | Export-Csv; or move it out of the folder")
    }

    private mutating func add(_ record: CSVRecord) {
        let row = DirectoryRow(record: record, columns: columns)
        let kind = row.kind
        guard kind != .other else { return note(.ignoredClass, record.line) }
        if kind == .group { return directory.groups.append(group(row)) }
        let name = row.text(.accountName).scalarLowercased
        let sid = sid(row)
        if name.isEmpty, sid.isEmpty, row.text(.principalName).isEmpty { return note(.namelessObject, record.line) }
        if name.utf8.contains(UInt8(ascii: "?")) { note(.questionMark, record.line) }
        if kind == .computer {
            directory.computers.append(computer(row, name: name, sid: sid))
        } else {
            directory.accounts.append(account(row, name: name, sid: sid, isManagedService: kind == .managedService))
        }
    }

    private mutating func account(
        _ row: DirectoryRow, name: String, sid: String, isManagedService: Bool
    ) -> DirectoryAccount {
        var account = DirectoryAccount()
        account.domain = row.domain
        account.name = name
        account.principalName = row.text(.principalName).scalarLowercased
        account.mail = row.text(.mail).scalarLowercased
        account.sid = sid
        account.formerSIDs = list(row, .formerSIDs).compactMap { value in
            let found = SecurityIdentifier.text(value)
            if found == nil { note(.unreadableSID, row.record.line) }
            return found
        }
        account.displayName = row.text(.displayName)
        account.distinguishedName = row.text(.distinguishedName)
        account.objectClass = row.objectClass
        account.enabled = enabled(row)
        // Valid up to the moment it expires: an account that expires at midnight ends with the day before.
        account.expires = time(row, .expires).map { Day(Instant(milliseconds: $0.milliseconds - 1)) }
        account.lastLogon = [time(row, .replicatedLogon), time(row, .localLogon)].compactMap(\.self).max()
        account.passwordLastSet = time(row, .passwordLastSet)
        account.created = time(row, .created)
        account.servicePrincipalNames = list(row, .servicePrincipalNames)
        account.memberOf = list(row, .memberOf)
        account.recipientType = number(row, .recipientType)
        account.employeeID = row.text(.employeeID)
        account.employeeType = row.text(.employeeType)
        account.company = row.text(.company)
        account.department = row.text(.department)
        account.detail = row.text(.detail)
        account.isManagedService = isManagedService
        account.isCriticalSystemObject = row.text(.isCriticalSystemObject).scalarLowercased == "true"
        // lastLogon alone is one domain controller's view: its absence does not mean "never".
        account.hasLastLogonColumn = columns.has(.replicatedLogon)
        account.source = file
        account.line = row.record.line
        return account
    }

    private mutating func computer(_ row: DirectoryRow, name: String, sid: String) -> DirectoryComputer {
        var computer = DirectoryComputer()
        computer.domain = row.domain
        computer.name = name.hasSuffix("$") ? String(name.dropLast()) : name
        computer.dnsName = row.text(.dnsName).scalarLowercased
        computer.sid = sid
        computer.enabled = enabled(row)
        computer.operatingSystem = row.text(.operatingSystem)
        computer.operatingSystemVersion = row.text(.operatingSystemVersion)
        computer.lastLogon = [time(row, .replicatedLogon), time(row, .localLogon)].compactMap(\.self).max()
        computer.passwordLastSet = time(row, .passwordLastSet)
        computer.distinguishedName = row.text(.distinguishedName)
        computer.servicePrincipalNames = list(row, .servicePrincipalNames)
        computer.source = file
        computer.line = row.record.line
        return computer
    }

    private mutating func group(_ row: DirectoryRow) -> DirectoryGroup {
        var group = DirectoryGroup()
        group.distinguishedName = row.text(.distinguishedName)
        let name = row.text(.accountName)
        group.name = name.isEmpty ? row.text(.displayName) : name
        group.sid = sid(row)
        group.members = list(row, .members)
        return group
    }

    private mutating func sid(_ row: DirectoryRow) -> String {
        let value = row.text(.sid)
        if value.isEmpty { return "" }
        if let sid = SecurityIdentifier.text(value) { return sid }
        note(.unreadableSID, row.record.line)
        return ""
    }

    private mutating func enabled(_ row: DirectoryRow) -> Bool? {
        switch row.text(.enabled).scalarLowercased {
        case "true", "1": return true
        case "false", "0": return false
        case "": break
        default: note(.unreadableFlag, row.record.line)
        }
        return number(row, .accountControl).map { $0 & DirectoryKinds.disabledBit == 0 }
    }

    private mutating func number(_ row: DirectoryRow, _ attribute: DirectoryAttribute) -> Int64? {
        let value = row.text(attribute)
        if value.isEmpty { return nil }
        if let number = Int64(value) { return number }
        note(.unreadableNumber, row.record.line)
        return nil
    }

    private mutating func time(_ row: DirectoryRow, _ attribute: DirectoryAttribute) -> Instant? {
        let time = DirectoryTime(row.text(attribute))
        if time == .unreadable { note(.unreadableTime, row.record.line) }
        return time.instant(order: order)
    }

    private mutating func list(_ row: DirectoryRow, _ attribute: DirectoryAttribute) -> [String] {
        let value = row.text(attribute)
        if value.hasPrefix(DirectoryReader.lostCollection) {
            note(.lostCollection, row.record.line)
            return []
        }
        return DirectoryRow.values(value)
    }

    private mutating func note(_ tally: Tally, _ line: Int) {
        tallies[tally, default: (line, 0)].count += 1
    }

    private mutating func report() {
        for tally in Tally.allCases {
            guard let (line, count) = tallies[tally] else { continue }
            notices.append(EstateNotice(file: file, line: line, message: "\(count) \(tally.rawValue)"))
        }
    }
}
