public import EstateInput
public import EvidenceStore
public import Licensing
public import Pseudonyms
public import Reporting

/// What stops a whole command: everything smaller is reported and the run goes on.
public enum AnalysisError: Error {
    case store(StoreError)
    case estate(EstateError)
    case catalogue(CatalogueError)
    case output(OutputError)
    case json(JSONTextError)
    case pseudonym(PseudonymError)
    case nothingToRead(String)
    /// Lines of inputs that cannot be put together in the memory there is.
    case scattered(String)
    /// Settings of several stores that differ.
    case differentSettings(String)

    /// What, where, why, and what to do next.
    public var message: String {
        switch self {
        case .store(let error): error.description
        case .estate(let error): error.description
        case .catalogue(let error): error.description
        case .json(let error): error.description
        case .pseudonym(let error): error.description
        case .output(let error): error.message
        case .differentSettings(let reason): reason
        case .nothingToRead(let message), .scattered(let message): message
        }
    }
}
