import AccessModel
import EvidenceStore

/// Evidence of a store, cut to the days and servers asked for.
enum Windowed {
    static func evidence(
        store: EvidenceStore, window: WindowRequest?, servers: ServerFilter = ServerFilter()
    ) throws(AnalysisError) -> Evidence {
        do {
            var days: ClosedRange<Day>?
            if let window, let span = try store.days() {
                guard let asked = window.days(first: span.lowerBound, last: span.upperBound) else {
                    throw AnalysisError.nothingToRead(
                        "The window ends before it begins: the store has evidence from \(span.lowerBound.text) to "
                            + "\(span.upperBound.text).")
                }
                days = asked
            }
            var evidence = try store.evidence(window: days)
            servers.apply(to: &evidence)
            return evidence
        } catch let error as AnalysisError {
            throw error
        } catch let error as StoreError {
            throw .store(error)
        } catch {
            preconditionFailure("unexpected error type \(type(of: error))")
        }
    }
}
