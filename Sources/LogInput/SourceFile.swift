import Glibc

/// The bytes of an input as found, read from the front, hashed on the way.
final class SourceFile: ByteSource {
    /// Bytes asked of the system at a time (256 KiB: less costs calls, more gains nothing).
    static let readSize = 262_144

    /// Bytes handed out so far.
    private(set) var offset: UInt64 = 0
    private let path: String
    private let descriptor: Int32
    private let ownsDescriptor: Bool
    private var hash: CustodyHash?
    /// What was hashed, once it is known.
    private(set) var custody: Custody?

    var damage: String { "" }
    var isCut: Bool { false }

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

    /// Size of a file that can be read again from its beginning; nil for a pipe, whose end nobody knows, and for standard
    /// input, also where it is a file: it is given where its owner has read to, and opened again it goes on from there.
    var size: UInt64? {
        var status = stat()
        guard ownsDescriptor, fstat(descriptor, &status) == 0, FileKind(status) == .file else { return nil }
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

    /// Reads up to `buffer.count` bytes; 0 at the end of the input.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
        guard !buffer.isEmpty else { return 0 }
        let count = try readFromSystem(buffer)
        hash?.update(UnsafeRawBufferPointer(rebasing: buffer.prefix(count)))
        offset += UInt64(count)
        return count
    }

    /// Ends the hash with all of a regular file and goes back to its front, to read it again in any order.
    func hashAhead() throws(InputError) {
        if hash == nil, let size {
            custody = Custody(sha256: "", bytes: size)
        } else {
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: SourceFile.readSize, alignment: 16)
            defer { buffer.deallocate() }
            try finishHash(using: buffer)
        }
        guard seek(to: 0, SEEK_SET) == 0 else {
            throw .cannotRead(path: path, offset: offset, reason: InputError.reason(errno))
        }
    }

    /// Reads what is left, to hash it, and ends the hash.
    func finishHash(using buffer: UnsafeMutableRawBufferPointer) throws(InputError) {
        guard custody == nil else { return }
        while try read(into: buffer) > 0 {}
        endHash()
    }

    /// Ends the hash with what was read; later reads are not hashed.
    func endHash() {
        guard custody == nil else { return }
        custody = Custody(sha256: hash?.finish() ?? "", bytes: offset)
        hash = nil
    }

    /// Moves to `position` of a regular file whose hash has ended; nil where that fails.
    func seek(to position: Int64, _ whence: Int32) -> Int64? {
        precondition(custody != nil, "what is hashed on the way is read from the front")
        let reached = lseek(descriptor, off_t(position), whence)
        guard reached >= 0 else { return nil }
        offset = UInt64(reached)
        return Int64(reached)
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
