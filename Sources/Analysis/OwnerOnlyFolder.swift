import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// A folder in which a file is made by somebody who cares for no rights: only its owner gets in, and it is gone afterwards
/// with whatever is left in it.
struct OwnerOnlyFolder: ~Copyable {
    let path: String

    /// Makes the folder; what a run that was killed left at its place is removed.
    init(path: String) throws(OutputError) {
        self.path = path
        OwnerOnlyFolder.remove(path)
        guard mkdir(path, 0o700) == 0 else { throw OwnerOnlyFolder.failure(path) }
    }

    deinit { OwnerOnlyFolder.remove(path) }

    func file(_ name: String) -> String { path + "/" + name }

    /// Puts a file of the folder where it belongs, readable by its owner only, in one step.
    func move(_ name: String, to place: String) throws(OutputError) {
        guard chmod(file(name), 0o600) == 0, rename(file(name), place) == 0 else {
            throw OwnerOnlyFolder.failure(place)
        }
    }

    private static func remove(_ path: String) { try? FileManager.default.removeItem(atPath: path) }

    private static func failure(_ path: String) -> OutputError {
        OutputError(message: "Cannot write \(path): \(String(cString: strerror(errno))).")
    }
}
