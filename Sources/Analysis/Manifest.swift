import AccessModel
import Foundation
import PositionModel
import Reporting

/// What a position was made from and what was written: the content of `manifest.json`.
struct Manifest: Codable {
    struct File: Codable {
        var name: String
        var sha256: String
    }

    static let name = "manifest.json"
    static let currentSchema = "headcount.manifest/1"

    var schema = Manifest.currentSchema
    var headcountVersion = HeadcountVersion.program
    var catalogueVersion: String
    var window: PositionWindow
    var inputs: InputLedger
    /// The organisation's files that were read beside the logs.
    var estateFiles: [File]
    /// Results whose bytes depend on the inputs alone. The report is not among them: it names when it was made; nor is the
    /// workbook: how it is compressed is up to the libraries that are installed, and every figure of it is in `position.json`.
    var outputs: [File]
    /// What was given on the command line; nil in files written before it was there.
    var origin: PositionOrigin?
    /// That names are pseudonyms, and the id of their key; nil, and no key of the file, where they are not.
    var pseudonyms: PseudonymNote?

    init(
        position: Position, origin: PositionOrigin, estateFiles: [EstateFile], files: [(name: String, sha256: String)]
    ) {
        self.origin = origin
        catalogueVersion = position.catalogueVersion
        window = position.window
        inputs = position.inputs
        pseudonyms = position.pseudonyms
        self.estateFiles = estateFiles.map { File(name: $0.path, sha256: $0.sha256) }
        outputs = files.map { File(name: $0.name, sha256: $0.sha256) }
    }

    /// Reads a manifest of the current schema.
    static func read(_ path: String) throws(AnalysisError) -> Manifest {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw .nothingToRead(
                "\(path) is not there, or cannot be read: verify wants a folder reconcile or run wrote.")
        }
        do {
            return try JSONText.decode(Manifest.self, from: String(decoding: bytes, as: UTF8.self), what: "manifest")
        } catch {
            throw .nothingToRead("\(path) is \(error)")
        }
    }
}
