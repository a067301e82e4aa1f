import AccessModel
import EvidenceStore
import Foundation
import LogInput
public import PositionModel

/// `verify`: whether a store is what its inputs say.
///
/// What the store derives (duplicates, contained logs, names) is derived again from its own contributions; the files that
/// are still there are read again into a store of their own. Both are compared view by view.
public enum VerifyRun {
    /// - Parameters:
    ///   - path: the store; it is only read.
    ///   - folders: folders to look for the inputs in, beside their places as scanned.
    ///   - jobs: inputs read at the same time.
    public static func verify(
        store path: String, folders: [String] = [], jobs: Int = 1
    ) async throws(AnalysisError) -> StoreVerification {
        let work = try WorkFolder()
        do {
            return try await verify(path, folders, jobs: jobs, work)
        } catch let error as AnalysisError {
            throw error
        } catch let error as StoreError {
            throw .store(error)
        } catch {
            throw .output(OutputError(message: "Cannot verify \(path): \(error.localizedDescription)"))
        }
    }

    private static func verify(
        _ path: String, _ folders: [String], jobs: Int, _ work: WorkFolder
    ) async throws -> StoreVerification {
        let store = try EvidenceStore.open(path: path, mode: .read)
        guard try store.isSettled() else {
            throw AnalysisError.nothingToRead(
                "\(path): a scan is writing this store, or one was cut off. Wait for it to end, or run the scan again.")
        }
        let derivedPath = work.path + "/derived"
        _ = try StoreMergeRun.run([path], into: derivedPath)
        let derived = try EvidenceStore.open(path: derivedPath, mode: .update)
        var views = try ViewComparison(store, derived, against: "derived").run()
        views.append(try PlaceComparison(store: store, again: derived, against: "derived").run())

        let originals = OriginalPlaces(try store.tracedInputs(), folders: folders)
        let again = try EvidenceStore.open(path: work.path + "/again", mode: .create)
        try again.set(try store.settings())
        let summary = try await Scan.run(
            inputs: originals.files, into: again,
            options: ScanOptions(jobs: jobs, takesDigest: originals.haveDigests))
        let places = originals.verified(found: try again.tracedInputs(), unread: summary.unread)
        let kept = originals.kept(places)
        try derived.reduce(to: kept)
        try again.reduce(to: kept)
        views += try ViewComparison(derived, again, against: "read").run()
        views.append(try PlaceComparison(store: derived, again: again, against: "read").run())
        return StoreVerification(
            places: places, views: views, containments: try containments(of: store, folders))
    }

    private static func containments(
        of store: EvidenceStore, _ folders: [String]
    ) throws(StoreError) -> [VerifiedContainment] {
        try store.containments().map { contained, holder in
            let state = ContainmentCheck(contained: contained, holder: holder, folders: folders).state
            return VerifiedContainment(
                path: contained.location.display, containedIn: holder.location.display, state: state)
        }
    }
}

/// A folder of the run's own, readable by its owner only, gone with it.
private final class WorkFolder {
    let path: String

    init() throws(AnalysisError) {
        path = FileManager.default.temporaryDirectory.path + "/headcount-verify-" + UUID().uuidString
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        } catch {
            throw .output(OutputError(message: "Cannot make the folder \(path): \(error.localizedDescription)"))
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
