import Analysis
import Foundation

/// A command line together with what its configuration sets. What is written on the command line wins.
struct ConfiguredArguments {
    /// Names a configuration for every command, where a command line names none.
    static let variable = "HEADCOUNT_CONFIG"

    /// The arguments as the parser gets them.
    var arguments: [String]
    /// The configuration that was used.
    var file: String?

    /// - Parameters:
    ///   - arguments: without the program's name.
    ///   - environment: of the process.
    init(_ arguments: [String], environment: [String: String]) throws(OutputError) {
        let (rest, named) = try ConfiguredArguments.taken(arguments)
        self.arguments = rest
        file = named ?? environment[ConfiguredArguments.variable].flatMap { $0.isEmpty ? nil : $0 }
        // `config` shows what a file says, and is not changed by it.
        guard let file, let command = rest.first, command != ConfigCommand.name, !command.hasPrefix("-") else { return }
        let options = CommandOptions.all()
        let configuration = try ConfigurationFile.read(path: file, options: options)
        self.arguments =
            [command]
            + ConfiguredArguments.added(
                configuration.settings(for: command, options: options), to: Array(rest.dropFirst()), of: command,
                options: options.options[command] ?? []) + rest.dropFirst()
    }

    /// The arguments without `-c FILE`, `--config FILE` and `--config=FILE`, and the file.
    private static func taken(_ arguments: [String]) throws(OutputError) -> (rest: [String], file: String?) {
        var (rest, file): ([String], String?) = ([], nil)
        var left = arguments[...]
        while let next = left.popFirst() {
            if next == "--" { return (rest + [next] + left, file) }
            if next == "-c" || next == "--config" {
                guard let path = left.popFirst() else {
                    throw OutputError(message: "\(next) wants a file: headcount COMMAND \(next) headcount.yaml")
                }
                file = path
            } else if next.hasPrefix("--config=") {
                file = String(next.dropFirst("--config=".count))
            } else {
                rest.append(next)
            }
        }
        return (rest, file)
    }

    /// Arguments for the settings the command line says nothing about.
    static func added(
        _ settings: [ConfigurationFile.Setting], to given: [String], of command: String,
        options: [CommandOptions.Option]
    ) -> [String] {
        let written = Set(
            options.filter { option in
                given.prefix { $0 != "--" }.contains { argument in
                    option.spellings.contains(argument)
                        || option.spellings.contains { argument.hasPrefix($0 + "=") }
                        || option.spellings.contains {
                            isShort($0) && argument.hasPrefix($0) && !argument.hasPrefix("--")
                        }
                }
            }.map(\.name))
        let silenced = CommandOptions.silenced(by: written, in: command)
        return settings.filter { !silenced.contains($0.name) }.flatMap { setting -> [String] in
            let isFlag = options.first { $0.name == setting.name }?.isFlag ?? false
            if isFlag { return setting.values == ["true"] ? ["--" + setting.name] : [] }
            // In one argument, so that a value cannot be taken for an option.
            return setting.values.map { "--\(setting.name)=\($0)" }
        }
    }

    private static func isShort(_ spelling: String) -> Bool { spelling.utf8.count == 2 }
}
