import EstateInput
import EvidenceStore
public import Licensing
public import PositionModel
public import Pseudonyms

/// `run`: the whole chain on a folder laid out as `logs/ directory/ servers.csv entitlements.csv estate.yaml`.
public struct EstateRun: Sendable {
    /// The evidence store `run` leaves beside the results.
    public static let storeName = "evidence.headcount"

    public let folder: String
    public let catalogue: Catalogue
    public let window: WindowRequest?
    /// A decision register in place of the one the folder's settings name.
    public let answers: String?

    /// Whether to write the workbook.
    public let hasWorkbook: Bool
    /// The file the catalogue was read from; empty for the built-in one.
    public let cataloguePath: String
    /// The key of the pseudonyms that stand for names; nil for names.
    public let key: PseudonymKey?

    public init(
        folder: String, catalogue: Catalogue, cataloguePath: String = "", window: WindowRequest? = nil,
        answers: String? = nil, hasWorkbook: Bool = true, key: PseudonymKey? = nil
    ) {
        self.key = key
        self.hasWorkbook = hasWorkbook
        self.cataloguePath = cataloguePath
        self.folder = folder
        self.catalogue = catalogue
        self.window = window
        self.answers = answers
    }

    /// Where `run` leaves the evidence store: among the results, or beside their folder where the results name nobody.
    public func storePath(output: String) -> String {
        guard key != nil else { return output + "/" + EstateRun.storeName }
        let folder = output.utf8.last == UInt8(ascii: "/") && output.utf8.count > 1 ? String(output.dropLast()) : output
        return folder + "." + EstateRun.storeName
    }

    /// Scans `folder/logs` into the store and writes the position.
    public func run(
        into output: String, force: Bool, options: ScanOptions, monitor: ScanMonitor, generatedAt: String?
    ) async throws(AnalysisError) -> (ScanSummary, Position) {
        if OutputFolder.isSame(folder, output) {
            throw .output(
                OutputError(
                    message:
                        "The results would lie among the files of the estate \(folder), and be read with them the next "
                        + "time. Choose another --output folder."))
        }
        var estate: Estate
        let results: OutputFolder
        let store: EvidenceStore
        do {
            estate = try EstateReader.read(folder: folder)
            try estate.take(answers: answers)
            results = try OutputFolder(path: output, force: force, files: PositionRun.files)
            if key != nil { try results.require(absent: EstateRun.storeName, because: "it names people") }
            store = try EvidenceStore.open(path: storePath(output: output), mode: .create)
            try store.set(estate.settings.networks)
        } catch let error as EstateError {
            throw .estate(error)
        } catch let error as OutputError {
            throw .output(error)
        } catch let error as StoreError {
            throw .store(error)
        } catch {
            preconditionFailure("unexpected error type \(type(of: error))")
        }
        let summary = try await Scan.run(paths: [folder + "/logs"], into: store, options: options, monitor: monitor)
        var position = try PositionRun.position(store: store, estate: estate, catalogue: catalogue, window: window)
        let names = try key.map { key throws(AnalysisError) in
            try PseudonymRun.pseudonymiser(key: key, store: store, estate: estate, catalogue: catalogue)
        }
        if let names { position = position.pseudonymised(by: names) }
        try PositionRun.write(
            position, to: results, generatedAt: generatedAt, catalogue: catalogue,
            origin: PositionOrigin(
                store: key == nil ? EstateRun.storeName : storePath(output: output), estate: folder,
                answers: answers ?? "", catalogue: cataloguePath,
                window: window),
            estateFiles: EstateFile.all(of: folder, answers: answers), pseudonymisedBy: names, workbook: hasWorkbook)
        return (summary, position)
    }
}
