import Analysis
import ArgumentParser
import EvidenceStore
import Licensing
import PositionModel
import Pseudonyms
import Reporting

struct ReconcileCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reconcile",
        abstract: "Set the evidence against directory and licences: the position.",
        discussion: """
            Writes position.json, position.csv, position.xlsx, elp.csv, report.html and manifest.json, readable by you
            only.

            Example:
              headcount reconcile --store corp.headcount --directory users.csv --directory computers.csv \\
                --servers servers.csv --entitlements entitlements.csv --settings estate.yaml --output position
              headcount reconcile --store corp.headcount --estate estate/ --pseudonymise key --output for-the-auditor
            """)

    @Option(help: ArgumentHelp("The evidence store.", valueName: "FILE")) var store: String
    @OptionGroup var sources: PositionSources
    @OptionGroup var window: WindowOptions
    @OptionGroup var result: PositionOptions
    @OptionGroup var output: FormatOptions
    @OptionGroup var noise: NoiseOptions

    func run() async throws {
        try await Failure.reported {
            let key = try result.readKey()
            var ahead: EvidenceAhead? = EvidenceAhead(
                store: store, settings: sources.settingsPath, window: window.request)
            let estate = try sources.read()
            let folder = try OutputFolder(path: result.output, force: result.force, files: PositionRun.files)
            // Before the store is written to: a writer waits for readers only so long.
            var evidence = await ahead?.evidence
            ahead = nil
            let store = try EvidenceStore.open(path: store, mode: .update)
            if sources.hasSettings { try store.set(estate.settings.networks) }
            let catalogue = try result.loadCatalogue()
            var position = try PositionRun.position(
                store: store, estate: estate, catalogue: catalogue, window: window.request, ahead: evidence)
            // Gone while the results are written: of a large store it is half a gigabyte.
            evidence = nil
            let names = try key.map {
                try PseudonymRun.pseudonymiser(key: $0, store: store, estate: estate, catalogue: catalogue)
            }
            if let names { position = position.pseudonymised(by: names) }
            try PositionRun.write(
                position, to: folder, generatedAt: Clock.now, catalogue: catalogue,
                origin: sources.origin(
                    store: self.store, catalogue: result.licensing.catalogue, window: window.request),
                estateFiles: sources.files, pseudonymisedBy: names, workbook: !result.noWorkbook)
            try result.show(position, format: output.chosen, noise: noise)
            try result.check(position)
        }
    }
}
