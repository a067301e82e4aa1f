import AccessModel
import Analysis
import ArgumentParser
import Foundation
import Licensing
import PositionModel
import Pseudonyms
import Reporting

/// What `reconcile` and `run` share.
struct PositionOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: ArgumentHelp("Folder for the results.", valueName: "DIR")) var output: String
    @Flag(help: "Replace results of an earlier run.") var force = false
    @Flag(help: "Write no position.xlsx: of a million accounts it takes most of the time.") var noWorkbook = false
    @Option(
        help: ArgumentHelp(
            "Name people, devices and addresses by pseudonyms, made with this file of 32 random bytes or more; reveal opens one.",
            valueName: "KEYFILE"))
    var pseudonymise: String?
    @OptionGroup var licensing: CatalogueOption
    @Flag(help: "Exit 2 if licences are missing: of a product, on top of it, or for outsiders.") var failOnShortfall =
        false

    /// Path of one of the results.
    func file(_ name: String) -> String { output + "/" + name }

    /// The key of the pseudonyms; nil where names are named.
    func readKey() throws -> PseudonymKey? { try pseudonymise.map { try PseudonymKey.read(file: $0) } }

    func loadCatalogue() throws -> Catalogue { try licensing.load() }

    func show(_ position: Position, format: OutputFormat, noise: NoiseOptions) throws {
        switch format {
        case .json, .jsonl: Console.print(try PositionJSON.text(position))
        case .csv: Console.print(PositionCSV.text(position))
        case .table: Console.print(PositionTable.text(position, style: Console.style))
        }
        noise.note("Report: \(file("report.html"))")
    }

    func check(_ position: Position) throws {
        guard failOnShortfall else { return }
        if position.isShort { throw ExitStatus.short }
    }
}

/// The only clock in any output: the report's marked "generated at" line.
enum Clock {
    static var now: String {
        Instant(milliseconds: Int64(Date().timeIntervalSince1970) * 1000).text
    }
}
