import AccessModel
public import EvidenceStore
import Identity
public import Licensing
public import PositionModel
import Reconciliation

/// `export flexera` and `export servicenow`: evidence of use for programs that manage licences.
public enum UsageRun {
    /// - Returns: the rows, and the last day of the evidence, `YYYY-MM-DD`, empty without any.
    public static func usage(
        store: EvidenceStore, window: WindowRequest?, estate: Estate, catalogue: Catalogue
    ) throws(AnalysisError) -> (rows: [UsageRow], lastDay: String) {
        let evidence = try Windowed.evidence(store: store, window: window, settings: estate.settings)
        let identities = IdentityResolver.resolve(evidence: evidence, estate: estate)
        let rows = Reconciler(catalogue: catalogue).usage(
            evidence: evidence, identities: identities, estate: estate)
        return (rows, evidence.lastDay?.text ?? "")
    }
}
