import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// Why a result could not be written.
public struct OutputError: Error, Sendable {
    public var message: String

    public init(message: String) { self.message = message }
}

/// A folder results are written to: its owner's only, and never over something that is there unless asked.
public struct OutputFolder: Sendable {
    public let path: String

    /// Makes the folder (and its parents).
    /// - Parameter force: whether files of an earlier run may be replaced.
    public init(path: String, force: Bool, files: [String]) throws(OutputError) {
        self.path = path
        if !force {
            for name in files where FileManager.default.fileExists(atPath: path + "/" + name) {
                throw OutputError(
                    message: "\(path)/\(name) exists and is not overwritten. Use --force, or another --output folder.")
            }
        }
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw OutputError(message: "Cannot make the folder \(path): \(error.localizedDescription)")
        }
    }

    public func file(_ name: String) -> String { path + "/" + name }

    /// Writes a file readable by its owner only; an existing one is replaced in one step.
    public func write(_ text: String, to name: String) throws(OutputError) {
        try OutputFolder.write(text, to: file(name))
    }

    /// Writes `text` to `path` with mode 0600: into a new file beside it, then renamed over it.
    public static func write(_ text: String, to path: String) throws(OutputError) {
        let partial = path + ".partial"
        unlink(partial)
        let descriptor = open(partial, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw failure(path) }
        let bytes = Array(text.utf8)
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else {
                let error = failure(path)
                close(descriptor)
                unlink(partial)
                throw error
            }
            written += count
        }
        guard close(descriptor) == 0, rename(partial, path) == 0 else {
            let error = failure(path)
            unlink(partial)
            throw error
        }
    }

    private static func failure(_ path: String) -> OutputError {
        OutputError(message: "Cannot write \(path): \(String(cString: strerror(errno))).")
    }
}
