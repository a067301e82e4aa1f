import Analysis
import ArgumentParser
import EstateInput
import PositionModel
import Reporting

struct DiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "What changed between two positions, or against an auditor's list of accounts.",
        discussion: """
            A position is the folder that run or reconcile wrote, or its position.json. An auditor's list is a CSV with a \
            column account (or user, login, upn, mail): DOMAIN\\name, name, name@domain or SID. Of each of their accounts it \
            says whether we count the user too, and if not, by which rule and why; then whom we count and they do not list.

            Examples:
              headcount diff 2026-q2/ 2026-q3/
              headcount diff 2026-q3/ --auditor inventory.csv --format csv > answer.csv
            """)

    @Argument(help: ArgumentHelp("The position, and the later one.", valueName: "position")) var positions: [String]
    @Option(help: ArgumentHelp("The auditor's list of accounts, instead of a second position.", valueName: "FILE"))
    var auditor: String?
    @Flag(help: "Every figure and account, inputs and coverage too, in the table.") var all = false
    @OptionGroup var output: FormatOptions

    func validate() throws {
        if auditor == nil, positions.count != 2 {
            throw ValidationError("diff wants two positions, or one and --auditor.")
        }
        if auditor != nil, positions.count != 1 { throw ValidationError("diff --auditor wants one position.") }
    }

    func run() async throws {
        try await Failure.reported {
            let first = try PositionFile.read(positions[0])
            if let auditor {
                let (accounts, notices) = try EstateReader.readAccounts(path: auditor)
                for notice in notices {
                    Console.note("\(notice.file), line \(notice.line): \(SafeText.message(notice.message))")
                }
                try show(AuditorComparison(first, theirs: accounts))
            } else {
                try show(PositionDifference(before: first, after: try PositionFile.read(positions[1])))
            }
        }
    }

    private func show(_ difference: PositionDifference) throws {
        switch output.chosen {
        case .json: Console.print(try DifferenceJSON.text(difference))
        case .jsonl: Console.print(try DifferenceJSON.lines(difference))
        case .csv: Console.print(DifferenceCSV.text(difference))
        case .table: Console.print(DifferenceTable.text(difference, isWhole: all, style: Console.style))
        }
    }

    private func show(_ comparison: AuditorComparison) throws {
        switch output.chosen {
        case .json: Console.print(try DifferenceJSON.text(comparison))
        case .jsonl: Console.print(try DifferenceJSON.lines(comparison))
        case .csv: Console.print(DifferenceCSV.text(comparison))
        case .table: Console.print(DifferenceTable.text(comparison, isWhole: all, style: Console.style))
        }
    }
}
