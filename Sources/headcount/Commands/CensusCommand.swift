import Analysis
import ArgumentParser
import EstateInput
import EvidenceStore
import PositionModel
import Reporting

struct CensusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "census",
        abstract: "Per server: distinct users, devices, edges and external visitors.",
        discussion: """
            Only successful access counts; attempts show exposure. Accounts that are no users and clients that are no \
            devices are counted by the rule that says so.

            Examples:
              headcount census --store corp.headcount
              headcount census --store corp.headcount --last 90d --json
              headcount census --store corp.headcount --estate estate/ --include-server 'web*'
            """)

    @Option(help: ArgumentHelp("The evidence store.", valueName: "FILE")) var store: String
    @Option(help: ArgumentHelp("Use the directory, servers.csv and estate.yaml of this folder.", valueName: "DIR"))
    var estate: String?
    @OptionGroup var servers: ServerOptions
    @OptionGroup var window: WindowOptions
    @OptionGroup var output: FormatOptions

    func run() async throws {
        try await Failure.reported {
            let store = try EvidenceStore.open(path: store, mode: .read)
            let census = try CensusRun.census(
                store: store, window: window.request,
                estate: try estate.map { try EstateReader.read(folder: $0) } ?? Estate(),
                servers: servers.filter)
            switch output.chosen {
            case .json: Console.print(try CensusJSON.text(census))
            case .jsonl: Console.print(try CensusJSON.lines(census))
            case .csv: Console.print(CensusCSV.text(census))
            case .table: Console.print(CensusTable.text(census, style: Console.style))
            }
        }
    }
}
