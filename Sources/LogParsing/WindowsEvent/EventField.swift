/// The values of a record that any row of the event table reads; the others are stepped over.
///
/// The first cases are children of `System`, all others fields of `EventData` or `UserData`.
enum EventField: Int, CaseIterable {
    case providerName, eventID, systemTime, recordID, logChannel, computer, keywords, securityUserID

    case accountDomain, accountName, address, clearedChannel, clientAddress, clientName
    case ipAddress, logonType, param1, param2, param3, resource, serviceName, status
    case subjectDomainName, subjectUserName, subjectUserSid
    case targetDomainName, targetSid, targetUserName, targetUserSid
    case user, username, workstation, workstationName
    case callingStationID, clientIP, domainName, fullyQualifiedSubjectUserName, param4, payload, remoteClientMachine,
        userName, winrmUsername
    case newTargetUserName, oldTargetUserName
    case webClient, webStatus, webUser
    /// By position: an unnamed `Data` has no name, and exporters that give it one call it `param1`, `param2`, ...
    case unnamed1, unnamed2, unnamed3, unnamed4

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
        case .securityUserID: "Security"
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
        case .callingStationID: "CallingStationID"
        case .clientIP: "ClientIP"
        case .domainName: "DomainName"
        case .fullyQualifiedSubjectUserName: "FullyQualifiedSubjectUserName"
        case .param4: "Param4"
        case .payload: "payload"
        case .remoteClientMachine: "RemoteClientMachine"
        case .userName: "UserName"
        case .winrmUsername: "username"
        case .newTargetUserName: "NewTargetUserName"
        case .oldTargetUserName: "OldTargetUserName"
        case .webClient: "c-ip"
        case .webStatus: "sc-status"
        case .webUser: "cs-username"
        case .unnamed1: "param1"
        case .unnamed2: "param2"
        case .unnamed3: "param3"
        case .unnamed4: "param4"
        }
    }

    /// Attribute that carries the value where the element's text does not.
    var attribute: StaticString? {
        switch self {
        case .providerName: "Name"
        case .systemTime: "SystemTime"
        case .securityUserID: "UserID"
        default: nil
        }
    }

    private var isInSystem: Bool { rawValue <= EventField.securityUserID.rawValue }

    /// The child of `System` with a local name, nil where no row reads it.
    static func system(_ name: UnsafeBufferPointer<UInt8>) -> EventField? { find(name, in: systemByLength) }

    /// The field of `EventData` or `UserData` with a name, nil where no row reads it.
    static func data(_ name: UnsafeBufferPointer<UInt8>) -> EventField? { find(name, in: dataByLength) }

    /// The `Data` of `EventData` without a name at a position, counted from 0 among those without a name; nil where no
    /// row reads it.
    static func unnamedData(position: Int) -> EventField? {
        position < unnamedData.count ? unnamedData[position] : nil
    }

    private static let unnamedData: [EventField] = [.unnamed1, .unnamed2, .unnamed3, .unnamed4]
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
