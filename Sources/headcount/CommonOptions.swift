import AccessModel
import Analysis
import ArgumentParser

/// How results are printed.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case table, json, jsonl, csv
}

struct FormatOptions: ParsableArguments {
    @Option(help: "How to print the result.") var format: OutputFormat?
    @Flag(help: "Short for --format json.") var json = false

    var chosen: OutputFormat { json ? .json : format ?? .table }

    func validate() throws {
        if json, let format, format != .json {
            throw ValidationError("--json and --format \(format) exclude each other.")
        }
    }
}

struct NoiseOptions: ParsableArguments {
    @Flag(name: .shortAndLong, help: "Only errors on standard error.") var quiet = false
    @Flag(name: .shortAndLong, help: "Name each input on standard error when it is done.") var verbose = false
    @Flag(name: .customLong("no-progress"), help: "No progress line.") var noProgress = false
    @Flag(name: .customLong("no-color"), help: "No colour (there is none: accepted for scripts).") var noColor = false

    func validate() throws {
        if quiet, verbose { throw ValidationError("--quiet and --verbose exclude each other.") }
    }

    var showsProgress: Bool { !quiet && !noProgress && Console.errorRedraws }
    func note(_ text: String) { if !quiet { Console.note(text) } }
}

/// A UTC day on the command line.
struct DayArgument: ExpressibleByArgument {
    var day: Day
    init?(argument: String) {
        guard let day = Day(text: argument) else { return nil }
        self.day = day
    }
}

struct WindowOptions: ParsableArguments {
    @Option(help: ArgumentHelp("First UTC day.", valueName: "YYYY-MM-DD")) var from: DayArgument?
    @Option(help: ArgumentHelp("Last UTC day.", valueName: "YYYY-MM-DD")) var to: DayArgument?
    @Option(help: ArgumentHelp("The last N days, ending with the last day that has evidence.", valueName: "Nd"))
    var last: String?

    func validate() throws {
        if last != nil, from != nil || to != nil { throw ValidationError("--last excludes --from and --to.") }
        if last != nil, lastDays == nil { throw ValidationError("--last wants a number of days, such as 90d.") }
        if let from, let to, from.day > to.day { throw ValidationError("--from is after --to.") }
    }

    private var lastDays: Int? {
        guard let last else { return nil }
        let digits = last.hasSuffix("d") ? last.dropLast() : last[...]
        guard let days = Int(digits), (1...36_500).contains(days) else { return nil }
        return days
    }

    /// What was asked for; nil for "whatever the estate's settings say, else everything".
    var request: WindowRequest? {
        if let lastDays { return .last(days: lastDays) }
        if from == nil && to == nil { return nil }
        return .between(from?.day, to?.day)
    }
}

/// Which servers to report.
struct ServerOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Only servers one of whose names matches.", valueName: "GLOB"))
    var includeServer: [String] = []
    @Option(help: ArgumentHelp("Not servers one of whose names matches.", valueName: "GLOB"))
    var excludeServer: [String] = []

    var filter: ServerFilter { ServerFilter(include: includeServer, exclude: excludeServer) }
}

struct ScanOptionsGroup: ParsableArguments {
    @Option(name: .shortAndLong, help: "Inputs read at the same time.") var jobs: Int?
    @Option(help: ArgumentHelp("Whether to take each file's SHA-256: sha256 or none.", valueName: "KIND"))
    var digest: Digest = .sha256
    @Option(help: ArgumentHelp("Memory for evidence before it is written out, in MiB.", valueName: "MiB"))
    var memory: Int = ScanOptions.defaultMemoryBudget >> 20
    @Flag(help: "Read event logs by both readers, the fast one and libxml2, and exit 1 if they differ.") var verify =
        false
    @Flag(help: "Exit 3 if any record was rejected or any input is damaged.") var strict = false
    @Option(help: ArgumentHelp("Exit 3 if more than this share of the records was rejected.", valueName: "PERCENT"))
    var maxRejects: String?
    @Option(help: ArgumentHelp("Write the rejected records, with reason and offset, to this CSV.", valueName: "FILE"))
    var rejects: String?

    enum Digest: String, ExpressibleByArgument, CaseIterable { case sha256, none }

    func validate() throws {
        if let jobs, !(1...1024).contains(jobs) { throw ValidationError("--jobs wants 1 to 1024.") }
        if !(1...65_536).contains(memory) { throw ValidationError("--memory wants 1 to 65536 MiB.") }
        if maxRejects != nil, rejectLimit == nil { throw ValidationError("--max-rejects wants a share such as 0.1%.") }
    }

    /// Highest share of rejected records, 0...1; nil for no limit.
    var rejectLimit: Double? {
        if strict { return 0 }
        guard let maxRejects else { return nil }
        let digits = maxRejects.hasSuffix("%") ? maxRejects.dropLast() : maxRejects[...]
        guard let percent = Double(digits), (0...100).contains(percent) else { return nil }
        return percent / 100
    }

    var options: ScanOptions {
        ScanOptions(
            jobs: jobs ?? Processors.available, takesDigest: digest == .sha256, memoryBudget: memory << 20,
            comparesReaders: verify)
    }
}
