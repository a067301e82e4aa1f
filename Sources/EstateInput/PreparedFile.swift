import AccessModel
import Foundation
import PositionModel

/// The bytes of one file a person prepared, with the name messages use for it.
struct PreparedFile: Sendable {
    /// Enough for a directory of millions of objects; a log among the estate's files is a mistake.
    static let maximumBytes = 2 * 1024 * 1024 * 1024

    /// Path as given.
    let name: String
    let bytes: [UInt8]

    init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }

    init(path: String) throws(EstateError) {
        name = path
        do {
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            let size = (attributes[.size] as? NSNumber)?.int64Value ?? 0
            guard size <= Int64(PreparedFile.maximumBytes) else {
                throw EstateError(file: path, problem: "the file has \(size) bytes, more than fits an estate file")
            }
            bytes = try PreparedFile.content(of: path, size: Int(size))
        } catch let error as EstateError {
            throw error
        } catch {
            throw EstateError(
                file: path, problem: "the file cannot be read: \(PreparedFile.reason(error))",
                remedy: "Check the path and the permissions")
        }
    }

    /// Read in pieces: as one `Data` the file would be in memory twice.
    private static func content(of path: String, size: Int) throws -> [UInt8] {
        let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        defer { try? handle.close() }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size + 1)
        while let piece = try handle.read(upToCount: pieceBytes), !piece.isEmpty {
            bytes.append(contentsOf: piece)
            guard bytes.count <= maximumBytes else {
                throw EstateError(file: path, problem: "the file grows while it is read, past what fits an estate file")
            }
        }
        return bytes
    }

    private static let pieceBytes = 1024 * 1024

    private static func reason(_ error: any Error) -> String {
        switch (error as? CocoaError)?.code {
        case .fileNoSuchFile, .fileReadNoSuchFile: "there is no such file"
        case .fileReadNoPermission: "permission denied"
        default: "input/output error"
        }
    }

    /// The CSV reader over this file, and a notice where its encoding had to be guessed.
    func csv() throws(EstateError) -> (reader: CSVReader, notices: [EstateNotice]) {
        let (text, notices) = try text()
        return (try CSVReader(text, file: name), notices)
    }

    /// The text of the file, and a notice where its encoding had to be guessed.
    func text() throws(EstateError) -> (text: SourceText, notices: [EstateNotice]) {
        let text = try SourceText(bytes, file: name)
        var notices: [EstateNotice] = []
        if text.encoding == .windows1252 {
            notices.append(
                EstateNotice(
                    file: name, message: "not valid UTF-8, so read as Windows-1252; check names with accents"))
        }
        return (text, notices)
    }

    static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    static func isFolder(_ path: String) -> Bool {
        var isDirectory: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory.boolValue
    }

    /// Names in a folder, in byte order.
    static func names(in folder: String) throws(EstateError) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder).sorted { $0.isByteOrdered(before: $1) }
        } catch {
            throw EstateError(file: folder, problem: "the folder cannot be read: \(reason(error))")
        }
    }
}
