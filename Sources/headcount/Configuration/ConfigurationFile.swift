import Analysis
import EstateInput
import Foundation
import Reporting
import Yams

/// A file of options one would otherwise write on every command line.
///
/// A mapping of option names to values, for every command that has the option; under `commands`, for one command only.
struct ConfigurationFile {
    struct Setting: Equatable {
        var name: String
        /// Several for an option that may be repeated; `true` or `false` for a flag.
        var values: [String]
        var line: Int
    }

    var path: String
    /// For every command that has the option.
    var general: [Setting]
    /// By command; they win over the general ones.
    var ofCommand: [String: [Setting]]

    /// Bytes a configuration may have: it is written by hand.
    static let mostBytes = 1 << 20
    static let commandsKey = "commands"

    static func read(path: String, options: CommandOptions) throws(OutputError) -> ConfigurationFile {
        let data: Data
        do {
            let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            data = try file.read(upToCount: mostBytes + 1) ?? Data()
        } catch {
            throw OutputError(
                message: "Cannot read the configuration \(path): \(error.localizedDescription). headcount config init "
                    + "writes one.")
        }
        guard data.count <= mostBytes else {
            throw OutputError(
                message: "The configuration \(path) has more than \(mostBytes) bytes: it is no such file.")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw OutputError(message: "The configuration \(path) is not UTF-8. Save it as UTF-8.")
        }
        return try parse(text, path: path, options: options)
    }

    static func parse(_ text: String, path: String, options: CommandOptions) throws(OutputError) -> ConfigurationFile {
        let root: Node?
        do { root = try Yams.compose(yaml: text) } catch {
            throw OutputError(message: "The configuration \(path) is not YAML: \(error)")
        }
        var file = ConfigurationFile(path: path, general: [], ofCommand: [:])
        guard let root, !isEmpty(root) else { return file }
        for (key, value) in try pairs(root, path) {
            if key == commandsKey {
                for (command, settings) in try pairs(value, path) {
                    guard let known = options.options[command] else {
                        throw unknown(
                            command, among: options.commands, what: "command", path: path, line: line(settings))
                    }
                    file.ofCommand[command] = try pairs(settings, path).map { pair throws(OutputError) in
                        try setting(pair.key, pair.value, known, path: path, command: command)
                    }
                }
            } else {
                let known = options.options.values.flatMap { $0 }
                file.general.append(try setting(key, value, known, path: path, command: nil))
            }
        }
        return file
    }

    /// What it sets for a command: of an option set twice, or of two that exclude each other, the setting of the command
    /// itself.
    func settings(for command: String, options: CommandOptions) -> [Setting] {
        let own = ofCommand[command] ?? []
        let known = Set((options.options[command] ?? []).map(\.name))
            .subtracting(CommandOptions.ofTheirOwn[command] ?? [])
        let silenced = CommandOptions.silenced(by: Set(own.map(\.name)), in: command)
        return general.filter { known.contains($0.name) && !silenced.contains($0.name) } + own
    }

    private static func setting(
        _ name: String, _ value: Node, _ known: [CommandOptions.Option], path: String, command: String?
    ) throws(OutputError) -> Setting {
        guard let option = known.first(where: { $0.name == name }) else {
            let names = Set(known.map(\.name)).sorted()
            throw unknown(
                name, among: names, what: command.map { "option of \($0)" } ?? "option", path: path, line: line(value))
        }
        func failure(_ problem: String) -> OutputError {
            OutputError(message: "\(path), line \(line(value)): \(name) \(problem)")
        }
        var values: [String] = []
        switch value {
        case .scalar(let scalar): values = [scalar.string]
        case .sequence(let sequence):
            guard option.isRepeating else { throw failure("takes one value, not a list.") }
            for item in sequence {
                guard case .scalar(let scalar) = item else { throw failure("holds something that is no text.") }
                values.append(scalar.string)
            }
        default: throw failure("holds a mapping where a value belongs.")
        }
        if option.isFlag, values != ["true"], values != ["false"] { throw failure("is a flag: write true or false.") }
        return Setting(name: name, values: values, line: line(value))
    }

    private static func pairs(_ node: Node, _ path: String) throws(OutputError) -> [(key: String, value: Node)] {
        guard case .mapping(let mapping) = node else {
            throw OutputError(
                message: "\(path), line \(line(node)): a mapping of option names to values belongs here, such as "
                    + "store: corp.headcount")
        }
        var result: [(key: String, value: Node)] = []
        for (key, value) in mapping {
            guard case .scalar(let name) = key else {
                throw OutputError(message: "\(path), line \(line(key)): the name of an option is a text.")
            }
            result.append((name.string, value))
        }
        return result
    }

    private static func unknown(
        _ name: String, among names: [String], what: String, path: String, line: Int
    ) -> OutputError {
        let nearest = NearestNames.to(name, among: names)
        let hint = nearest.isEmpty ? "" : "; did you mean \(nearest.joined(separator: " or "))?"
        return OutputError(
            message:
                "\(path), line \(line): there is no \(what) \"\(name)\"\(hint.isEmpty ? "." : hint) headcount config show lists them all."
        )
    }

    private static func isEmpty(_ node: Node) -> Bool {
        if case .scalar(let scalar) = node { return scalar.string.isEmpty }
        return false
    }

    private static func line(_ node: Node) -> Int { node.mark?.line ?? 0 }
}
