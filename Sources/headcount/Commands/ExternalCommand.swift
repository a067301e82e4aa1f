import Analysis
import ArgumentParser
import EvidenceStore
import PositionModel
import Reporting

struct ExternalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "external",
        abstract: "Per server and site: reached from outside or not, since when, and by whom.",
        discussion: """
            Anonymous visitors are addresses, authenticated visitors are users whose owner is external. Employees \
            outside are no visitors. Without a directory nothing says whose a user is: the relation is unknown then, \
            unless a declared domain or pattern tells. An estate.yaml given becomes the store's settings, as with \
            reconcile.

            Examples:
              headcount external --store corp.headcount
              headcount external --store corp.headcount --estate estate/ --last 90d --json
              headcount external --store corp.headcount --directory users.csv --settings estate.yaml --format csv
            """)

    @Option(help: ArgumentHelp("The evidence store.", valueName: "FILE")) var store: String
    @OptionGroup var sources: EstateOptions
    @OptionGroup var servers: ServerOptions
    @OptionGroup var window: WindowOptions
    @OptionGroup var output: FormatOptions

    func run() async throws {
        try await Failure.reported {
            let estate = try sources.read()
            let report = try ExternalRun.report(
                store: try sources.open(store: store, estate: estate), window: window.request, estate: estate,
                servers: servers.filter)
            switch output.chosen {
            case .json: Console.print(try ExposureJSON.text(report))
            case .jsonl: Console.print(try ExposureJSON.lines(report))
            case .csv: Console.print(ExposureCSV.text(report))
            case .table: Console.print(ExposureTable.text(report, style: Console.style))
            }
        }
    }
}
