import Analysis
import ArgumentParser
import EvidenceStore
import Foundation
import Reporting

struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "The rows of a store for other programs.",
        discussion: """
            One of the store's public views, all of it, sorted by its columns from the first on. `access` stands for \
            access_evidence, `anonymous` for anonymous_visits.

            Cells that a spreadsheet would take for a formula begin with an apostrophe in CSV; JSON lines have them \
            as they are.

            Examples:
              headcount export access --store corp.headcount -o access.csv
              headcount export anonymous --store corp.headcount --format csv
              headcount export web_identities --store corp.headcount --format jsonl
            """)

    @Argument(
        help: ArgumentHelp(
            "What to export: access, anonymous, " + StoreView.allCases.map(\.rawValue).joined(separator: ", ") + ".",
            valueName: "VIEW"))
    var view: ViewArgument
    @Option(help: ArgumentHelp("The evidence store.", valueName: "FILE")) var store: String
    @Option(help: "csv or jsonl.") var format: ExportFormat = .csv
    @Option(
        name: .shortAndLong, help: ArgumentHelp("Write to this file, readable by its owner only.", valueName: "FILE"))
    var output: String?
    @Flag(help: "Replace the file if it is there.") var force = false

    func run() async throws {
        try await Failure.reported {
            let store = try EvidenceStore.open(path: store, mode: .read)
            guard let output else { return try export(store) { Console.print($0) } }
            if !force, FileManager.default.fileExists(atPath: output) {
                throw OutputError(message: "\(output) exists and is not overwritten. Use --force, or another --output.")
            }
            var file = try OwnerOnlyFile(path: output)
            try export(store) { try file.write($0) }
            try file.finish()
        }
    }

    /// Characters written at a time.
    private static let portion = 1 << 16

    private func export(_ store: EvidenceStore, _ write: (String) throws -> Void) throws {
        var names: [String] = []
        var text = ""
        try store.forEachRow(of: view.view) { columns in
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

/// A view by its name, or by a short one.
struct ViewArgument: ExpressibleByArgument {
    let view: StoreView

    private static let short: [String: StoreView] = ["access": .accessEvidence, "anonymous": .anonymousVisits]

    init?(argument: String) {
        guard let view = ViewArgument.short[argument] ?? StoreView(rawValue: argument) else { return nil }
        self.view = view
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
