/// The values of a record that any row of the event table reads; the others are stepped over.
///
/// The first cases are children of `System`, all others fields of `EventData` or `UserData`.
enum EventField: Int, CaseIterable {
    case providerName, eventID, systemTime, recordID, logChannel, computer, keywords

    case accountDomain, accountName, address, clearedChannel, clientAddress, clientName
    case ipAddress, logonType, param1, param2, param3, resource, serviceName, status
    case subjectDomainName, subjectUserName, subjectUserSid
    case targetDomainName, targetSid, targetUserName, targetUserSid
    case user, username, workstation, workstationName

    /// Element below `System`, or `Name` of the field.
    var name: StaticString {
        switch self {
        case .providerName: "Provider"
        case .eventID: "EventID"
        case .systemTime: "TimeCreated"
        case .recordID: "EventRecordID"
        case .logChannel: "Channel"
        case .computer: "Computer"
        case .keywords: "Keywords"
        case .accountDomain: "AccountDomain"
        case .accountName: "AccountName"
        case .address: "Address"
        case .clearedChannel: "Channel"
        case .clientAddress: "ClientAddress"
        case .clientName: "ClientName"
        case .ipAddress: "IpAddress"
        case .logonType: "LogonType"
        case .param1: "Param1"
        case .param2: "Param2"
        case .param3: "Param3"
        case .resource: "Resource"
        case .serviceName: "ServiceName"
        case .status: "Status"
        case .subjectDomainName: "SubjectDomainName"
        case .subjectUserName: "SubjectUserName"
        case .subjectUserSid: "SubjectUserSid"
        case .targetDomainName: "TargetDomainName"
        case .targetSid: "TargetSid"
        case .targetUserName: "TargetUserName"
        case .targetUserSid: "TargetUserSid"
        case .user: "User"
        case .username: "Username"
        case .workstation: "Workstation"
        case .workstationName: "WorkstationName"
        }
    }

    /// Attribute that carries the value where the element's text does not.
    var attribute: StaticString? {
        switch self {
        case .providerName: "Name"
        case .systemTime: "SystemTime"
        default: nil
        }
    }

    private var isInSystem: Bool { rawValue <= EventField.keywords.rawValue }

    /// The child of `System` with a local name, nil where no row reads it.
    static func system(_ name: UnsafeBufferPointer<UInt8>) -> EventField? { find(name, in: systemByLength) }

    /// The field of `EventData` or `UserData` with a name, nil where no row reads it.
    static func data(_ name: UnsafeBufferPointer<UInt8>) -> EventField? { find(name, in: dataByLength) }

    private static let systemByLength = byLength(allCases.filter(\.isInSystem))
    private static let dataByLength = byLength(allCases.filter { !$0.isInSystem })

    private static func byLength(_ fields: [EventField]) -> [[EventField]] {
        let longest = fields.map(\.name.utf8CodeUnitCount).max() ?? 0
        return (0...longest).map { length in fields.filter { $0.name.utf8CodeUnitCount == length } }
    }

    private static func find(_ name: UnsafeBufferPointer<UInt8>, in table: [[EventField]]) -> EventField? {
        guard name.count < table.count else { return nil }
        for field in table[name.count] {
            // As long as the name: `table` is by length.
            let isEqual = field.name.withUTF8Buffer { expected in
                for index in name.indices where name[index] != expected[index] { return false }
                return true
            }
            if isEqual { return field }
        }
        return nil
    }
}
