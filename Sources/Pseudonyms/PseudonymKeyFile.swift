#if canImport(Glibc)
    import Glibc
#endif

/// Why there is no key, or no pseudonym: what, where, why, and what to do next.
public enum PseudonymError: Error, Sendable, Hashable, CustomStringConvertible {
    case unreadable(file: String, reason: String)
    case notAFile(file: String)
    /// Somebody else than the owner may read it.
    case openToOthers(file: String, mode: UInt32)
    case tooShort(file: String, bytes: Int)
    case tooLong(file: String)
    /// Two names have the same pseudonym: counts would not be what they were.
    case collision(pseudonym: String)
    /// A text that is no pseudonym.
    case noPseudonym(String)

    public var description: String {
        let make = "make one with: (umask 077; head -c 32 /dev/urandom > FILE)"
        switch self {
        case .unreadable(let file, let reason): return "\(file): the key cannot be read: \(reason); \(make)"
        case .notAFile(let file): return "\(file) is no file, and a key is one; \(make)"
        case .openToOthers(let file, let mode):
            return
                "\(file) is open to others than its owner (mode \(String(mode, radix: 8))), and who has the key can tell every "
                + "name: close it with chmod 600, and make a new key where somebody may have read it"
        case .tooShort(let file, let bytes):
            return
                "\(file) has \(bytes) bytes, and a key of fewer than \(PseudonymKey.minimumBytes) can be guessed; \(make)"
        case .tooLong(let file):
            return "\(file) has more than \(PseudonymKey.maximumBytes) bytes, more than any key; \(make)"
        case .collision(let pseudonym):
            return
                "two names have the pseudonym \(pseudonym), so the counts could not be told from it: use another key"
        case .noPseudonym(let text):
            return
                "\"\(text)\" is no pseudonym: one is a word and \(PseudonymDigits.count) letters and digits, such as "
                + "\(Pseudonym(kind: .user, digits: "7k3q9x2m4d0v8h6w").text)"
        }
    }
}

extension PseudonymKey {
    /// Reads the whole file as the key. It must be its owner's only.
    public static func read(file: String) throws(PseudonymError) -> PseudonymKey {
        let descriptor = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .unreadable(file: file, reason: String(cString: strerror(errno))) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw .unreadable(file: file, reason: String(cString: strerror(errno)))
        }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile(file: file) }
        guard status.st_mode & 0o077 == 0 else { throw .openToOthers(file: file, mode: UInt32(status.st_mode) & 0o777) }
        var secret: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while secret.count <= maximumBytes {
            let count = Glibc.read(descriptor, &block, block.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .unreadable(file: file, reason: String(cString: strerror(errno))) }
            guard count > 0 else { break }
            secret += block[..<count]
        }
        guard secret.count <= maximumBytes else { throw .tooLong(file: file) }
        guard let key = PseudonymKey(secret: secret) else { throw .tooShort(file: file, bytes: secret.count) }
        return key
    }
}
