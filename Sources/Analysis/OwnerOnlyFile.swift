import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// A file in the making: readable by its owner only, beside its place until it is whole, then in its place in one step.
public struct OwnerOnlyFile: ~Copyable {
    private let path: String
    private let partial: String
    private var descriptor: Int32

    /// - Parameter path: where the file will be; what is there is replaced by `finish`.
    public init(path: String) throws(OutputError) {
        self.path = path
        partial = path + ".partial"
        unlink(partial)
        descriptor = open(partial, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        if descriptor < 0 { throw OwnerOnlyFile.failure(path) }
    }

    deinit {
        // Not finished: nothing of it stays.
        guard descriptor >= 0 else { return }
        close(descriptor)
        unlink(partial)
    }

    public mutating func write(_ text: String) throws(OutputError) {
        try write(Array(text.utf8))
    }

    public mutating func write(_ bytes: [UInt8]) throws(OutputError) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { bytes in
                Glibc.write(descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw OwnerOnlyFile.failure(path) }
            written += count
        }
    }

    /// Puts the file in its place.
    public mutating func finish() throws(OutputError) {
        let closed = close(descriptor)
        descriptor = -1
        guard closed == 0, rename(partial, path) == 0 else {
            let error = OwnerOnlyFile.failure(path)
            unlink(partial)
            throw error
        }
    }

    private static func failure(_ path: String) -> OutputError {
        OutputError(message: "Cannot write \(path): \(String(cString: strerror(errno))).")
    }
}
