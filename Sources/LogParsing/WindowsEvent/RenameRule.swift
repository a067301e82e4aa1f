import AccessModel
import ByteScan

/// Which fields of a record say that an account got another name. No access: the record counts as ignored.
struct RenameRule: Sendable {
    /// Bytes of a name: AD allows `sAMAccountName` 256 characters (AD schema, `rangeUpper`), each at most three bytes
    /// for the UTF-16 unit it is. What is longer names no account.
    static let maximumNameLength = 768

    /// Neither empty nor too long, and without control characters (Microsoft, naming conventions of AD).
    static func canBeName(_ text: UnsafeRawBufferPointer) -> Bool {
        !text.isEmpty && text.count <= maximumNameLength && text.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    }

    var domain: EventField
    var oldName: EventField
    var newName: EventField
    var sid: EventField
}

extension EventTable {
    /// The events that give an account another name.
    static let renames: [EventDefinition] = [
        .rename(
            .security, Rename.eventID,
            rule: RenameRule(
                domain: .targetDomainName, oldName: .oldTargetUserName, newName: .newTargetUserName, sid: .targetSid),
            source: learn + "4781(S): The name of an account was changed; of users, groups and computers")
    ]
}

extension AccessBatch {
    /// Adds the rename a record says; nothing where a name can be none, or only its case has changed.
    mutating func addRename(
        by rule: RenameRule, from values: EventValues, computer: TextRange, time: Instant, offset: UInt64
    ) {
        let names = [values[rule.oldName], values[rule.newName]]
        let others = [values[rule.domain], values[rule.sid]]
        guard names.allSatisfy(RenameRule.canBeName),
            others.allSatisfy({ $0.isEmpty || RenameRule.canBeName($0) })
        else { return }
        let (oldName, newName) = (storeLowercased(names[0]), storeLowercased(names[1]))
        guard !arena[oldName.indices].elementsEqual(arena[newName.indices]) else { return }
        renames.append(
            Rename(
                computer: computer, domain: storeLowercased(others[0]), oldName: oldName, newName: newName,
                sid: storeUppercased(others[1]), time: time, offset: offset))
    }
}

extension TextRange {
    /// Where in the arena the text is.
    fileprivate var indices: Range<Int> { Int(offset)..<Int(offset) + Int(count) }
}
