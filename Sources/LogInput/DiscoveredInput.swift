import Glibc

/// One input to read: a file, or standard input.
public struct DiscoveredInput: Sendable, Hashable, Comparable {
    /// Where the bytes come from.
    public enum Origin: Sendable, Hashable {
        case standardInput
        /// The path as bytes: a file name need not be UTF-8.
        case file(PathBytes)
    }

    /// The argument as given plus the relative part, for people and stores; `-` for standard input.
    public var path: String
    public var origin: Origin

    public init(path: String, origin: Origin) {
        self.path = path
        self.origin = origin
    }

    /// The input a path names: `-` is standard input, everything else a file.
    public init(path: String) {
        self.init(path: path, origin: path == "-" ? .standardInput : .file(PathBytes(path)))
    }

    /// Bytes of the file as it is now; nil where it is no file, or cannot be seen.
    public var size: UInt64? {
        guard case .file(let path) = origin else { return nil }
        var status = stat()
        guard path.withCString({ stat($0, &status) }) == 0, FileKind(status) == .file else { return nil }
        return UInt64(status.st_size)
    }

    public static func < (a: DiscoveredInput, b: DiscoveredInput) -> Bool {
        if !a.path.utf8.elementsEqual(b.path.utf8) { return a.path.utf8.lexicographicallyPrecedes(b.path.utf8) }
        switch (a.origin, b.origin) {
        case (.file(let a), .file(let b)): return a < b
        case (.standardInput, .file): return true
        case (_, .standardInput): return false
        }
    }
}

/// A file path as the system knows it: bytes without NUL.
public struct PathBytes: Sendable, Hashable, Comparable {
    public let bytes: [UInt8]

    public init(bytes: [UInt8]) { self.bytes = bytes }
    public init(_ text: String) { bytes = Array(text.utf8) }

    /// The path with invalid UTF-8 replaced.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// This folder's entry `name`.
    func appending(_ name: [UInt8]) -> PathBytes {
        PathBytes(bytes: bytes.last == UInt8(ascii: "/") ? bytes + name : bytes + [UInt8(ascii: "/")] + name)
    }

    func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
        let terminated = bytes.map { CChar(bitPattern: $0) } + [0]
        return terminated.withUnsafeBufferPointer { pointer in
            guard let base = pointer.baseAddress else { preconditionFailure("a terminated path has at least one byte") }
            return body(base)
        }
    }

    public static func < (a: PathBytes, b: PathBytes) -> Bool { a.bytes.lexicographicallyPrecedes(b.bytes) }
}
