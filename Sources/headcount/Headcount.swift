import Analysis
import ArgumentParser
import Foundation
import Reporting
import Synchronization

/// The command line: what each command does is in `Commands/`.
@main
struct Headcount: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "headcount",
        abstract: "Who actually reached which Microsoft server, and what that means for the CALs you must hold.",
        discussion: """
            Reads Windows event log XML exports and IIS logs (plain, packed or in archives), builds per-server sets of distinct users, \
            devices and external visitors, and sets them against directory and licences.

            No network, no telemetry: nothing leaves this machine.

            Start with:
              headcount demo                            a small estate with known truth
              headcount inspect LOGS                    what is in these files, and what they can answer
              headcount scan LOGS --store FILE          read them
              headcount import LINES --store FILE       the same from what scan --emit wrote elsewhere
              headcount census --store FILE             who reached what
              headcount external --store FILE           who reached what from outside
              headcount coverage --store FILE           which days the logs cover
              headcount identities --store FILE         who was taken for whom, and why
              headcount explain --store FILE            from a figure down to the records
              headcount verify FILE                     a store against its logs, or a position against its store
              headcount export anonymous --store FILE   its rows, for other programs
              headcount merge A B -o FILE               several stores into one
              headcount run ESTATE -o DIR               the whole chain, to a report
              headcount questions --store FILE          what is left to decide, to be answered
              headcount optimise --store FILE           user CALs, device CALs or a mix: what is cheapest
              headcount whatif --store FILE             the position after an upgrade, a purchase, another price
              headcount diff A B                        what changed between two positions
              headcount reveal KEY PSEUDONYM            what a pseudonym of a report stands for
              headcount rules                           every rule the figures rest on, with its source
              headcount config init                     a file of options, for -c FILE on any command

            Exit codes: 0 fine, 1 failure, 2 position short (--fail-on-shortfall), 3 threshold broken, 4 verify \
            found a difference, 64 usage, 130 interrupted.
            """,
        version: Version.text,
        subcommands: [
            DemoCommand.self, InspectCommand.self, ScanCommand.self, ImportCommand.self, CensusCommand.self,
            ExternalCommand.self,
            CoverageCommand.self, IdentitiesCommand.self, ExplainCommand.self, VerifyCommand.self,
            ExportCommand.self, MergeCommand.self, ReconcileCommand.self, RunCommand.self, QuestionsCommand.self,
            OptimiseCommand.self, WhatIfCommand.self, RevealCommand.self, RulesCommand.self, DiffCommand.self,
            ConfigCommand.self, GenerateLogCommand.self,
            BenchReaderCommand.self,
        ])

    /// The configuration of this command line.
    private static let configurationFile = Mutex<String?>(nil)
    static var configurationInUse: String? { configurationFile.withLock { $0 } }

    static func main() async {
        // Asked by scripts and packages, and not worth building the tree of all commands for.
        if CommandLine.arguments.dropFirst().elementsEqual(["--version"]) { return Console.print(Version.text) }
        LargeBlocks.giveBack()
        if let message = UnknownCommand.message(Array(CommandLine.arguments.dropFirst())) {
            Console.note(message)
            Foundation.exit(ExitCode.validationFailure.rawValue)
        }
        do throws(OutputError) {
            let configured = try ConfiguredArguments(
                Array(CommandLine.arguments.dropFirst()), environment: ProcessInfo.processInfo.environment)
            configurationFile.withLock { $0 = configured.file }
            await main(configured.arguments)
        } catch {
            Console.note("headcount: \(SafeText.terminal(error.message))")
            Foundation.exit(ExitStatus.failure.rawValue)
        }
    }
}
