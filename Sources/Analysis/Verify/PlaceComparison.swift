import AccessModel
import EvidenceStore
import PositionModel

/// Compares what two stores keep of each input, down to the places of its records.
struct PlaceComparison {
    /// Called so beside the views.
    static let name = "inputs in full"

    let store: EvidenceStore
    let again: EvidenceStore
    /// `derived` or `read`.
    let against: String

    func run() throws(StoreError) -> VerifiedView {
        let (mine, others) = (try store.recordPlaces(), try again.recordPlaces())
        return VerifiedView(
            view: PlaceComparison.name, against: against, rows: mine.reduce(0) { $0 + $1.entries },
            otherRows: others.reduce(0) { $0 + $1.entries }, differs: mine != others,
            examples: Array(examples(mine, others).prefix(ViewComparison.mostExamples)))
    }

    private func examples(_ mine: [RecordPlaces], _ others: [RecordPlaces]) -> [String] {
        let found = Dictionary(others.map { ($0.content, $0) }) { first, _ in first }
        return mine.compactMap { places in
            guard let other = found[places.content] else { return "\(places.location.display): not read again" }
            guard other != places else { return nil }
            return "\(places.location.display): \(places.entries) entries in the store, \(other.entries) "
                + (against == "read" ? "in the file" : "derived")
                + "; some have another key, count, time, byte offset or record id"
        }
    }
}
