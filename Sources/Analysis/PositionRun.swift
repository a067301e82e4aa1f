import AccessModel
public import EvidenceStore
import Identity
public import Licensing
public import PositionModel
import Reconciliation
import Reporting

/// `reconcile`: evidence, directory and entitlements to a position, and the position to files.
public enum PositionRun {
    /// Files a position is written as.
    public static let files = ["position.json", "position.csv", "report.html", "manifest.json"]

    /// The position a store and an estate give.
    /// - Parameter window: days asked for on the command line; nil for what the estate's settings say, else all.
    public static func position(
        store: EvidenceStore, estate: Estate, catalogue: Catalogue, window: WindowRequest? = nil
    ) throws(AnalysisError) -> Position {
        let unread: [UnreadInput]
        do { unread = try store.unreadInputs() } catch { throw .store(error) }
        let evidence = try Windowed.evidence(store: store, window: window, settings: estate.settings)
        let identities = IdentityResolver.resolve(evidence: evidence, estate: estate)
        return Reconciler(catalogue: catalogue).position(
            evidence: evidence, identities: identities, estate: estate, unread: unread,
            proxies: SuspectedProxy.suspected(evidence: evidence, identities: identities, estate: estate))
    }

    /// Names of products by catalogue id, for people.
    public static func productNames(of catalogue: Catalogue) -> [String: String] {
        Dictionary(catalogue.products.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
    }

    /// Writes a position as JSON, CSV, HTML and a manifest.
    /// - Parameter generatedAt: the one line of the report that names the time; nil leaves it out.
    public static func write(
        _ position: Position, to folder: OutputFolder, generatedAt: String?, catalogue: Catalogue,
        estateFiles: [EstateFile]
    ) throws(AnalysisError) {
        let csv = PositionCSV.text(position)
        let json: String
        let manifest: String
        do {
            json = try PositionJSON.text(position)
            manifest = try JSONText.encode(
                Manifest(
                    position: position, estateFiles: estateFiles,
                    files: [("position.csv", csv), ("position.json", json)]))
        } catch {
            throw .json(error)
        }
        do {
            try folder.write(json, to: "position.json")
            try folder.write(csv, to: "position.csv")
            try folder.write(
                PositionHTML.page(
                    position, generatedAt: generatedAt, productNames: productNames(of: catalogue)), to: "report.html")
            try folder.write(manifest, to: "manifest.json")
        } catch {
            throw .output(error)
        }
    }
}
