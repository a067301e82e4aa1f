import Foundation

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

    /// True where two paths name one folder.
    static func isSame(_ one: String, _ other: String) -> Bool {
        func place(_ path: String) -> String {
            URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
        }
        return place(one).utf8.elementsEqual(place(other).utf8)
    }

    public func file(_ name: String) -> String { path + "/" + name }

    /// Throws where the folder holds a file that must not be among these results.
    func require(absent name: String, because reason: String) throws(OutputError) {
        guard FileManager.default.fileExists(atPath: file(name)) else { return }
        throw OutputError(message: "\(file(name)) is there, and \(reason): move it, or use another --output folder.")
    }

    /// Removes a file, if it is there.
    func remove(_ name: String) { try? FileManager.default.removeItem(atPath: file(name)) }

    /// Writes a file readable by its owner only; an existing one is replaced in one step.
    public func write(_ text: String, to name: String) throws(OutputError) {
        try OutputFolder.write(text, to: file(name))
    }

    /// Writes `text` to `path`, readable by its owner only.
    public static func write(_ text: String, to path: String) throws(OutputError) {
        var file = try OwnerOnlyFile(path: path)
        try file.write(text)
        try file.finish()
    }
}
