import AccessModel
import EvidenceStore
import PositionModel
import Reconciliation

/// Evidence of a store, cut to the days and servers asked for.
enum Windowed {
    /// Evidence of the days asked for; where none are asked for, of those the estate's settings say, else of all.
    /// - Parameter ahead: what was read before, used where it is the same. The evidence of a store depends on its inputs, its
    ///   settings and the days alone.
    static func evidence(
        store: EvidenceStore, window: WindowRequest?, settings: EstateSettings, ahead: Evidence? = nil
    ) throws(AnalysisError) -> Evidence {
        let span: ClosedRange<Day>?
        do { span = try store.days() } catch { throw .store(error) }
        var request = window
        if request == nil, let days = WindowChoice.window(settings: settings, lastDay: span?.upperBound) {
            request = .between(days.lowerBound, days.upperBound)
        }
        return try evidence(store: store, window: request, ahead: ahead)
    }

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
            if let ahead, ahead.window == days, try store.settings() == ahead.settings,
                try store.inputs() == ahead.inputs
            {
                return ahead
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
