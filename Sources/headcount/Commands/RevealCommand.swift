import Analysis
import ArgumentParser
import EvidenceStore
import PositionModel
import Pseudonyms
import Reporting

struct RevealCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reveal",
        abstract: "What a pseudonym of a report stands for.",
        discussion: """
            Needs the key the report was made with (reconcile --pseudonymise), its store, and its directory or estate: the \
            pseudonym of every name there is made again. Exits 1 where none of them has this one: the key is another, or the \
            store, or the directory.

            Example:
              headcount reveal key user-7k3q9x2m4d0v8h6w --store corp.headcount --estate estate/
            """)

    @Argument(help: ArgumentHelp("The key's file.", valueName: "KEYFILE")) var keyFile: String
    @Argument(help: ArgumentHelp("As the report writes it, with or without a domain.", valueName: "PSEUDONYM"))
    var pseudonym: String
    @Option(help: ArgumentHelp("The evidence store.", valueName: "FILE")) var store: String
    @OptionGroup var sources: PositionSources
    @Flag(help: "Print the result as JSON.") var json = false

    func run() async throws {
        try await Failure.reported {
            let key = try PseudonymKey.read(file: keyFile)
            let pseudonym = try Pseudonym(reading: pseudonym)
            let revelation = try PseudonymRun.reveal(
                pseudonym, key: key, store: try EvidenceStore.open(path: store, mode: .read), estate: try sources.read()
            )
            if json {
                Console.print(try RevelationJSON.text(revelation))
            } else {
                for name in revelation.names { Console.print(SafeText.terminal(name) + "\n") }
            }
            guard revelation.names.isEmpty else { return }
            throw AnalysisError.nothingToRead(
                "No name of the store and the files given has the pseudonym \(revelation.pseudonym) with the key "
                    + "\(revelation.key): the report names its key in position.json and manifest.json; if it is this one, give the "
                    + "store and the directory it was made from.")
        }
    }
}
