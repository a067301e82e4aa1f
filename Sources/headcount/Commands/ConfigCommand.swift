import Analysis
import ArgumentParser
import Foundation
import Reporting

struct ConfigCommand: ParsableCommand {
    static let name = "config"
    static let configuration = CommandConfiguration(
        commandName: name,
        abstract: "A file of options one would otherwise write each time: show it, or write one to begin with.",
        discussion: """
            Every command takes -c FILE (or --config FILE, or the environment's HEADCOUNT_CONFIG): a YAML mapping of option \
            names to values, and under `commands` of such mappings for one command. What is written on the command line \
            wins. No file is looked for anywhere else, so that the same command line does the same everywhere.

            Examples:
              headcount config init > headcount.yaml
              headcount config show -c headcount.yaml
              headcount census -c headcount.yaml
            """,
        subcommands: [Show.self, Init.self])

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Every option a configuration may set, and what the one in use says.")

        func run() throws {
            let options = CommandOptions.all()
            let path = Headcount.configurationInUse
            let file: ConfigurationFile?
            do {
                file = try path.map { path throws(OutputError) in
                    try ConfigurationFile.read(path: path, options: options)
                }
            } catch {
                Console.note("headcount: \(SafeText.terminal(error.message))")
                throw ExitStatus.failure
            }
            Console.print(Show.text(options, file))
        }

        static func text(_ options: CommandOptions, _ file: ConfigurationFile?) -> String {
            var text =
                file.map { "Configuration: \(SafeText.terminal($0.path))\n\n" }
                ?? "No configuration is in use (-c FILE, or HEADCOUNT_CONFIG).\n\n"
            var table = TextTable(columns: [.word("option"), .text("value"), .word("from"), .text("commands")])
            for name in options.names {
                let commands = options.commands.filter { options.options[$0]?.contains { $0.name == name } ?? false }
                func row(_ setting: ConfigurationFile.Setting?, _ commands: [String]) {
                    guard !commands.isEmpty else { return }
                    table.append([
                        name, setting?.values.joined(separator: ", ") ?? "", setting.map { "line \($0.line)" } ?? "",
                        commands.joined(separator: " "),
                    ])
                }
                let own = commands.compactMap { command in
                    file?.ofCommand[command]?.first { $0.name == name }.map { (command, $0) }
                }
                for (command, setting) in own { row(setting, [command]) }
                row(
                    file?.general.first { $0.name == name },
                    commands.filter { command in !own.contains { $0.0 == command } })
            }
            text += table.text(Console.style)
            return text
        }
    }

    struct Init: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "init", abstract: "Write a configuration to begin with to standard output.")

        func run() { Console.print(Init.text(CommandOptions.all())) }

        /// Options most people set, as they would be written; all others by name.
        static let usual: [(name: String, example: String)] = [
            ("store", "corp.headcount"), ("estate", "estate"), ("jobs", "2"), ("last", "90d"), ("output", "position"),
        ]

        static func text(_ options: CommandOptions) -> String {
            var text = """
                # Options of headcount, as on the command line but without the dashes: headcount COMMAND -c THIS-FILE
                # Paths are taken as on the command line, from where the command is run. A command line wins over this file.

                """
            func help(_ name: String) -> String {
                options.options.sorted { $0.key < $1.key }.lazy.flatMap(\.value).first { $0.name == name }?.help ?? ""
            }
            for (name, example) in usual { text += "# \(help(name))\n# \(name): \(example)\n" }
            text += "\n# For one command only:\n# commands:\n#   run: {output: position, no-workbook: true}\n"
            let others = options.names.filter { name in !usual.contains { $0.name == name } }
            text += "\n# Also: \(others.joined(separator: ", ")).\n"
            return text
        }
    }
}
