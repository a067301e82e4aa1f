import Analysis
import ArgumentParser
import Licensing
import PositionModel
import Reporting

struct RulesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules",
        abstract: "Every rule the figures rest on, with its source.",
        discussion: """
            The licensing catalogue (products, versions, licences, suites, exemptions, example prices), the steps that take \
            accounts out of the count, the rules by which names are joined, and the questions.

            Examples:
              headcount rules --section suite
              headcount rules --catalogue my-catalogue.json --format csv > rules.csv
            """)

    @Option(help: ArgumentHelp("Only this section; may be repeated.", valueName: "NAME")) var section: [String] = []
    @OptionGroup var licensing: CatalogueOption
    @OptionGroup var output: FormatOptions

    func run() async throws {
        try await Failure.reported {
            var list = PositionRun.rules(of: try licensing.load())
            let sections = Set(list.rules.map(\.section))
            if let unknown = section.first(where: { !sections.contains($0) }) {
                throw OutputError(
                    message:
                        "There is no section \(unknown). The sections are \(sections.sorted().joined(separator: ", "))."
                )
            }
            if !section.isEmpty { list.rules.removeAll { !section.contains($0.section) } }
            switch output.chosen {
            case .json: Console.print(try LicenceReportsJSON.text(list))
            case .jsonl: Console.print(try LicenceReportsJSON.lines(list))
            case .csv: Console.print(RulesCSV.text(list))
            case .table: Console.print(RulesTable.text(list, style: Console.style))
            }
        }
    }
}
