import Analysis
import ArgumentParser
import Reporting

/// A first word that is no command: the parser would call it an argument too many.
enum UnknownCommand {
    /// What to say of it; nil where the first word is a command or an option, or there is none.
    static func message(_ arguments: [String]) -> String? {
        guard let word = arguments.first, !word.hasPrefix("-") else { return nil }
        let commands = Headcount.configuration.subcommands
        guard word != "help", !commands.contains(where: { $0._commandName == word }) else { return nil }
        let nearest = NearestNames.to(
            word, among: commands.filter { $0.configuration.shouldDisplay }.map { $0._commandName })
        let hint = nearest.isEmpty ? "." : "; did you mean \(nearest.joined(separator: " or "))?"
        return "headcount: there is no command \"\(SafeText.terminal(word))\"\(hint) headcount --help lists them."
    }
}
