import Analysis
import ArgumentParser
import EstateInput
import EvidenceStore
import PositionModel

struct AnswersOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The decision register, filled in, instead of the one estate.yaml names.", valueName: "CSV"))
    var answers: String?
}

/// The organisation's files behind a position: a folder with everything, or files one by one.
struct PositionSources: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Use the directory, servers.csv, entitlements.csv and estate.yaml of this folder.", valueName: "DIR"))
    var estate: String?
    @Option(help: ArgumentHelp("A directory export, or a folder of them; may be repeated.", valueName: "PATH"))
    var directory: [String] = []
    @Option(help: ArgumentHelp("One row per server and product.", valueName: "FILE")) var servers: String?
    @Option(help: ArgumentHelp("Licences held.", valueName: "FILE")) var entitlements: String?
    @Option(help: ArgumentHelp("The organisation's estate.yaml.", valueName: "FILE")) var settings: String?
    @OptionGroup var register: AnswersOption

    func validate() throws {
        if estate != nil, !directory.isEmpty || servers != nil || entitlements != nil || settings != nil {
            throw ValidationError("--estate excludes --directory, --servers, --entitlements and --settings.")
        }
    }

    /// True where an estate.yaml speaks, whose networks become the store's settings.
    var hasSettings: Bool { estate != nil || settings != nil }

    /// The estate.yaml given, whether it is there or not.
    var settingsPath: String? { settings ?? estate.map { $0 + "/" + EstateReader.settingsFile } }

    private var sources: EstateSources {
        EstateSources(
            directory: directory, servers: servers, entitlements: entitlements, settings: settings,
            answers: register.answers)
    }

    func read() throws -> Estate {
        guard let estate else { return try sources.read() }
        var read = try EstateReader.read(folder: estate)
        try read.take(answers: register.answers)
        return read
    }

    /// What was given, for whoever makes the position again.
    func origin(store: String, catalogue: String?, window: WindowRequest?) -> PositionOrigin {
        PositionOrigin(
            store: store, estate: estate ?? "", directory: directory, servers: servers ?? "",
            entitlements: entitlements ?? "", settings: settings ?? "", answers: register.answers ?? "",
            catalogue: catalogue ?? "", window: window)
    }

    /// Opens a store for a view: its settings change only where an estate.yaml says otherwise, as with `reconcile`.
    func opened(_ store: String, estate: Estate) throws -> EvidenceStore {
        let opened = try EvidenceStore.open(path: store, mode: .read)
        guard hasSettings, try opened.settings() != estate.settings.networks else { return opened }
        let changed = try EvidenceStore.open(path: store, mode: .update)
        try changed.set(estate.settings.networks)
        return changed
    }

    var files: [EstateFile] {
        estate.map { EstateFile.all(of: $0, answers: register.answers) } ?? EstateFile.all(of: sources)
    }
}
