import AccessModel
public import EvidenceStore
import Identity
import Licensing
public import PositionModel

/// `explain`: from a figure, a user, a device, a visitor or a server down to the bytes of the records.
public enum ExplainRun {
    /// - Parameters:
    ///   - window: days to look at; nil for all the store has.
    ///   - estate: directory, servers and settings where there are any; an empty one works. The figures are those of a
    ///     census with the same estate.
    public static func explain(
        _ query: ExplainQuery, store: EvidenceStore, window: WindowRequest?, estate: Estate = Estate()
    ) throws(AnalysisError) -> Explanation {
        let catalogue: Catalogue
        do { catalogue = try Catalogue.builtIn } catch { throw .catalogue(error) }
        let evidence = try Windowed.evidence(store: store, window: window)
        let identities = IdentityResolver.resolve(evidence: evidence, estate: estate)
        let selection = try ExplainSelection(
            query, evidence: evidence, identities: identities, estate: estate
        ) { catalogue.product(named: $0)?.id }
        let census = CensusTaker.census(evidence: evidence, identities: identities, estate: estate) { entry in
            catalogue.product(named: entry.product)?.id
        }
        var explanation = Explanation(window: census.window, subjects: selection.subjects)
        if selection.isNarrow {
            let tracing = RowTracing(selection, query, store: store)
            do { try tracing.trace(into: &explanation) } catch { throw .store(error) }
        } else {
            let members = MemberList(
                selection, estate: estate, census: census, showsFailedNames: query.includesFailures)
            explanation.figures = members.figures(only: query.figure)
            if let figure = query.figure { explanation.members = members.members(of: figure, limit: query.limit) }
        }
        return explanation
    }
}
