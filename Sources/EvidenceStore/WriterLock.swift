import Glibc

/// That this process, and no other, writes a store: held from the first write until the scan has settled.
///
/// SQLite locks single transactions; a scan needs more, since it clears away what a scan that died left open. The lock
/// is `flock` on a file of its own beside the store (`FILE-lock`): a lock on the store itself would cost SQLite its own
/// locks, which POSIX drops when any handle of the file is closed. A killed process leaves the file but not the lock.
final class WriterLock: Sendable {
    /// How often a waiting writer looks again, in microseconds.
    private static let pause: UInt32 = 20_000

    /// What the lock's file is named behind the store's path.
    static let suffix = "-lock"

    private let path: String
    private let file: Int32

    /// Waits up to `patience` for another writer to finish.
    init(store: String, patience: Duration) throws(StoreError) {
        path = store + WriterLock.suffix
        let deadline = ContinuousClock.now + patience
        while true {
            let file = Glibc.open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, StoreFile.permissions)
            guard file >= 0 else { throw StoreFile.inaccessible(store, errno, "lock") }
            if flock(file, LOCK_EX | LOCK_NB) == 0, WriterLock.isStill(file, at: path) {
                self.file = file
                return
            }
            Glibc.close(file)
            guard ContinuousClock.now < deadline else {
                throw StoreError(
                    .busy, store, "another scan is writing \(store) (waited \(patience))",
                    "wait for it to end and run the command again")
            }
            usleep(WriterLock.pause)
        }
    }

    deinit {
        // Removed while locked; a waiting writer that holds the removed file sees that it is gone and starts again.
        unlink(path)
        Glibc.close(file)
    }

    /// True where the locked file is the one at the path, not one the last owner has just removed.
    private static func isStill(_ file: Int32, at path: String) -> Bool {
        var (held, found) = (stat(), stat())
        return fstat(file, &held) == 0 && lstat(path, &found) == 0 && held.st_ino == found.st_ino
            && held.st_dev == found.st_dev
    }
}
