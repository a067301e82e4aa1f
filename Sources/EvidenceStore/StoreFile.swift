import Glibc

/// The store's file on the disk: what it may be, and how it is made.
enum StoreFile {
    /// Read and write for the owner only: a store names people.
    static let permissions: mode_t = 0o600

    /// Checks that `path` may be a store; true where there is a file, false where there is nothing yet.
    /// A symbolic link is refused: whoever can place one would choose what gets overwritten.
    static func exists(at path: String) throws(StoreError) -> Bool {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            if errno == ENOENT { return false }
            throw inaccessible(path, errno, "open")
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return true
        case S_IFDIR:
            throw StoreError(.notAFile, path, "this is a folder, not an evidence store", "give the path of a file")
        case S_IFLNK:
            throw StoreError(
                .notAFile, path, "this is a symbolic link, which is not followed for a store",
                "give the path of the file itself")
        default:
            throw StoreError(.notAFile, path, "this is not a regular file", "give the path of a file")
        }
    }

    /// True where this user may write the file.
    static func isWritable(_ path: String) -> Bool { access(path, W_OK) == 0 }

    /// Bytes of a file; 0 where there is none.
    static func size(_ path: String) -> Int64 {
        var status = stat()
        return lstat(path, &status) == 0 ? Int64(status.st_size) : 0
    }

    /// True for a file without a byte.
    static func isEmpty(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_size == 0
    }

    /// True where two paths lead to one file; false where nothing is at one of them.
    static func isSame(_ a: String, _ b: String) throws(StoreError) -> Bool {
        guard let first = try identity(of: a), let second = try identity(of: b) else { return false }
        return first == second
    }

    private static func identity(of path: String) throws(StoreError) -> [UInt64]? {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            if errno == ENOENT { return nil }
            throw inaccessible(path, errno, "open")
        }
        return [UInt64(status.st_dev), UInt64(status.st_ino)]
    }

    /// Makes an empty file readable by its owner only, whatever the umask.
    static func make(at path: String) throws(StoreError) {
        let file = Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, permissions)
        guard file >= 0 else { throw inaccessible(path, errno, "make") }
        let changed = fchmod(file, permissions)
        let code = errno
        Glibc.close(file)
        guard changed == 0 else { throw inaccessible(path, code, "protect") }
    }

    /// Removes a store that was just made and could not be begun, with what SQLite may have put beside it.
    static func removeUnbegun(_ path: String) {
        for suffix in ["", "-journal", "-wal", "-shm"] { unlink(path + suffix) }
    }

    static func inaccessible(_ path: String, _ code: Int32, _ action: String) -> StoreError {
        let reason = strerror(code).map { String(cString: $0) } ?? "error \(code)"
        let remedy =
            code == ENOENT
            ? "make its folder first" : "check the permissions of the file and of its folder, or choose another path"
        return StoreError(.notAccessible, path, "cannot \(action) the store (\(reason))", remedy)
    }
}
