import AccessModel
import Analysis
import ArgumentParser
import Foundation
import Licensing
import PositionModel
import Reporting

struct QuestionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "questions",
        abstract: "The decision register: every open question with its effect and a proposed answer.",
        discussion: """
            Fill in the columns answer, name, date and proof, keep the file as answers.csv beside estate.yaml (answers: \
            answers.csv), or give it with --answers: reconcile, run and questions then take the answers. One row decides \
            one subject; a row with the subject * decides all subjects of its question that have none. Questions that were \
            answered are printed too, with their answers, so that the file can be read again.

            Examples:
              headcount questions --store corp.headcount --estate estate/ --output register.csv
              headcount questions --store corp.headcount --estate estate/ --answers register.csv --format table
            """)

    @Option(help: ArgumentHelp("The evidence store.", valueName: "FILE")) var store: String
    @OptionGroup var sources: PositionSources
    @OptionGroup var window: WindowOptions
    @OptionGroup var licensing: CatalogueOption
    @Option(help: "How to print the register (csv unless given).") var format: OutputFormat?
    @Flag(help: "Short for --format json.") var json = false
    @Option(name: .shortAndLong, help: ArgumentHelp("A file instead of standard output.", valueName: "FILE"))
    var output: String?
    @Flag(help: "Replace the file if it is there.") var force = false
    @OptionGroup var noise: NoiseOptions

    func validate() throws {
        if json, let format, format != .json {
            throw ValidationError("--json and --format \(format) exclude each other.")
        }
    }

    func run() async throws {
        try await Failure.reported {
            if let output, !force, FileManager.default.fileExists(atPath: output) {
                throw OutputError(message: "\(output) exists and is not overwritten. Use --force, or another --output.")
            }
            let estate = try sources.read()
            let position = try PositionRun.position(
                store: try sources.opened(store, estate: estate), estate: estate, catalogue: try licensing.load(),
                window: window.request)
            let register = DecisionRegister(position)
            let text = try self.text(register)
            if let output { try OutputFolder.write(text, to: output) } else { Console.print(text) }
            for notice in position.notices where estate.settings.answers.contains(where: { isAbout($0, notice) }) {
                noise.note("\(notice.file), line \(notice.line): \(SafeText.message(notice.message))")
            }
            noise.note(
                "\(register.questions.count) questions open, \(register.answers.count) answered"
                    + (output.map { ": \($0)" } ?? "."))
        }
    }

    private func isAbout(_ answer: RegisterAnswer, _ notice: EstateNotice) -> Bool {
        notice.line == answer.line && ExactText(notice.file) == ExactText(answer.file)
    }

    private func text(_ register: DecisionRegister) throws -> String {
        switch json ? .json : format ?? .csv {
        case .csv: QuestionsCSV.text(register, output == nil ? .pipe : .spreadsheet)
        case .json: try QuestionsJSON.text(register)
        case .jsonl: try QuestionsJSON.lines(register)
        case .table: QuestionsTable.text(register, style: Console.style)
        }
    }
}
