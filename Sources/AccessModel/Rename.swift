/// That the authority over an account gave it another name: who kept its SID, and is called otherwise from then on.
///
/// No access. A borrowed view like `Access`: the texts are ranges of the batch's arena. Neither name is empty, and they
/// are not equal.
public struct Rename: Sendable {
    /// The event that says so (Microsoft Learn, Audit events, "4781(S): The name of an account was changed").
    public static let eventID: UInt32 = 4781

    /// Lower-case `Computer`: the domain controller, or the machine whose local account it is.
    public var computer: TextRange
    /// Domain of the account, lower-case; of a local account the name of its machine.
    public var domain: TextRange
    /// Both lower-case; of a machine account with its `$`.
    public var oldName: TextRange
    public var newName: TextRange
    /// Upper-case; empty where the record has none.
    public var sid: TextRange
    public var time: Instant
    /// Offset of the record in the decompressed input, before transcoding.
    public var offset: UInt64

    public init(
        computer: TextRange, domain: TextRange, oldName: TextRange, newName: TextRange, sid: TextRange, time: Instant,
        offset: UInt64
    ) {
        self.computer = computer
        self.domain = domain
        self.oldName = oldName
        self.newName = newName
        self.sid = sid
        self.time = time
        self.offset = offset
    }
}

/// A rename an input shows. Records that say the same are one, at the smallest offset.
public struct ContributedRename: Sendable, Hashable {
    public var computer: TextID
    public var domain: TextID
    public var oldName: TextID
    public var newName: TextID
    public var sid: TextID
    public var time: Instant
    public var offset: UInt64

    public init(
        computer: TextID, domain: TextID, oldName: TextID, newName: TextID, sid: TextID, time: Instant, offset: UInt64
    ) {
        self.computer = computer
        self.domain = domain
        self.oldName = oldName
        self.newName = newName
        self.sid = sid
        self.time = time
        self.offset = offset
    }
}

/// A rename as the store shows it: once, however many inputs hold its record.
public struct EvidenceRename: Sendable, Hashable {
    public var computer: TextID
    public var domain: TextID
    public var oldName: TextID
    public var newName: TextID
    public var sid: TextID
    public var time: Instant

    public init(
        computer: TextID, domain: TextID, oldName: TextID, newName: TextID, sid: TextID, time: Instant
    ) {
        self.computer = computer
        self.domain = domain
        self.oldName = oldName
        self.newName = newName
        self.sid = sid
        self.time = time
    }
}
