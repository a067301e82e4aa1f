import AccessModel
import EvidenceStore
import PositionModel
import Reconciliation

/// Evidence of a store, cut to the days and servers asked for.
enum Windowed {
    /// Evidence of the days asked for; where none are asked for, of those the estate's settings say, else of all.
    /// - Parameter ahead: what was read before, used where it is the same. The evidence of a store depends on its inputs, its
    ///   settings and the days alone; its last day on the first two.
    static func evidence(
        store: EvidenceStore, window: WindowRequest?, settings: EstateSettings, ahead: Evidence? = nil
    ) throws(AnalysisError) -> Evidence {
        let isSame: Bool
        let days: ClosedRange<Day>?
        do throws(StoreError) {
            isSame = try ahead.map { ahead throws(StoreError) in try isOf(store, ahead) } ?? false
            days =
                window != nil
                ? nil
                : try WindowChoice.window(settings: settings) { () throws(StoreError) in
                    if isSame, let ahead { return ahead.lastDay }
                    return try store.days()?.upperBound
                }
        } catch {
            throw .store(error)
        }
        let request = window ?? days.map { .between($0.lowerBound, $0.upperBound) }
        return try evidence(store: store, window: request, ahead: isSame ? ahead : nil)
    }

    /// True where evidence was read from the inputs and settings the store has now.
    private static func isOf(_ store: EvidenceStore, _ evidence: Evidence) throws(StoreError) -> Bool {
        guard try store.settings() == evidence.settings else { return false }
        return try store.inputs() == evidence.inputs
    }

    /// - Parameter ahead: what was read before from the store as it is.
    static func evidence(
        store: EvidenceStore, window: WindowRequest?, servers: ServerFilter = ServerFilter(), ahead: Evidence? = nil
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
            if let ahead, ahead.window == days { return ahead }
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
