import Analysis
import ArgumentParser
import Foundation
import PositionModel
import Pseudonyms
import Reporting

struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Whether a store is what its inputs say, or a position what its store and estate give.",
        discussion: """
            Given the folder of a position: makes it again from the store and the estate its manifest names, and compares \
            every file byte by byte and every figure.

            Given a store: \
            derives the totals again from what each input contributed, reads the files that are still there again, and \
            compares every view of the store row by row; logs that count as the beginning of a longer one are compared \
            byte by byte. The store and the logs are only read; temporary stores are made in the folder for temporary \
            files.

            Exit 4 where anything differs; with --strict exit 3 where some input is not here.

            Examples:
              headcount verify corp.headcount
              headcount verify corp.headcount --logs /mnt/evidence --json
              headcount verify position
              headcount verify handed-over --store corp.headcount --estate estate/
            """)

    @Argument(help: ArgumentHelp("The evidence store, or the folder of a position.", valueName: "STORE|DIR"))
    var what: String
    @Option(
        name: .customLong("store"),
        help: ArgumentHelp("Of a position: the store, where it lies elsewhere now.", valueName: "FILE"))
    var storeOfPosition: String?
    @Option(
        help: ArgumentHelp("Of a position: the folder of the estate, where it lies elsewhere now.", valueName: "DIR"))
    var estate: String?
    @Option(help: ArgumentHelp("Of a position without names: the key of its pseudonyms.", valueName: "KEYFILE"))
    var pseudonymise: String?
    @Option(
        help: ArgumentHelp(
            "Look for the logs below this folder, beside where they were scanned; may be repeated.", valueName: "DIR"))
    var logs: [String] = []
    @Option(name: .shortAndLong, help: "Inputs read at the same time.") var jobs: Int?
    @Flag(help: "Exit 3 if any input is not here.") var strict = false
    @Flag(help: "Print the result as JSON.") var json = false

    func validate() throws {
        if isFolder, !logs.isEmpty || jobs != nil || strict {
            throw ValidationError("--logs, --jobs and --strict are for a store; \(what) is a folder.")
        }
        if !isFolder, storeOfPosition != nil || estate != nil || pseudonymise != nil {
            throw ValidationError(
                "--store, --estate and --pseudonymise are for the folder of a position; \(what) is none.")
        }
        if let jobs, !(1...1024).contains(jobs) { throw ValidationError("--jobs wants 1 to 1024.") }
    }

    func run() async throws {
        try await Failure.reported {
            if isFolder { return try verifyPosition() }
            let verification = try await VerifyRun.verify(
                store: what, folders: logs, jobs: jobs ?? Processors.available)
            Console.print(
                json
                    ? try VerificationJSON.text(verification)
                    : VerificationText.text(verification, style: Console.style))
            if !verification.holds { throw ExitStatus.mismatch }
            if strict, !verification.isComplete { throw ExitStatus.threshold }
        }
    }

    private var isFolder: Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: what, isDirectory: &isFolder) && isFolder.boolValue
    }

    private func verifyPosition() throws {
        let verification = try PositionVerifyRun.verify(
            folder: what, store: storeOfPosition, estate: estate,
            key: try pseudonymise.map { try PseudonymKey.read(file: $0) })
        Console.print(
            json
                ? try JSONText.encode(verification)
                : PositionVerificationText.text(verification, style: Console.style))
        if !verification.holds { throw ExitStatus.mismatch }
    }
}
