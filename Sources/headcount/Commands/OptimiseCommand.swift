import Analysis
import ArgumentParser
import Licensing
import PositionModel
import Reporting

struct OptimiseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "optimise",
        abstract: "User CALs, device CALs or a mix, and External Connectors: what is cheapest, with the proof.",
        discussion: """
            Reads the store, not the logs. Each product's models are compared at list price; the cheapest mix takes the \
            licences held for nothing, and is exact where its cost meets the lower bound printed with it. Also at prices \
            20 % lower and higher, and with one flavour per department.

            Example:
              headcount optimise --store corp.headcount --estate estate/
            """)

    @Option(help: ArgumentHelp("The evidence store.", valueName: "FILE")) var store: String
    @OptionGroup var sources: PositionSources
    @OptionGroup var window: WindowOptions
    @OptionGroup var licensing: CatalogueOption
    @OptionGroup var output: FormatOptions

    func run() async throws {
        try await Failure.reported {
            let estate = try sources.read()
            let report = OptimumReport(
                try PositionRun.position(
                    store: try sources.opened(store, estate: estate), estate: estate, catalogue: try licensing.load(),
                    window: window.request, isUnlimited: true))
            switch output.chosen {
            case .json: Console.print(try LicenceReportsJSON.text(report))
            case .jsonl: Console.print(try LicenceReportsJSON.lines(report))
            case .csv: Console.print(OptimumCSV.text(report))
            case .table: Console.print(OptimumTable.text(report, style: Console.style))
            }
        }
    }
}
