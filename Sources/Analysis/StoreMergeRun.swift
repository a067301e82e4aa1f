import AccessModel
public import EvidenceStore
import Foundation

/// Puts several stores together into a new one.
public enum StoreMergeRun {
    /// What a store brought.
    public struct Added: Sendable {
        public var store: String
        public var merge: StoreMerge
    }

    /// Merges stores. What the new store holds depends on the set of stores and the settings alone.
    /// - Parameters:
    ///   - paths: the stores, at least one.
    ///   - output: the new store; nothing may be there.
    ///   - settingsFrom: the store whose settings count; where nil, all must have the same.
    /// - Throws: `StoreError` for a store that cannot be read or written, `AnalysisError` where the settings differ. Nothing
    ///   of the new store stays then.
    public static func run(_ paths: [String], into output: String, settingsFrom: String? = nil) throws -> [Added] {
        let stores = try paths.map { try EvidenceStore.open(path: $0, mode: .read) }
        let settings = try settings(paths, stores, from: settingsFrom)
        let merged = try EvidenceStore.open(path: output, mode: .createAlone)
        do {
            try merged.set(settings)
            var added: [Added] = []
            for (path, store) in zip(paths, stores) { added.append(Added(store: path, merge: try merged.add(store))) }
            try merged.settle()
            return added
        } catch {
            for file in merged.files { try? FileManager.default.removeItem(atPath: file) }
            throw error
        }
    }

    private static func settings(
        _ paths: [String], _ stores: [EvidenceStore], from chosen: String?
    ) throws -> OrganisationSettings {
        if let chosen { return try EvidenceStore.open(path: chosen, mode: .read).settings() }
        let all = try stores.map { try $0.settings() }
        guard let first = all.first else { return OrganisationSettings() }
        if let other = all.firstIndex(where: { $0 != first }) {
            throw AnalysisError.differentSettings(

                "\(paths[0]) and \(paths[other]) have different settings (networks, proxies, folders or zones): "
                    + "say whose count with --settings-from STORE.")
        }
        return first
    }
}
