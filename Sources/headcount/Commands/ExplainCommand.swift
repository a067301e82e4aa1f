import Analysis
import ArgumentParser
import EvidenceStore
import PositionModel
import Reporting

struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "From a figure, a user, a device, a visitor or a server down to the records.",
        discussion: """
            A server or product alone gives its figures, --figure the members of one; a user, a device or a visitor the \
            rows behind it (with --figure those that count in that figure), its inputs, and its first and last record: file, member, byte offset (of the decompressed \
            input), record id or line, and the original text where the file is still there and unchanged. Give what \
            census was given (window, estate), and the figures are the same.

            Examples:
              headcount explain --store corp.headcount --server fs01
              headcount explain --store corp.headcount --server fs01 --figure users
              headcount explain --store corp.headcount --server fs01 --figure outside --user 'CORP\\alice'
              headcount explain --store corp.headcount --server fs01 --user 'CORP\\alice' --day 2026-03-02
              headcount explain --store corp.headcount --visitor 203.0.113.7 --logs /mnt/logs --json
            """)

    @Option(help: ArgumentHelp("The evidence store.", valueName: "FILE")) var store: String
    @Option(help: ArgumentHelp("A server, by any of its names.", valueName: "NAME")) var server: String?
    @Option(help: ArgumentHelp("All servers of a product of servers.csv.", valueName: "NAME")) var product: String?
    @Option(
        help: ArgumentHelp("A user or any other account: DOMAIN\\name, UPN, SID or name.", valueName: "ACCOUNT"))
    var user: String?
    @Option(help: ArgumentHelp("A device, by its name or address.", valueName: "NAME")) var device: String?
    @Option(help: ArgumentHelp("A visitor without an account.", valueName: "ADDRESS")) var visitor: String?
    @Option(help: "List the members of this figure; with --user, --device or --visitor the rows that count in it.")
    var figure: Choice<CensusFigure>?
    @Option(help: ArgumentHelp("Only this UTC day.", valueName: "YYYY-MM-DD")) var day: DayArgument?
    @Flag(help: "Failures too: their names may be what somebody typed into the wrong box.") var failures = false
    @Option(help: ArgumentHelp("Rows or members listed; 0 for all.", valueName: "N")) var limit = 20
    @Option(help: "Records shown as they stand in the file: ends (first and last of all), all (of each row), none.")
    var text = Choice(ExplainQuery.Texts.ends)
    @Option(
        help: ArgumentHelp(
            "Look for the logs below this folder, beside where they were scanned; may be repeated.", valueName: "DIR"))
    var logs: [String] = []
    @OptionGroup var sources: EstateOptions
    @OptionGroup var window: WindowOptions
    @OptionGroup var output: FormatOptions

    func validate() throws {
        if day != nil, window.request != nil { throw ValidationError("--day excludes --from, --to and --last.") }
        if limit < 0 { throw ValidationError("--limit wants a number of rows, 0 for all.") }
        if visitor != nil, user != nil {
            throw ValidationError("--visitor is somebody without an account: it excludes --user.")
        }
    }

    func run() async throws {
        try await Failure.reported {
            let estate = try sources.read()
            let explanation = try ExplainRun.explain(
                query, store: try sources.open(store: store, estate: estate),
                window: day.map { .between($0.day, $0.day) } ?? window.request, estate: estate)
            switch output.chosen {
            case .json: Console.print(try ExplanationJSON.text(explanation))
            case .jsonl: Console.print(try ExplanationJSON.lines(explanation))
            case .csv: Console.print(ExplanationCSV.text(explanation))
            case .table: Console.print(ExplanationText.text(explanation, style: Console.style))
            }
        }
    }

    private var query: ExplainQuery {
        var query = ExplainQuery()
        query.server = server
        query.product = product
        query.user = user
        query.device = device
        query.visitor = visitor
        query.figure = figure?.value
        query.includesFailures = failures
        query.limit = limit == 0 ? nil : limit
        query.texts = text.value
        query.folders = logs
        return query
    }
}
