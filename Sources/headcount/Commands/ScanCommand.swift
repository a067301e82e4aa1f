import AccessModel
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
              headcount scan /exports --emit rows -o lines.jsonl.gz   (for headcount import, on whatever machine)
              cat u_ex.log | headcount scan - --name srv1/u_ex.log --emit rows > lines.jsonl
            """)

    @Argument(help: "Files, folders, or - for standard input.") var paths: [String]
    @Option(help: ArgumentHelp("The evidence store; made where there is none.", valueName: "FILE")) var store: String?
    @Option(help: ArgumentHelp("Write what each input contributes as lines instead, for import.", valueName: "FORM"))
    var emit: EmitForm?
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("With --emit, write to this file; packed where it ends in .gz.", valueName: "FILE"))
    var output: String?
    @Flag(help: "Replace the file if it is there.") var force = false
    @Option(help: ArgumentHelp("Record the one input (a file, or -) by this path.", valueName: "PATH"))
    var name: String?
    @Option(
        help: ArgumentHelp(
            "With --emit and --name, read nothing, and write that it could not be had.", valueName: "REASON"))
    var unread: String?
    @Option(help: ArgumentHelp("Take networks, proxies and web folders from DIR/estate.yaml.", valueName: "DIR"))
    var estate: String?
    @OptionGroup var scanning: ScanOptionsGroup
    @OptionGroup var form: FormatOptions
    @OptionGroup var noise: NoiseOptions

    enum EmitForm: String, ExpressibleByArgument, CaseIterable { case rows }

    func validate() throws {
        guard (store == nil) != (emit == nil) else {
            throw ValidationError("Give --store FILE, or --emit rows: one of the two.")
        }
        if emit == nil, output != nil || force { throw ValidationError("--output and --force are for --emit.") }
        if emit != nil, scanning.rejects != nil {
            throw ValidationError("--rejects is for --store: the lines of --emit hold the rejected records.")
        }
        if unread != nil, emit == nil || name == nil {
            throw ValidationError("--unread is for --emit with --name.")
        }
        if name != nil, paths.count != 1 { throw ValidationError("--name is for one input.") }
    }

    func run() async throws {
        try await Failure.reported {
            try scanning.checkRejects()
            let settings = try estate.map {
                try EstateReader.readSettings(path: $0 + "/" + EstateReader.settingsFile).settings
            }
            guard let path = store else { return try await emit(settings?.networks) }
            let store = try EvidenceStore.open(path: path, mode: .create)
            if let settings { try store.set(settings.networks) }
            let watch = ScanWatch(noise: noise)
            let summary = try await watch.follow { monitor in
                try await Scan.run(
                    paths: paths, name: name, into: store, options: scanning.options, monitor: monitor)
            }
            try scanning.writeRejects(of: store)
            try show(summary)
            if form.chosen != .table { watch.warn(summary) }
            watch.report(summary.differences)
            if scanning.verify, summary.differences.isEmpty { noise.note("Both readers read every event log alike.") }
            watch.finish(summary, next: "headcount census --store \(ShellWord.quoted(path))")
            try scanning.check(summary)
        }
    }

    /// Standard output is for the lines; what was read is told on standard error.
    private func emit(_ settings: OrganisationSettings?) async throws {
        let destination = try output.map { try ContributionDestination(path: $0, force: force) }
        if let unread, let name {
            return try EmitRun.unread(name, reason: unread, to: destination ?? ContributionDestination())
        }
        let watch = ScanWatch(noise: noise)
        let summary = try await watch.follow { monitor in
            try await EmitRun.run(
                paths: paths, name: name, to: destination ?? ContributionDestination(),
                settings: settings ?? OrganisationSettings(), options: scanning.options, monitor: monitor)
        }
        watch.warn(summary)
        watch.report(summary.differences)
        watch.finish(summary, next: "headcount import \(ShellWord.quoted(output ?? "-")) --store FILE", holder: "Lines")
        try scanning.check(summary)
    }

    private func show(_ summary: ScanSummary) throws {
        switch form.chosen {
        case .json, .jsonl: Console.print(try JSONText.encode(ScanDocument(summary)))
        case .csv: Console.print(InputsCSV.text(summary.inputs))
        case .table:
            Console.print(InputsTable.text(summary.inputs, style: Console.style))
            if !summary.unread.isEmpty { Console.print(UnreadTable.text(summary.unread, style: Console.style)) }
        }
    }
}
