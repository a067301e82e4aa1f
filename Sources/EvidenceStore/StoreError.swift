import GRDB

/// Why a store could not be opened, read or written: what, where, why, and what to do next.
public struct StoreError: Error, Sendable, CustomStringConvertible {
    /// The kind of failure, for callers that act on it.
    public enum Kind: Sendable, Hashable {
        /// There is no file at the path.
        case missing
        /// A folder, a symbolic link or a device.
        case notAFile
        /// A file, but not a store.
        case notAStore
        /// A store of a newer version of Headcount.
        case newerVersion
        /// A store of a version before the first one that is still read.
        case olderVersion
        /// May not be read or written by this user, or in a folder that does not exist.
        case notAccessible
        /// Another scan is writing the store.
        case busy
        /// The disk, or the quota, is full.
        case full
        /// SQLite finds the file damaged.
        case damaged
        /// The settings contradict how inputs of the store were read.
        case settings
        /// The input named in the call is not open.
        case notOpen
        /// Inputs have closed that no `settle` has followed.
        case notSettled
        /// Anything else that SQLite reports.
        case failed
    }

    public var kind: Kind
    /// The store's path as given.
    public var path: String
    /// What happened and why.
    public var reason: String
    /// What to do next.
    public var remedy: String

    public init(_ kind: Kind, _ path: String, _ reason: String, _ remedy: String) {
        self.kind = kind
        self.path = path
        self.reason = reason
        self.remedy = remedy
    }

    public var description: String { "\(path): \(reason); \(remedy)" }

    /// What an error of the database means for the person at the keyboard.
    init(_ error: any Error, while action: String, path: String) {
        if let error = error as? StoreError {
            self = error
            return
        }
        guard let error = error as? DatabaseError else {
            self.init(.failed, path, "cannot \(action): \(error)", "nothing was changed; try again")
            return
        }
        let cause = "cannot \(action): \(error.message ?? "SQLite error \(error.resultCode.rawValue)")"
        switch error.resultCode {
        case _ where error.isOfFullDisk:
            self.init(
                .full, path, "cannot \(action): the disk is full",
                "free some space and run the command again; what was written before is intact")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self.init(
                .busy, path, "cannot \(action): another program holds the file",
                "wait for it to end and run the command again")
        case .SQLITE_NOTADB:
            self.init(
                .notAStore, path, "this is not a Headcount evidence store", "give the file that scan --store wrote")
        case .SQLITE_CORRUPT:
            self.init(
                .damaged, path, "\(cause) (the store is damaged, or something else has written to it)",
                "restore a copy of it, or scan the logs into a new store")
        case .SQLITE_READONLY where error.extendedResultCode == .SQLITE_READONLY_ROLLBACK:
            self.init(
                .notAccessible, path, "cannot \(action): a scan that was cut off left it unfinished",
                "open it as a user who may write it, or run the scan again")
        case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_READONLY, .SQLITE_AUTH:
            self.init(.notAccessible, path, cause, "check the permissions of the file and of its folder")
        case .SQLITE_IOERR:
            self.init(
                .failed, path, cause, "check the disk and run the command again; what was written before is intact")
        default:
            self.init(.failed, path, cause, "nothing of this step was kept; run the command again")
        }
    }
}

extension DatabaseError {
    /// Also where it is the index of the write-ahead log that finds no room: SQLite calls that an input/output error.
    fileprivate var isOfFullDisk: Bool {
        resultCode == .SQLITE_FULL || extendedResultCode == .SQLITE_IOERR_SHMSIZE
    }
}
