import Contributions
import Foundation
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// Where lines go: standard output, or a file of their owner's, packed where its name ends in `.gz`.
public final class ContributionDestination: Sendable {
    fileprivate struct File: ~Copyable {
        var file: OwnerOnlyFile
        let packer: GzipPacker?
    }

    private let file: Mutex<File?>
    /// For messages.
    public let path: String

    /// Standard output.
    public init() {
        path = "standard output"
        file = Mutex(nil)
    }

    /// A file, which is there once it is whole.
    /// - Parameter force: whether one that is there may be replaced.
    public init(path: String, force: Bool) throws(OutputError) {
        if !force, FileManager.default.fileExists(atPath: path) {
            throw OutputError(message: "\(path) exists and is not overwritten. Use --force, or another --output.")
        }
        let type = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
        guard type == nil || type == .typeRegular else {
            throw OutputError(message: "\(path) is there and no plain file. Name another --output.")
        }
        self.path = path
        file = Mutex(
            File(
                file: try OwnerOnlyFile(path: path),
                packer: path.utf8.suffix(3).elementsEqual(".gz".utf8) ? GzipPacker() : nil))
    }

    func write(_ bytes: [UInt8]) throws(ContributionWriteError) {
        let result = file.withLock { file in
            Result { () throws(OutputError) in
                if file == nil {
                    try ContributionDestination.print(bytes)
                } else {
                    try file?.write(bytes, isLast: false)
                }
            }
        }
        if case .failure(let error) = result {
            throw ContributionWriteError(reason: error.message, remedy: "run the command again with room for its lines")
        }
    }

    /// Puts the file in its place.
    public func finish() throws(OutputError) {
        let result = file.withLock { file in Result { () throws(OutputError) in try file?.finish() } }
        try result.get()
    }

    private static func print(_ bytes: [UInt8]) throws(OutputError) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { bytes in
                Glibc.write(STDOUT_FILENO, bytes.baseAddress.map { $0 + written }, bytes.count - written)
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else {
                throw OutputError(message: "cannot write to standard output: \(String(cString: strerror(errno)))")
            }
            written += count
        }
    }
}

extension ContributionDestination.File {
    fileprivate mutating func write(_ bytes: [UInt8], isLast: Bool) throws(OutputError) {
        if let packer { try file.write(packer.pack(bytes, isLast: isLast)) } else { try file.write(bytes) }
    }

    fileprivate mutating func finish() throws(OutputError) {
        try write([], isLast: true)
        try file.finish()
    }
}
