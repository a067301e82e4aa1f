import AccessModel
public import EvidenceStore
import Identity
import Licensing
public import PositionModel
import Reconciliation

/// `coverage`: what the logs of a store cover.
public enum CoverageRun {
    /// - Parameters:
    ///   - window: days to look at; nil for what the estate's settings say, else all the store has.
    ///   - estate: directory, servers and settings where there are any; an empty one works.
    ///   - servers: which servers to report, by any of their names.
    public static func report(
        store: EvidenceStore, window: WindowRequest?, estate: Estate = Estate(), servers: ServerFilter = ServerFilter()
    ) throws(AnalysisError) -> CoverageReport {
        let catalogue: Catalogue
        do { catalogue = try Catalogue.builtIn } catch { throw .catalogue(error) }
        let evidence = try Windowed.evidence(store: store, window: window, settings: estate.settings)
        let identities = IdentityResolver.resolve(evidence: evidence, estate: estate)
        return Reconciler(catalogue: catalogue).coverage(
            evidence: evidence, identities: identities, estate: estate, isWanted: servers.wants)
    }
}
