import Analysis
import ArgumentParser
import PositionModel
import Reporting

struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Whether a store is what its inputs say.",
        discussion: """
            Derives the totals again from what each input contributed, reads the files that are still there again, and \
            compares every view of the store row by row; logs that count as the beginning of a longer one are compared \
            byte by byte. The store and the logs are only read; temporary stores are made in the folder for temporary \
            files.

            Exit 4 where anything differs; with --strict exit 3 where some input is not here.

            Examples:
              headcount verify corp.headcount
              headcount verify corp.headcount --logs /mnt/evidence --json
            """)

    @Argument(help: ArgumentHelp("The evidence store.", valueName: "STORE")) var store: String
    @Option(
        help: ArgumentHelp(
            "Look for the logs below this folder, beside where they were scanned; may be repeated.", valueName: "DIR"))
    var logs: [String] = []
    @Option(name: .shortAndLong, help: "Inputs read at the same time.") var jobs: Int?
    @Flag(help: "Exit 3 if any input is not here.") var strict = false
    @Flag(help: "Print the result as JSON.") var json = false

    func validate() throws {
        if let jobs, !(1...1024).contains(jobs) { throw ValidationError("--jobs wants 1 to 1024.") }
    }

    func run() async throws {
        try await Failure.reported {
            let verification = try await VerifyRun.verify(
                store: store, folders: logs, jobs: jobs ?? Processors.available)
            Console.print(
                json
                    ? try VerificationJSON.text(verification)
                    : VerificationText.text(verification, style: Console.style))
            if !verification.holds { throw ExitStatus.mismatch }
            if strict, !verification.isComplete { throw ExitStatus.threshold }
        }
    }
}
