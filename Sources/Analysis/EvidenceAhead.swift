public import AccessModel
import EstateInput
import EvidenceStore
import PositionModel

/// The evidence of a store, read while the organisation's own files are: on a large estate each takes long, and neither
/// needs the other but for the days asked for and the networks.
///
/// What it read is used only where it is what would be read afterwards (`Windowed`), so it never changes a result. It
/// reports no error: whoever reads afterwards finds it again.
public struct EvidenceAhead: Sendable {
    private let task: Task<Evidence?, Never>

    /// Begins to read.
    /// - Parameters:
    ///   - path: the store.
    ///   - settings: an estate.yaml, which may say what days to look at.
    ///   - window: days asked for on the command line.
    public init(store path: String, settings: String?, window: WindowRequest?) {
        task = Task.detached {
            let known = settings.flatMap { try? EstateReader.readSettings(path: $0).settings }
            guard let store = try? EvidenceStore.open(path: path, mode: .read) else { return nil }
            return try? Windowed.evidence(store: store, window: window, settings: known ?? EstateSettings())
        }
    }

    /// What was read, once it is; nil where it could not be.
    public var evidence: Evidence? { get async { await task.value } }
}
