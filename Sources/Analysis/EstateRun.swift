import EstateInput
import EvidenceStore
public import Licensing
public import PositionModel

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

    public init(
        folder: String, catalogue: Catalogue, cataloguePath: String = "", window: WindowRequest? = nil,
        answers: String? = nil,
        hasWorkbook: Bool = true
    ) {
        self.hasWorkbook = hasWorkbook
        self.cataloguePath = cataloguePath
        self.folder = folder
        self.catalogue = catalogue
        self.window = window
        self.answers = answers
    }

    /// Scans `folder/logs` into `output/evidence.headcount` and writes the position beside it.
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
            store = try EvidenceStore.open(path: results.file(EstateRun.storeName), mode: .create)
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
        let position = try PositionRun.position(store: store, estate: estate, catalogue: catalogue, window: window)
        try PositionRun.write(
            position, to: results, generatedAt: generatedAt, catalogue: catalogue,
            origin: PositionOrigin(
                store: EstateRun.storeName, estate: folder, answers: answers ?? "", catalogue: cataloguePath,
                window: window),
            estateFiles: EstateFile.all(of: folder, answers: answers), workbook: hasWorkbook)
        return (summary, position)
    }
}
