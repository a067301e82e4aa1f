import AccessModel
import PositionModel

/// Reads one export of a directory: CSV (csvde, Export-Csv), LDIF (ldifde, ldapsearch, ldbsearch) or JSON
/// (ConvertTo-Json).
///
/// What an object is comes from its class, else from its account type and what else the export gives of it: the same
/// rules for every format.
struct DirectoryReader {
    private let file: String
    private let order: DateText.Order
    private var directory = Directory()
    private var tallies = DirectoryTallies()
    private var texts = TextPool()
    private var dates: DateOrder
    /// Attributes any object so far had.
    private var present = AttributeSet()
    /// Objects that are kept, named or not, and the line of the first.
    private var objects = (count: 0, firstLine: 0)
    /// Of what classes the ignored objects were.
    private var ignoredClasses: [ExactText: Int] = [:]

    /// Classes that a notice names.
    private static let classesShown = 12
    /// Classes that are counted one by one.
    private static let classesKept = 256

    /// - Throws: where the file is no directory export, or breaks the rules of its format.
    static func read(_ file: PreparedFile) throws(EstateError) -> (directory: Directory, notices: [EstateNotice]) {
        let content = file.bytes.prefix(recognisedBytes)
        var format = DirectoryFormat.recognised(content, name: file.name)
        let isWide = content.starts(with: [0xFF, 0xFE]) || content.starts(with: [0xFE, 0xFF]) || content.contains(0)
        if isWide, format != .compressed {
            // Two bytes a character: the beginning as text says what it is.
            let head = try SourceText(Array(content), file: file.name, isFolded: true).bytes
            format = DirectoryFormat.recognised(head[...], name: file.name)
        }
        switch format {
        case .csv:
            let (rows, notices) = try file.csv()
            return try read(try DirectoryCSV(rows), notices: notices)
        case .ldif:
            let text = try SourceText(file.bytes, file: file.name, isFolded: true)
            return try read(LDIFReader(text, file: file.name), notices: [])
        case .json:
            let (text, notices) = try file.text()
            return try read(DirectoryJSON(text, file: file.name), notices: notices)
        case .compressed:
            throw EstateError(
                file: file.name, problem: "this is a compressed file or workbook, not read as a directory export",
                remedy: "Unpack it (gunzip, unzip), save a workbook as CSV UTF-8, or move it out of the folder")
        }
    }

    /// Enough of a file to see what it is; even, for UTF-16.
    private static let recognisedBytes = 131_072

    static func read(
        _ source: some DirectoryRecords, notices: [EstateNotice]
    ) throws(EstateError) -> (directory: Directory, notices: [EstateNotice]) {
        let first = try read(source, order: .monthFirst)
        let reader = first.dates.provesDayFirst ? try read(source, order: .dayFirst) : first
        return (reader.directory, notices + reader.notices)
    }

    private static func read(
        _ source: some DirectoryRecords, order: DateText.Order
    ) throws(EstateError) -> DirectoryReader {
        var source = source
        var reader = DirectoryReader(file: source.file, order: order)
        var record = DirectoryRecord()
        while try source.next(&record) { try reader.add(record) }
        try reader.finish(source)
        return reader
    }

    private init(file: String, order: DateText.Order) {
        self.file = file
        self.order = order
        dates = DateOrder(file: file)
    }

    private mutating func add(_ record: DirectoryRecord) throws(EstateError) {
        present.formUnion(record.present)
        let kind = record.kind
        guard kind != .other else { return ignore(record) }
        if objects.count == 0 { objects.firstLine = record.line }
        objects.count += 1
        for _ in 0..<record.lostCollections { note(.lostCollection, record.line) }
        if kind == .group { return directory.groups.append(group(record)) }
        let name = record.text(.accountName).scalarLowercased
        let sid = sid(record)
        if name.isEmpty, sid.isEmpty, record.text(.principalName).isEmpty { return note(.namelessObject, record.line) }
        if name.utf8.contains(UInt8(ascii: "?")) { note(.questionMark, record.line) }
        if kind == .computer {
            directory.computers.append(try computer(record, name: name, sid: sid))
        } else {
            directory.accounts.append(
                try account(record, name: name, sid: sid, isManagedService: kind == .managedService))
        }
    }

    private mutating func ignore(_ record: DirectoryRecord) {
        note(.ignoredClass, record.line)
        let name = ExactText(record.objectClass)
        guard ignoredClasses[name] != nil || ignoredClasses.count < DirectoryReader.classesKept else { return }
        ignoredClasses[name, default: 0] += 1
    }

    /// - Throws: where no object could be named by what the file exports.
    private mutating func finish(_ source: some DirectoryRecords) throws(EstateError) {
        let isGroupList = present.contains(.distinguishedName) && present.contains(.members)
        guard objects.count == 0 || present.nameAnAccount || isGroupList else {
            throw EstateError(
                file: file, line: objects.firstLine,
                problem: "no object has sAMAccountName, userPrincipalName or objectSid/SID",
                remedy: "Export the directory with them. The first object has: "
                    + source.namesOfFirst.map(shown).joined(separator: ", "))
        }
        directory.sources = [file]
        tallies.add(source.tallies)
        // lastLogon alone is one domain controller's view: its absence does not mean "never".
        if present.contains(.replicatedLogon) {
            for index in directory.accounts.indices { directory.accounts[index].hasLastLogonColumn = true }
        }
    }

