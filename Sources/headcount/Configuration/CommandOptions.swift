import ArgumentParser
import Foundation

/// The options of every command, as the parser itself describes them: what a configuration file may set.
struct CommandOptions {
    struct Option {
        /// Long name, without the dashes.
        var name: String
        /// Every way it may be written on the command line: `--output`, `-o`.
        var spellings: Set<String>
        var isFlag: Bool
        var isRepeating: Bool
        var help: String
    }

    /// By command.
    let options: [String: [Option]]
    /// Commands in the order of the help.
    let commands: [String]

    /// All names, sorted.
    var names: [String] { Set(options.values.flatMap { $0.map(\.name) }).sorted() }

    /// Options of which one stands in for the others: a command line that has one wants none of the others from a file.
    private static let exclusive: [Set<String>] = [
        ["estate", "directory", "servers", "entitlements", "settings"], ["last", "from", "to"], ["json", "format"],
        ["quiet", "verbose"], ["strict", "max-rejects"],
    ]
    /// The same of one command.
    private static let exclusiveIn: [String: [Set<String>]] = [
        "scan": [["store", "emit"], ["emit", "rejects"], ["store", "output"]]
    ]
    /// What means something else in a command than elsewhere: there it is set under `commands` or not at all.
    static let ofTheirOwn: [String: Set<String>] = ["scan": ["output"]]
    /// What no file may set: it would change what a command line means, or hide that something is replaced.
    static let reserved: Set<String> = ["help", "version", "config", "force"]

    /// These options, and those they exclude in a command.
    static func silenced(by names: Set<String>, in command: String) -> Set<String> {
        (exclusive + (exclusiveIn[command] ?? [])).filter { !$0.isDisjoint(with: names) }.reduce(into: names) {
            $0.formUnion($1)
        }
    }

    static func all() -> CommandOptions {
        let json = Data(Headcount._dumpHelp().utf8)
        guard let tool = try? JSONDecoder().decode(Tool.self, from: json) else {
            preconditionFailure("the parser's own description has another shape than its version promises")
        }
        let commands = (tool.command.subcommands ?? []).filter { $0.shouldDisplay ?? true && $0.commandName != "help" }
        return CommandOptions(
            options: Dictionary(uniqueKeysWithValues: commands.map { ($0.commandName, $0.options) }),
            commands: commands.map(\.commandName))
    }

    private struct Tool: Decodable {
        var command: Command
    }

    private struct Command: Decodable {
        var commandName: String
        var shouldDisplay: Bool?
        var subcommands: [Command]?
        var arguments: [Argument]?

        var options: [Option] {
            (arguments ?? []).compactMap { argument in
                guard argument.kind != "positional", let name = argument.names?.first(where: { $0.kind == "long" })
                else { return nil }
                return CommandOptions.reserved.contains(name.name)
                    ? nil
                    : Option(
                        name: name.name, spellings: Set((argument.names ?? []).map(\.spelling)),
                        isFlag: argument.kind == "flag", isRepeating: argument.isRepeating ?? false,
                        help: argument.abstract ?? "")
            }
        }
    }

    private struct Argument: Decodable {
        var kind: String
        var names: [Name]?
        var abstract: String?
        var isRepeating: Bool?
    }

    private struct Name: Decodable {
        var kind: String
        var name: String
        var spelling: String { kind == "short" ? "-" + name : "--" + name }
    }
}
