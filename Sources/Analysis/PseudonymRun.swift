import AccessModel
public import EvidenceStore
public import Licensing
public import PositionModel
public import Pseudonyms

/// Results without names: whose pseudonym stands for whom is told by the key alone.
public enum PseudonymRun {
    /// Every name a store and an estate hold, whatever the window.
    public static func names(store: EvidenceStore, estate: Estate) throws(AnalysisError) -> PersonalNames {
        var names = PersonalNames()
        do { names.add(try store.evidence()) } catch { throw .store(error) }
        names.add(estate)
        return names
    }

    /// What puts pseudonyms in the place of those names.
    public static func pseudonymiser(
        key: PseudonymKey, store: EvidenceStore, estate: Estate, catalogue: Catalogue
    ) throws(AnalysisError) -> Pseudonymiser {
        let names = try names(store: store, estate: estate)
        do { return try Pseudonymiser(key: key, names: names, phrases: phrases(of: catalogue)) } catch {
            throw .pseudonym(error)
        }
    }

    /// What sentences have of the catalogue.
    private static func phrases(of catalogue: Catalogue) -> [String] {
        var phrases: [String] = []
        for product in catalogue.products {
            phrases += [product.id, product.name]
            phrases += product.versions.map(\.id) + product.editions.map(\.id)
        }
        for licence in catalogue.licences { phrases += [licence.id, licence.name] + (licence.triggers ?? []) }
        phrases += catalogue.suites.map(\.name)
        for exemption in catalogue.exemptions { phrases += [exemption.id, exemption.name] }
        return phrases + catalogue.externalDefinitions.map(\.id)
    }

    /// What a pseudonym stands for.
    public static func reveal(
        _ pseudonym: Pseudonym, key: PseudonymKey, store: EvidenceStore, estate: Estate
    ) throws(AnalysisError) -> Revelation {
        Revelation(of: pseudonym, key: key, names: try names(store: store, estate: estate))
    }
}
