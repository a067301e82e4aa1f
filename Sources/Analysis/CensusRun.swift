import AccessModel
public import EvidenceStore
import Identity
import Licensing
public import PositionModel

/// `census`: who reached what, from a store.
public enum CensusRun {
    /// - Parameters:
    ///   - window: days to look at; nil for all the store has.
    ///   - estate: directory, servers and settings where there are any; an empty one works.
    public static func census(
        store: EvidenceStore, window: WindowRequest?, estate: Estate = Estate(), servers: ServerFilter = ServerFilter()
    ) throws(AnalysisError) -> Census {
        let evidence = try Windowed.evidence(store: store, window: window, servers: servers)
        let identities = IdentityResolver.resolve(evidence: evidence, estate: estate)
        let catalogue: Catalogue
        do { catalogue = try Catalogue.builtIn } catch { throw .catalogue(error) }
        return CensusTaker.census(evidence: evidence, identities: identities, estate: estate) { entry in
            catalogue.product(named: entry.product)?.id
        }
    }
}
