import Analysis
import ArgumentParser
import EvidenceStore
import Licensing
import PositionModel
import Reporting
import SyntheticEstate

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Make a small estate with known truth, run everything on it, say where the report is.",
        discussion: """
            The estate is fictional and the same every time. Its truth.json says what happened and what the logs can show; \
            the demo compares its results with it and exits 1 where they differ.

            Example:
              headcount demo --output demo
            """)

    @Option(name: .shortAndLong, help: ArgumentHelp("Folder for the estate and the results.", valueName: "DIR"))
    var output = "headcount-demo"
    @Flag(help: "Replace an earlier demo in that folder.") var force = false
    @Option(help: ArgumentHelp("Another estate, as large, with other people.", valueName: "N", visibility: .hidden))
    var seed: UInt64?
    @Option(help: ArgumentHelp("Another estate, of so many people.", valueName: "100-50000", visibility: .hidden))
    var people: Int?
    @OptionGroup var noise: NoiseOptions

    func validate() throws {
        if let people, !(100...50_000).contains(people) {
            throw ValidationError("--people takes 100 to 50000.")
        }
    }

    private var generator: EstateGenerator {
        EstateGenerator(
            seed: seed ?? EstateGenerator.sampleSeed, size: people.map { EstateSize.people($0) } ?? .small)
    }

    func run() async throws {
        try await Failure.reported {
            let demo = DemoRun(folder: output, force: force, generator: generator)
            let result = try await demo.run(
                options: ScanOptions(jobs: Processors.available), generatedAt: Clock.now)
            Console.print(PositionTable.text(result.position, style: Console.style))
            let comparison = result.comparison
            Console.print(
                "Compared with the truth the estate was made from: \(comparison.checked) figures, "
                    + "\(comparison.differences.count) differ.")
            for difference in comparison.differences { Console.print("  " + SafeText.terminal(difference)) }
            Console.print("Report: \(demo.results)/report.html")
            noise.note("Next: open it, then headcount census --store \(ShellWord.quoted(demo.store))")
            if !comparison.differences.isEmpty { throw ExitStatus.failure }
        }
    }
}
