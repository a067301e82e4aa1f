import Analysis
import ArgumentParser
import EstateInput
import EvidenceStore
import PositionModel
import Reporting

struct ScanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan",
        abstract: "Read logs into an evidence store.",
        discussion: """
            Reads files, folders (all of them, by content) or standard input (-). Running it again changes nothing: the \
            same content counts once, whatever its name. What could not be read is named, and the scan goes on.

            Examples:
              headcount scan /exports --store corp.headcount
              headcount scan dc1 dc2 iis --store corp.headcount --estate estate/
              zcat security.xml.gz | headcount scan - --store corp.headcount
            """)

    @Argument(help: "Files, folders, or - for standard input.") var paths: [String]
    @Option(help: ArgumentHelp("The evidence store; made where there is none.", valueName: "FILE")) var store: String
    @Option(help: ArgumentHelp("Take networks, proxies and web folders from DIR/estate.yaml.", valueName: "DIR"))
    var estate: String?
    @OptionGroup var scanning: ScanOptionsGroup
    @OptionGroup var output: FormatOptions
    @OptionGroup var noise: NoiseOptions

    func run() async throws {
        try await Failure.reported {
            try scanning.checkRejects()
            let settings = try estate.map {
                try EstateReader.readSettings(path: $0 + "/" + EstateReader.settingsFile).settings
            }
            let store = try EvidenceStore.open(path: store, mode: .create)
            if let settings { try store.set(settings.networks) }
            let watch = ScanWatch(noise: noise)
            let summary = try await watch.follow { monitor in
                try await Scan.run(paths: paths, into: store, options: scanning.options, monitor: monitor)
            }
            try scanning.writeRejects(of: store)
            try show(summary)
            if output.chosen != .table { watch.warn(summary) }
            watch.report(summary.differences)
            if scanning.verify, summary.differences.isEmpty { noise.note("Both readers read every event log alike.") }
            watch.finish(summary, next: "headcount census --store \(ShellWord.quoted(self.store))")
            try scanning.check(summary)
        }
    }

    private func show(_ summary: ScanSummary) throws {
        switch output.chosen {
        case .json, .jsonl: Console.print(try JSONText.encode(ScanDocument(summary)))
        case .csv: Console.print(InputsCSV.text(summary.inputs))
        case .table:
            Console.print(InputsTable.text(summary.inputs, style: Console.style))
            if !summary.unread.isEmpty { Console.print(UnreadTable.text(summary.unread, style: Console.style)) }
        }
    }
}
