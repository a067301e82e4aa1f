import Analysis
import ArgumentParser
import EvidenceStore
import PositionModel
import Reporting

struct CoverageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "coverage",
        abstract: "Which days the logs of each server cover, and what they may hide.",
        discussion: """
            No record is no proof of no access. A day is covered where its log has records, partial where logging stopped \
            or records are missing, cleared where the log was cleared; the reasons stand below. Missing records show as gaps \
            in the record ids. An export that leaves records out everywhere, as one filtered by event does, is called \
            filtered: its ids cannot show what else is missing.

            Examples:
              headcount coverage --store corp.headcount
              headcount coverage --store corp.headcount --last 90d --format csv
            """)

    @Option(help: ArgumentHelp("The evidence store.", valueName: "FILE")) var store: String
    @OptionGroup var sources: EstateOptions
    @OptionGroup var servers: ServerOptions
    @OptionGroup var window: WindowOptions
    @OptionGroup var output: FormatOptions

    func run() async throws {
        try await Failure.reported {
            let estate = try sources.read()
            let report = try CoverageRun.report(
                store: try sources.open(store: store, estate: estate), window: window.request, estate: estate,
                servers: servers.filter)
            switch output.chosen {
            case .json: Console.print(try CoverageJSON.text(report))
            case .jsonl: Console.print(try CoverageJSON.lines(report))
            case .csv: Console.print(CoverageCSV.text(report))
            case .table: Console.print(CoverageTable.text(report, style: Console.style))
            }
        }
    }
}
