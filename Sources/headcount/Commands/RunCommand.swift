import Analysis
import ArgumentParser
import EvidenceStore
import PositionModel
import Reporting

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "The whole chain on one folder: logs in, report out.",
        discussion: """
            The folder holds logs/, directory/, servers.csv, entitlements.csv and estate.yaml; all but logs/ may be missing.
            The evidence store is left among the results; with --pseudonymise, as it names people, beside their folder:
            position.evidence.headcount.

            Example:
              headcount run estate/ --output position
            """)

    @Argument(help: ArgumentHelp("The estate's folder.", valueName: "ESTATE")) var estate: String
    @OptionGroup var register: AnswersOption
    @OptionGroup var scanning: ScanOptionsGroup
    @OptionGroup var window: WindowOptions
    @OptionGroup var result: PositionOptions
    @OptionGroup var output: FormatOptions
    @OptionGroup var noise: NoiseOptions

    func run() async throws {
        try await Failure.reported {
            try scanning.checkRejects()
            let watch = ScanWatch(noise: noise)
            let run = EstateRun(
                folder: estate, catalogue: try result.loadCatalogue(),
                cataloguePath: result.licensing.catalogue ?? "", window: window.request,
                answers: register.answers, hasWorkbook: !result.noWorkbook,
                key: try result.readKey())
            let (summary, position) = try await watch.follow { monitor in
                try await run.run(
                    into: result.output, force: result.force, options: scanning.options, monitor: monitor,
                    generatedAt: Clock.now)
            }
            try scanning.writeRejects(of: EvidenceStore.open(path: run.storePath(output: result.output), mode: .read))
            if !summary.unread.isEmpty { noise.note(UnreadTable.text(summary.unread, style: Console.style)) }
            try result.show(position, format: output.chosen, noise: noise)
            watch.finish(summary, next: "open \(ShellWord.quoted(result.file("report.html")))")
            try scanning.check(summary)
            try result.check(position)
        }
    }
}
