import AccessModel
import PositionModel

/// What a position was made from and what was written: the content of `manifest.json`.
struct Manifest: Codable {
    struct File: Codable {
        var name: String
        var sha256: String
    }

    var schema = "headcount.manifest/1"
    var headcountVersion = HeadcountVersion.program
    var catalogueVersion: String
    var window: PositionWindow
    var inputs: InputLedger
    /// The organisation's files that were read beside the logs.
    var estateFiles: [File]
    /// Results whose bytes depend on the inputs alone. The report is not among them: it names when it was made; nor is the
    /// workbook: how it is compressed is up to the libraries that are installed, and every figure of it is in `position.json`.
    var outputs: [File]
    /// That names are pseudonyms, and the id of their key; nil, and no key of the file, where they are not.
    var pseudonyms: PseudonymNote?

    init(position: Position, estateFiles: [EstateFile], files: [(name: String, sha256: String)]) {
        catalogueVersion = position.catalogueVersion
        window = position.window
        inputs = position.inputs
        pseudonyms = position.pseudonyms
        self.estateFiles = estateFiles.map { File(name: $0.path, sha256: $0.sha256) }
        outputs = files.map { File(name: $0.name, sha256: $0.sha256) }
    }
}
