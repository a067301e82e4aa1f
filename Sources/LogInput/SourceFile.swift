import Glibc

/// The bytes of an input as found, read once from the front, hashed on the way.
final class SourceFile {
    /// Bytes asked of the system at a time (256 KiB: less costs calls, more gains nothing).
    static let readSize = 262_144

    /// Bytes handed out so far.
    private(set) var offset: UInt64 = 0
    private let path: String
    private let descriptor: Int32
    private let ownsDescriptor: Bool
    private let hash: CustodyHash?
    private var peeked: [UInt8] = []

    /// Opens the input. A folder, a device or a socket is refused; a pipe named outright is read.
    init(_ input: DiscoveredInput, digest: Bool) throws(InputError) {
        path = input.path
        switch input.origin {
        case .standardInput:
            descriptor = 0
            ownsDescriptor = false
        case .file(let file):
            descriptor = try SourceFile.open(file, path: input.path)
            ownsDescriptor = true
        }
        guard digest else {
            hash = nil
            return
        }
        hash = CustodyHash()
        guard hash != nil else { throw .cannotOpen(path: path, reason: "libcrypto offers no SHA-256") }
    }

    deinit { if ownsDescriptor { close(descriptor) } }

    /// Size of a regular file; nil for a pipe, whose end nobody knows.
    var size: UInt64? {
        var status = stat()
        guard fstat(descriptor, &status) == 0, FileKind(status) == .file else { return nil }
        return UInt64(max(0, status.st_size))
    }

    private static func open(_ file: PathBytes, path: String) throws(InputError) -> Int32 {
        guard !file.bytes.contains(0) else { throw .cannotOpen(path: path, reason: "the path holds a NUL byte") }
        // Look before opening: opening a device can have effects, and opening a pipe waits for its writer.
        var status = stat()
        guard file.withCString({ stat($0, &status) }) == 0 else {
            throw .cannotOpen(path: path, reason: InputError.reason(errno))
        }
        let kind = FileKind(status)
        guard kind == .file || kind == .pipe else { throw .cannotOpen(path: path, reason: "it is \(kind.name)") }
        // The file may have been replaced since: never wait for the writer of a pipe that took its place.
        let flags = O_RDONLY | O_CLOEXEC | O_NOCTTY | (kind == .file ? O_NONBLOCK : 0)
        let descriptor = file.withCString { Glibc.open($0, flags) }
        guard descriptor >= 0 else { throw .cannotOpen(path: path, reason: InputError.reason(errno)) }
        guard fstat(descriptor, &status) == 0, FileKind(status) == kind else {
            close(descriptor)
            throw .cannotOpen(path: path, reason: "it was replaced while being opened")
        }
        return descriptor
    }

    /// The first bytes, fewer than `count` only where the input is shorter. They stay to be read.
    func peek(_ count: Int) throws(InputError) -> [UInt8] {
        while peeked.count < count {
            var piece = [UInt8](repeating: 0, count: count - peeked.count)
            var failure: InputError?
            let got = piece.withUnsafeMutableBytes { buffer -> Int in
                do throws(InputError) { return try readFromSystem(buffer) } catch {
                    failure = error
                    return 0
                }
            }
            if let failure { throw failure }
            if got == 0 { break }
            peeked += piece.prefix(got)
        }
        return peeked
    }

    /// Reads up to `buffer.count` bytes; 0 at the end of the input.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
        guard !buffer.isEmpty else { return 0 }
        var count = 0
        if peeked.isEmpty {
            count = try readFromSystem(buffer)
        } else {
            count = min(peeked.count, buffer.count)
            buffer.copyBytes(from: peeked.prefix(count))
            peeked.removeFirst(count)
        }
        hash?.update(UnsafeRawBufferPointer(rebasing: buffer.prefix(count)))
        offset += UInt64(count)
        return count
    }

    private func readFromSystem(_ buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            guard errno == EINTR else {
                throw .cannotRead(path: path, offset: offset, reason: InputError.reason(errno))
            }
        }
    }

    /// The custody hash of what was read, empty where none was asked for. Ends the hash.
    func finishHash() -> String { hash?.finish() ?? "" }
}

/// What kind of thing a path names.
enum FileKind {
    case file, folder, pipe, device, socket, other

    init(_ status: stat) {
        switch status.st_mode & S_IFMT {
        case S_IFREG: self = .file
        case S_IFDIR: self = .folder
        case S_IFIFO: self = .pipe
        case S_IFCHR, S_IFBLK: self = .device
        case S_IFSOCK: self = .socket
        default: self = .other
        }
    }

    /// For "it is ...".
    var name: String {
        switch self {
        case .file: "a file"
        case .folder: "a folder"
        case .pipe: "a named pipe"
        case .device: "a device"
        case .socket: "a socket"
        case .other: "not a file"
        }
    }
}
