public import AccessModel
import Glibc

/// What the arguments of a run name.
public struct Discovery: Sendable, Hashable {
    /// Inputs in UTF-8 byte order of their paths; each file once, under its byte-smallest path.
    public var inputs: [DiscoveredInput] = []
    /// What was found and cannot be an input, sorted by path.
    public var unread: [UnreadInput] = []

    public init() {}
}

/// Finds the inputs that files, folders and `-` name.
public enum InputDiscovery {
    /// Files as they are, folders with everything below them (hidden files and the targets of links too), `-` as
    /// standard input. The result does not depend on the order of the arguments.
    /// - Parameter own: files that are no inputs wherever they are found, because the run itself writes them.
    public static func discover(_ arguments: [String], leavingOut own: [String] = []) -> Discovery {
        var walk = Walk(leavingOut: own)
        for argument in Set(arguments.map(Argument.init)).sorted() { walk.visit(argument) }
        return walk.result()
    }

    /// An argument without its trailing slashes, compared by bytes.
    private struct Argument: Hashable, Comparable {
        let bytes: [UInt8]
        /// A path that ended in a slash names a folder and nothing else.
        let mustBeFolder: Bool

        init(_ text: String) {
            var bytes = Array(text.utf8)
            let length = bytes.count
            while bytes.count > 1, bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
            mustBeFolder = bytes.count < length
            self.bytes = bytes
        }

        static func < (a: Argument, b: Argument) -> Bool {
            a.bytes == b.bytes ? !a.mustBeFolder && b.mustBeFolder : a.bytes.lexicographicallyPrecedes(b.bytes)
        }
    }

    private struct Identity: Hashable {
        let device: UInt64
        let inode: UInt64

        init(_ status: stat) {
            device = UInt64(status.st_dev)
            inode = UInt64(status.st_ino)
        }
    }

    /// One run over all arguments.
    private struct Walk {
        private var files: [PathBytes: DiscoveredInput] = [:]
        private var standardInput = false
        private var unread: [UnreadInput] = []
        /// Folders already listed: a link back up, or an overlapping argument, is not walked again.
        private var listed: Set<Identity> = []
        /// Files left out, with all links resolved.
        private let own: Set<PathBytes>

        init(leavingOut own: [String]) {
            self.own = Set(own.map { PathBytes($0) }.map { Walk.resolved($0) ?? $0 })
        }

        mutating func visit(_ argument: Argument) {
            if argument.bytes == [UInt8(ascii: "-")], !argument.mustBeFolder {
                standardInput = true
                return
            }
            let path = PathBytes(bytes: argument.bytes)
            var status = stat()
            guard !path.bytes.isEmpty, !path.bytes.contains(0), path.withCString({ stat($0, &status) }) == 0 else {
                let reason = path.bytes.isEmpty || path.bytes.contains(0) ? "no such path" : InputError.reason(errno)
                fail(path, "cannot be opened: \(reason)", remedy: "Check the path, and that you may read it.")
                return
            }
            switch FileKind(status) {
            case .folder: walk(from: path, status)
            case .file where !argument.mustBeFolder, .pipe where !argument.mustBeFolder:
                if !add(path) { fail(path, "is a file this run writes", remedy: "Name the logs instead.") }
            case let kind where argument.mustBeFolder:
                fail(path, "is \(kind.name), not a folder", remedy: "Leave out the slash at the end.")
            case let kind: fail(path, "is \(kind.name), which is never read as a log", remedy: "Name a file or folder.")
            }
        }

        private mutating func walk(from folder: PathBytes, _ status: stat) {
            var pending: [PathBytes] = []
            if listed.insert(Identity(status)).inserted { pending.append(folder) }
            while let folder = pending.popLast() { pending += list(folder).reversed() }
        }

        /// Adds the files of a folder; returns the folders in it that were not listed before, sorted.
        private mutating func list(_ folder: PathBytes) -> [PathBytes] {
            guard let stream = folder.withCString({ opendir($0) }) else {
                fail(folder, "cannot be listed: \(InputError.reason(errno))", remedy: "Run as a user who may read it.")
                return []
            }
            defer { closedir(stream) }
            guard let names = entries(of: stream, folder) else { return [] }
            if names.isEmpty {
                unread.append(
                    UnreadInput(
                        path: folder.text, format: .empty, reason: "an empty folder: no log is in it",
                        remedy: "Check that this is the folder the logs were copied to.", isFailure: false))
            }
            var folders: [PathBytes] = []
            for name in names {
                let path = folder.appending(name)
                var status = stat()
                let found = PathBytes(bytes: name).withCString { fstatat(dirfd(stream), $0, &status, 0) }
                guard found == 0 else {
                    fail(
                        path, "cannot be opened: \(InputError.reason(errno))",
                        remedy: "A link to nothing, or no right to it.")
                    continue
                }
                switch FileKind(status) {
                case .file: _ = add(path)
                case .folder: if listed.insert(Identity(status)).inserted { folders.append(path) }
                case let kind:
                    unread.append(
                        UnreadInput(
                            path: path.text, format: .unknown,
                            reason: "is \(kind.name): found in a folder, such a thing is never opened",
                            remedy: "Nothing to do, unless logs come through it: then name it outright.",
                            isFailure: false))
                }
            }
            return folders
        }

        /// The names in an open folder without `.` and `..`, sorted by bytes; nil where listing failed.
        private mutating func entries(of stream: OpaquePointer, _ folder: PathBytes) -> [[UInt8]]? {
            var names: [[UInt8]] = []
            while true {
                errno = 0
                guard let entry = readdir(stream) else {
                    guard errno == 0 else {
                        fail(folder, "cannot be listed: \(InputError.reason(errno))", remedy: "Check the disk.")
                        return nil
                    }
                    return names.sorted { $0.lexicographicallyPrecedes($1) }
                }
                let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
                if name != Array(".".utf8), name != Array("..".utf8) { names.append(name) }
            }
        }

        /// Adds a file under its byte-smallest path. Its identity is its path with all links resolved: a hard link is
        /// a further place of the same content and stays visible as one. False where it is left out.
        private mutating func add(_ path: PathBytes) -> Bool {
            let input = DiscoveredInput(path: path.text, origin: .file(path))
            let identity = Walk.resolved(path) ?? path
            guard !own.contains(identity) else { return false }
            files[identity] = min(files[identity] ?? input, input)
            return true
        }

        /// The path with all links resolved; nil where nothing is there.
        private static func resolved(_ path: PathBytes) -> PathBytes? {
            guard !path.bytes.contains(0), let resolved = path.withCString({ realpath($0, nil) }) else { return nil }
            defer { free(resolved) }
            return PathBytes(bytes: Array(UnsafeRawBufferPointer(start: resolved, count: strlen(resolved))))
        }

        private mutating func fail(_ path: PathBytes, _ reason: String, remedy: String) {
            unread.append(
                UnreadInput(path: path.text, format: .unknown, reason: reason, remedy: remedy, isFailure: true))
        }

        func result() -> Discovery {
            var discovery = Discovery()
            discovery.inputs = files.values.sorted()
            if standardInput {
                discovery.inputs.append(DiscoveredInput(path: "-"))
                discovery.inputs.sort()
            }
            discovery.unread = unread.sorted {
                $0.path.utf8.elementsEqual($1.path.utf8)
                    ? $0.reason.isByteOrdered(before: $1.reason) : $0.path.isByteOrdered(before: $1.path)
            }
            return discovery
        }
    }
}
