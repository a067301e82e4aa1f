public import AccessModel
public import EvidenceStore
import Identity
import Licensing
public import PositionModel
import Reconciliation

/// `identities`: who the accounts and clients of a store were taken for.
public enum IdentitiesRun {
    /// - Parameters:
    ///   - window: days to look at; nil for what the estate's settings say, else all the store has.
    ///   - estate: directory, servers and settings where there are any; an empty one works.
    ///   - ahead: the evidence where it has been read already (`EvidenceAhead`).
    ///   - listsAccounts: false where only figures are wanted: the report then lists no account.
    public static func report(
        store: EvidenceStore, window: WindowRequest?, estate: Estate = Estate(), ahead: Evidence? = nil,
        listsAccounts: Bool = true
    ) throws(AnalysisError) -> IdentityReport {
        let catalogue: Catalogue
        do { catalogue = try Catalogue.builtIn } catch { throw .catalogue(error) }
        let evidence = try Windowed.evidence(store: store, window: window, settings: estate.settings, ahead: ahead)
        let identities = IdentityResolver.resolve(evidence: evidence, estate: estate)
        return Reconciler(catalogue: catalogue).identities(
            evidence: evidence, identities: identities, estate: estate, listsAccounts: listsAccounts)
    }
}
