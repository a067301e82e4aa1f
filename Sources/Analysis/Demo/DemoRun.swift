import AccessModel
import EstateInput
public import EvidenceStore
import Foundation
import Licensing
public import PositionModel
public import SyntheticEstate

/// `demo`: makes a small estate with known truth, runs the whole chain on it, and compares.
public struct DemoRun: Sendable {
    public let folder: String
    public let force: Bool
    private let generator: EstateGenerator

    /// Folder of the generated estate.
    public var estate: String { folder + "/estate" }
    /// Folder of the position.
    public var results: String { folder + "/position" }
    /// The evidence store.
    public var store: String { results + "/" + EstateRun.storeName }

    /// - Parameter generator: which estate to make; by default the one that is the same every time.
    public init(folder: String, force: Bool = false, generator: EstateGenerator = EstateGenerator()) {
        self.folder = folder
        self.force = force
        self.generator = generator
    }

    public struct Result: Sendable {
        public var truth: Truth
        public var census: Census
        public var position: Position
        public var summary: ScanSummary
        public var comparison: TruthComparison
        /// Rows of the view `renames`.
        public var renames: [[StoreView.Value]]
    }

    /// - Parameter force: only a folder that an earlier demo made is replaced, and of it only what a demo writes.
    public func run(options: ScanOptions, generatedAt: String?) async throws(AnalysisError) -> Result {
        try clear()
        let truth: Truth
        do { truth = try generator.generate(into: estate) } catch {
            throw .output(OutputError(message: "\(error)"))
        }
        let catalogue: Catalogue
        do { catalogue = try Catalogue.builtIn } catch { throw .catalogue(error) }
        let (summary, position) = try await EstateRun(folder: estate, catalogue: catalogue).run(
            into: results, force: force, options: options, monitor: ScanMonitor(), generatedAt: generatedAt)
        let census: Census
        var renames: [[StoreView.Value]] = []
        do {
            let days = try EstateReader.readSettings(path: estate + "/" + EstateReader.settingsFile).settings
            let store = try EvidenceStore.open(path: store, mode: .read)
            let window = WindowRequest.between(Day(text: position.window.from), Day(text: position.window.to))
            try store.forEachRow(of: .renames, columns: { _ in }, row: { renames.append($0) })
            var estate = try EstateReader.read(folder: estate)
            estate.settings = days
            census = try CensusRun.census(store: store, window: window, estate: estate)
        } catch let error as StoreError {
            throw .store(error)
        } catch let error as EstateError {
            throw .estate(error)
        } catch let error as AnalysisError {
            throw error
        } catch {
            preconditionFailure("unexpected error type \(type(of: error))")
        }
        let comparison = TruthComparison(
            truth: truth, estate: estate, census: census, position: position, summary: summary, renames: renames)
        return Result(
            truth: truth, census: census, position: position, summary: summary, comparison: comparison,
            renames: renames)
    }

    /// Removes what an earlier demo wrote, if it did and that is wanted.
    private func clear() throws(AnalysisError) {
        let files = FileManager.default
        guard files.fileExists(atPath: estate) || files.fileExists(atPath: results) else { return }
        guard force else {
            throw .output(
                OutputError(message: "\(folder) holds an earlier demo. Use --force to replace it, or another folder."))
        }
        guard files.fileExists(atPath: estate + "/truth.json") || !files.fileExists(atPath: estate) else {
            throw .output(OutputError(message: "\(estate) was not made by a demo and is not replaced."))
        }
        do {
            if files.fileExists(atPath: estate) { try files.removeItem(atPath: estate) }
            for name in PositionRun.files + [EstateRun.storeName] where files.fileExists(atPath: results + "/" + name) {
                try files.removeItem(atPath: results + "/" + name)
            }
        } catch {
            throw .output(OutputError(message: "Cannot replace the earlier demo: \(error.localizedDescription)"))
        }
    }
}
