import Analysis
import ArgumentParser
import EstateInput
import EvidenceStore
import PositionModel
import Reporting

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Put the lines of scan --emit into an evidence store.",
        discussion: """
            Reads lines that scan --emit rows wrote on this machine or another, plain or packed, in any order and in any \
            number of files, and fills the store that a scan of the same logs fills: a content counts once, an event that is \
            in several exports counts once. An input whose lines are not all there, or not as they were written, is refused \
            as a whole.

            Examples:
              headcount scan /exports --emit rows -o lines.jsonl.gz
              headcount import lines.jsonl.gz --store corp.headcount
              headcount import contributions/ --store corp.headcount --estate estate/
            """)

    @Argument(help: "Files of lines, folders of them, or - for standard input.") var paths: [String]
    @Option(help: ArgumentHelp("The evidence store; made where there is none.", valueName: "FILE")) var store: String
    @Option(help: ArgumentHelp("Take networks, proxies and web folders from DIR/estate.yaml.", valueName: "DIR"))
    var estate: String?
    @Option(help: ArgumentHelp("Memory for lines that wait for others of their input, in MiB.", valueName: "MiB"))
    var memory: Int = ImportRun.defaultMemory >> 20
    @Option(name: .shortAndLong, help: "Files of lines read at the same time.") var jobs: Int = Processors.available
    @Flag(help: "Print the result as JSON.") var json = false
    @OptionGroup var noise: NoiseOptions

    func validate() throws {
        if !(1...1024).contains(jobs) { throw ValidationError("--jobs wants 1 to 1024.") }
        if !(1...65_536).contains(memory) { throw ValidationError("--memory wants 1 to 65536 MiB.") }
    }

    func run() async throws {
        try await Failure.reported {
            let settings = try estate.map {
                try EstateReader.readSettings(path: $0 + "/" + EstateReader.settingsFile).settings
            }
            let store = try EvidenceStore.open(path: store, mode: .create)
            if let settings { try store.set(settings.networks) }
            let summary = try await ImportRun.run(paths: paths, into: store, memory: memory << 20, jobs: jobs)
            try show(summary)
            if summary.isIncomplete { throw ExitStatus.failure }
        }
    }

    private func show(_ summary: ImportSummary) throws {
        if json {
            Console.print(try JSONText.encode(ImportDocument(summary)))
        } else {
            Console.print(InputsTable.text(summary.inputs, style: Console.style))
            if !summary.unread.isEmpty { Console.print(UnreadTable.text(summary.unread, style: Console.style)) }
        }
        for problem in summary.problems {
            let place = problem.line == 0 ? problem.file : "\(problem.file) line \(problem.line)"
            Console.note("  not taken: \(SafeText.terminal(place)): \(SafeText.terminal(problem.reason))")
        }
        if summary.problemCount > summary.problems.count {
            Console.note("  and \(summary.problemCount - summary.problems.count) more lines")
        }
        for refused in summary.refused {
            Console.note("  refused: \(SafeText.terminal(refused.name)): \(SafeText.terminal(refused.reason))")
        }
        noise.note(
            """
            \(summary.lines) lines: \(summary.added.count) inputs added, \(summary.copies.count) already there, \
            \(summary.refused.count) refused, \(summary.problemCount) lines not taken.
            Next: headcount census --store \(ShellWord.quoted(store))
            """)
    }
}
