import AccessModel
import EvidenceStore

/// Where a worker puts what its inputs contribute: a store, or lines for one.
///
/// `begin` an input, `append` its parts, `close` it or `abandon` it. Inputs may overlap.
protocol ContributionSink: Sendable {
    /// Inputs that may be read at the same time, at most.
    var mostWorkers: Int { get }

    func begin(path: String) throws(StoreError) -> OpenInput
    func append(_ snapshot: EvidenceSnapshot, to input: OpenInput) throws(StoreError)
    /// Takes back everything appended to the input begun last.
    func restart(_ input: OpenInput) throws(StoreError)
    func abandon(_ input: OpenInput) throws(StoreError)
    func close(_ input: OpenInput, reading: InputReading) throws(StoreError) -> CloseResult
}

extension EvidenceStore: ContributionSink {
    var mostWorkers: Int { .max }
}
