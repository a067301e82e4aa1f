import Analysis
import ArgumentParser
import EstateInput
import EvidenceStore
import Foundation
import Licensing
import Reporting

struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "The rows of a store for other programs.",
        discussion: """
            One of the store's public views, all of it, sorted by its columns from the first on. `access` stands for \
            access_evidence, `anonymous` for anonymous_visits.

            `flexera` and `servicenow` are the evidenced users and devices of each product as rows of FlexNet's CAL Usage \
            Inventory and of ServiceNow's User Device License Consumption: they want the estate, whose servers.csv says \
            what runs where.

            Cells that a spreadsheet would take for a formula begin with an apostrophe in CSV; JSON lines have them \
            as they are.

            Examples:
              headcount export access --store corp.headcount -o access.csv
              headcount export anonymous --store corp.headcount --format csv
              headcount export web_identities --store corp.headcount --format jsonl
              headcount export flexera --store corp.headcount --estate estate/ -o cal-usage.csv
            """)

    @Argument(
        help: ArgumentHelp(
            "What to export: access, anonymous, " + StoreView.allCases.map(\.rawValue).joined(separator: ", ")
                + ", flexera, servicenow.",
            valueName: "VIEW"))
    var view: ExportArgument
    @Option(help: ArgumentHelp("The evidence store.", valueName: "FILE")) var store: String
    @OptionGroup var estate: EstateOptions
    @OptionGroup var window: WindowOptions
    @Option(help: "csv or jsonl.") var format: ExportFormat = .csv
    @Option(
        name: .shortAndLong, help: ArgumentHelp("Write to this file, readable by its owner only.", valueName: "FILE"))
    var output: String?
    @Flag(help: "Replace the file if it is there.") var force = false

    func validate() throws {
        if case .view = view {
            if estate.isGiven || window.request != nil {
                throw ValidationError(
                    "A view of the store is exported whole: --estate, --directory, --servers, --settings and days are for "
                        + "flexera and servicenow.")
            }
        } else {
            if format != .csv { throw ValidationError("flexera and servicenow are CSV.") }
            if estate.estate == nil, estate.servers == nil {
                throw ValidationError("\(view.name) wants --estate, or --servers: what runs where.")
            }
        }
    }

    func run() async throws {
        try await Failure.reported {
            guard let output else { return try export { Console.print($0) } }
            if !force, FileManager.default.fileExists(atPath: output) {
                throw OutputError(message: "\(output) exists and is not overwritten. Use --force, or another --output.")
            }
            var file = try OwnerOnlyFile(path: output)
            try export { try file.write($0) }
            try file.finish()
        }
    }

    private func export(_ write: (String) throws -> Void) throws {
        if case .view(let view) = view {
            return try export(view, of: EvidenceStore.open(path: store, mode: .read), write)
        }
        let known = try estate.read()
        let (rows, lastDay) = try UsageRun.usage(
            store: estate.open(store: store, estate: known), window: window.request, estate: known,
            catalogue: Catalogue.builtIn)
        let csv = view.isFlexera ? UsageCSV.flexera(rows, inventoryDate: lastDay) : UsageCSV.serviceNow(rows)
        try write(csv)
    }

    /// Characters written at a time.
    private static let portion = 1 << 16

    private func export(_ view: StoreView, of store: EvidenceStore, _ write: (String) throws -> Void) throws {
        var names: [String] = []
        var text = ""
        try store.forEachRow(of: view) { columns in
            names = columns
            if format == .csv { text = CSVText.line(columns.map(CSVText.Cell.text)) }
        } row: { values in
            text += format == .csv ? CSVText.line(values.map(cell)) : try JSONText.encodeLine(object(names, values))
            if text.utf8.count >= ExportCommand.portion {
                try write(text)
                text = ""
            }
        }
        if !text.isEmpty { try write(text) }
    }

    private func cell(_ value: StoreView.Value) -> CSVText.Cell {
        switch value {
        case .text(let text): .text(text)
        case .integer(let number): .number(Int(number))
        }
    }

    private func object(_ names: [String], _ values: [StoreView.Value]) -> [String: ExportedValue] {
        Dictionary(zip(names, values.map(ExportedValue.init)), uniquingKeysWith: { first, _ in first })
    }
}

enum ExportFormat: String, ExpressibleByArgument, CaseIterable {
    case csv, jsonl
}

/// What can be exported: a view by its name or a short one, or rows for a program that manages licences.
enum ExportArgument: ExpressibleByArgument {
    case view(StoreView), flexera, serviceNow

    private static let short: [String: ExportArgument] = [
        "access": .view(.accessEvidence), "anonymous": .view(.anonymousVisits), "flexera": .flexera,
        "servicenow": .serviceNow,
    ]

    init?(argument: String) {
        if let short = ExportArgument.short[argument] {
            self = short
        } else if let view = StoreView(rawValue: argument) {
            self = .view(view)
        } else {
            return nil
        }
    }

    var isFlexera: Bool { if case .flexera = self { true } else { false } }

    var name: String {
        switch self {
        case .view(let view): view.rawValue
        case .flexera: "flexera"
        case .serviceNow: "servicenow"
        }
    }
}

/// A cell as JSON.
private struct ExportedValue: Encodable {
    let value: StoreView.Value

    init(_ value: StoreView.Value) { self.value = value }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch value {
        case .text(let text): try container.encode(text)
        case .integer(let number): try container.encode(number)
        }
    }
}
