import Analysis
import ArgumentParser
import Reporting

struct InspectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "A quick look: formats, servers, spans, and which questions these files can answer.",
        discussion: """
            Looks at the head of each file, and says so where that is not the whole. Nothing is stored.

            Example:
              headcount inspect /exports
            """)

    @Argument(help: "Files, folders, or - for standard input.") var paths: [String]
    @OptionGroup var output: FormatOptions

    func run() async throws {
        let inspection = Inspection.run(paths: paths)
        switch output.chosen {
        case .json: Console.print(try JSONText.encode(inspection))
        case .jsonl: for input in inspection.inputs { Console.print(try JSONText.encodeLine(input)) }
        case .csv: Console.print(InspectionText.csv(inspection))
        case .table: Console.print(InspectionText.table(inspection, style: Console.style))
        }
        if inspection.hasFailures { throw ExitStatus.failure }
    }
}
