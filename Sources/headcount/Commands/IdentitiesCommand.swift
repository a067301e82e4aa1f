import Analysis
import ArgumentParser
import EvidenceStore
import PositionModel
import Reporting

struct IdentitiesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "identities",
        abstract: "Who the accounts and clients were taken for, by which rule, and what stayed apart.",
        discussion: """
            Accounts are joined to persons, names to devices and servers; each join has its rule and its proof, and \
            contradictions are listed, never guessed. Nothing is written to the store: a rule named under rules.disable of \
            estate.yaml joins nothing, and an account under accounts.separate is nobody's further account.

            The table shows the figures; csv, json and jsonl have every account, device and server.

            Examples:
              headcount identities --store corp.headcount --estate estate/
              headcount identities --store corp.headcount --directory users.csv --format csv > accounts.csv
            """)

    @Option(help: ArgumentHelp("The evidence store.", valueName: "FILE")) var store: String
    @OptionGroup var sources: EstateOptions
    @OptionGroup var window: WindowOptions
    @OptionGroup var output: FormatOptions

    func run() async throws {
        try await Failure.reported {
            let ahead = EvidenceAhead(store: store, settings: sources.settingsPath, window: window.request)
            let estate = try sources.read()
            let evidence = await ahead.evidence
            let report = try IdentitiesRun.report(
                store: try sources.open(store: store, estate: estate), window: window.request, estate: estate,
                ahead: evidence, listsAccounts: output.chosen != .table)
            switch output.chosen {
            case .json: Console.print(try IdentitiesJSON.text(report))
            case .jsonl: Console.print(try IdentitiesJSON.lines(report))
            case .csv: Console.print(IdentitiesCSV.text(report))
            case .table: Console.print(IdentitiesTable.text(report, style: Console.style))
            }
        }
    }
}