    private var notices: [EstateNotice] {
        let classes = ignoredClasses.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        let named = classes.filter { !$0.key.isEmpty }.prefix(DirectoryReader.classesShown)
            .map { "\(shown($0.key.string)) \($0.value)" }
        return dates.notices
            + tallies.notices(
                file: file, details: named.isEmpty ? [:] : [.ignoredClass: named.joined(separator: ", ")])
    }

    private mutating func account(
        _ record: DirectoryRecord, name: String, sid: String, isManagedService: Bool
    ) throws(EstateError) -> DirectoryAccount {
        var account = DirectoryAccount()
        account.domain = texts.shared(record.domain)
        account.name = name
        account.principalName = record.text(.principalName).scalarLowercased
        account.mail = record.text(.mail).scalarLowercased
        account.sid = sid
        for value in record.list(.formerSIDs) {
            if let former = SecurityIdentifier.text(value) {
                account.formerSIDs.append(former)
            } else {
                note(.unreadableSID, record.line)
            }
        }
        account.displayName = record.text(.displayName)
        account.distinguishedName = record.text(.distinguishedName)
        account.objectClass = texts.shared(record.objectClass)
        account.enabled = enabled(record)
        // Valid up to the moment it expires: an account that expires at midnight ends with the day before.
        account.expires = try time(record, .expires).map { Day(Instant(milliseconds: $0.milliseconds - 1)) }
        account.lastLogon = [try time(record, .replicatedLogon), try time(record, .localLogon)].compactMap(\.self).max()
        account.passwordLastSet = try time(record, .passwordLastSet)
        account.created = try time(record, .created)
        account.servicePrincipalNames = record.list(.servicePrincipalNames)
        account.memberOf = record.list(.memberOf).map { texts.shared($0) }
        account.recipientType = number(record, .recipientType)
        account.employeeID = record.text(.employeeID)
        account.employeeType = record.text(.employeeType)
        account.company = texts.shared(record.text(.company))
        account.department = texts.shared(record.text(.department))
        account.detail = record.text(.detail)
        account.isManagedService = isManagedService
        account.isCriticalSystemObject = record.text(.isCriticalSystemObject).scalarLowercased == "true"
        account.source = file
        account.line = record.line
        return account
    }

    private mutating func computer(
        _ record: DirectoryRecord, name: String, sid: String
    ) throws(EstateError) -> DirectoryComputer {
        var computer = DirectoryComputer()
        computer.domain = texts.shared(record.domain)
        computer.name = name.hasSuffix("$") ? String(name.dropLast()) : name
        computer.dnsName = record.text(.dnsName).scalarLowercased
        computer.sid = sid
        computer.enabled = enabled(record)
        computer.operatingSystem = texts.shared(record.text(.operatingSystem))
        computer.operatingSystemVersion = record.text(.operatingSystemVersion)
        computer.lastLogon = [try time(record, .replicatedLogon), try time(record, .localLogon)].compactMap(\.self)
            .max()
        computer.passwordLastSet = try time(record, .passwordLastSet)
        computer.distinguishedName = record.text(.distinguishedName)
        computer.servicePrincipalNames = record.list(.servicePrincipalNames)
        computer.source = file
        computer.line = record.line
        return computer
    }

    private mutating func group(_ record: DirectoryRecord) -> DirectoryGroup {
        var group = DirectoryGroup()
        group.distinguishedName = record.text(.distinguishedName)
        let name = record.text(.accountName)
        group.name = name.isEmpty ? record.text(.displayName) : name
        group.sid = sid(record)
        group.members = record.list(.members)
        return group
    }

    private mutating func sid(_ record: DirectoryRecord) -> String {
        let value = record.text(.sid)
        if value.isEmpty { return "" }
        if let sid = SecurityIdentifier.text(value) { return sid }
        note(.unreadableSID, record.line)
        return ""
    }

    private mutating func enabled(_ record: DirectoryRecord) -> Bool? {
        let text = record.text(.enabled)
        if let flag = CellValue.flags[text.scalarLowercased] { return flag }
        if !text.isEmpty { note(.unreadableFlag, record.line) }
        return number(record, .accountControl).map { $0 & DirectoryKinds.disabledBit == 0 }
    }

    private mutating func number(_ record: DirectoryRecord, _ attribute: DirectoryAttribute) -> Int64? {
        let value = record.text(attribute)
        if value.isEmpty { return nil }
        if let number = Int64(value) { return number }
        note(.unreadableNumber, record.line)
        return nil
    }

    private mutating func time(
        _ record: DirectoryRecord, _ attribute: DirectoryAttribute
    ) throws(EstateError) -> Instant? {
        let text = record.text(attribute)
        let time = DirectoryTime(text)
        switch time {
        case .unreadable: note(.unreadableTime, record.line)
        case .date(let date): try dates.observe(date, text: text, line: record.line)
        case .never, .filetime: break
        }
        return time.instant(order: order)
    }

    private mutating func note(_ tally: DirectoryTally, _ line: Int) { tallies.note(tally, line) }
}
