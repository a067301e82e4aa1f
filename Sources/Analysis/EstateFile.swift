import AccessModel
import Foundation
import LogInput
import Pseudonyms

/// One of the organisation's own files behind a position: directory export, ledger, settings.
public struct EstateFile: Sendable, Hashable {
    /// As given, or the folder as given plus the relative part.
    public var path: String
    /// 64 lower-case hexadecimal digits; empty where the file could not be read again.
    public var sha256: String

    /// The files of an estate's folder except its logs, by path.
    /// - Parameter answers: a decision register that lies elsewhere.
    public static func all(of folder: String, answers: String? = nil) -> [EstateFile] {
        let inside = names(in: folder).filter { $0 != "logs" }.flatMap { files(in: folder + "/" + $0) }
        return (inside + (answers.map(files) ?? [])).map(EstateFile.init(path:))
    }

    /// Files given one by one, and the files of folders among them, by path.
    public static func all(of sources: EstateSources) -> [EstateFile] {
        let given =
            sources.directory
            + [sources.servers, sources.entitlements, sources.settings, sources.answers].compactMap { $0 }
        return given.flatMap(files).sorted { $0.isByteOrdered(before: $1) }.map(EstateFile.init(path:))
    }

    /// The same file; its path may name somebody.
    func pseudonymised(by names: Pseudonymiser) -> EstateFile {
        var file = self
        file.path = names.text(path)
        return file
    }

    private init(path: String) {
        self.path = path
        sha256 = EstateFile.hash(of: path) ?? ""
    }

    /// Bytes read at a time: an export can be larger than what else is in memory.
    private static let blockSize = 1 << 20

    /// SHA-256 of a file in hexadecimal digits; nil where it cannot be read.
    static func hash(of path: String) -> String? {
        guard let file = try? FileHandle(forReadingFrom: URL(fileURLWithPath: path)), let hash = CustodyHash() else {
            return nil
        }
        do {
            while let block = try file.read(upToCount: blockSize), !block.isEmpty {
                block.withUnsafeBytes { hash.update($0) }
            }
        } catch {
            return nil
        }
        return hash.finish()
    }

    private static func files(in path: String) -> [String] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return [] }
        guard isFolder.boolValue else { return [path] }
        return names(in: path).flatMap { files(in: path + "/" + $0) }
    }

    private static func names(in folder: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.sorted { $0.isByteOrdered(before: $1) }
    }
}
