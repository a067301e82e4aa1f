import AccessModel
import Analysis
import ArgumentParser
import EstateInput
import EvidenceStore
import PositionModel

/// What a view may know beside the store: a folder with everything, or files one by one.
struct EstateOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Use the directory, servers.csv and estate.yaml of this folder.", valueName: "DIR"))
    var estate: String?
    @Option(help: ArgumentHelp("A directory export, or a folder of them; may be repeated.", valueName: "PATH"))
    var directory: [String] = []
    @Option(help: ArgumentHelp("One row per server and product.", valueName: "FILE")) var servers: String?
    @Option(help: ArgumentHelp("The organisation's estate.yaml.", valueName: "FILE")) var settings: String?

    func validate() throws {
        if estate != nil, !directory.isEmpty || servers != nil || settings != nil {
            throw ValidationError("--estate excludes --directory, --servers and --settings.")
        }
    }

    var isGiven: Bool { estate != nil || !directory.isEmpty || servers != nil || settings != nil }

    /// The estate.yaml given, whether it is there or not.
    var settingsPath: String? {
        if let settings { return settings }
        return estate.map { ($0.hasSuffix("/") ? $0 : $0 + "/") + EstateReader.settingsFile }
    }

    func read() throws -> Estate {
        if let estate { return try EstateReader.read(folder: estate) }
        return try EstateSources(directory: directory, servers: servers, settings: settings).read()
    }

    /// Opens a store for a view. The networks and proxies of an estate.yaml given become the store's settings, as with
    /// `reconcile`; without one the store is only read.
    func open(store path: String, estate: Estate) throws -> EvidenceStore {
        guard settingsPath != nil, estate.settings.networks != OrganisationSettings() else {
            return try EvidenceStore.open(path: path, mode: .read)
        }
        let store = try EvidenceStore.open(path: path, mode: .read)
        if try store.settings() == estate.settings.networks { return store }
        let changed = try EvidenceStore.open(path: path, mode: .update)
        try changed.set(estate.settings.networks)
        return changed
    }
}
