import ArgumentParser
import SyntheticEstate

/// Makes large logs for the measurements in `benchmarks/`.
struct GenerateLogCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate-log", abstract: "Write a large synthetic event log or web log.", shouldDisplay: false)

    @Argument(help: "File to write; .gz compresses.") var path: String
    @Option(help: "Bytes of text.") var bytes: Int?
    @Option(help: "With --web: lines of requests, instead of bytes.") var lines: Int?
    @Option(help: "Seed.") var seed: UInt64 = 1
    @Flag(help: "What a collector gathers from twenty servers, instead of one server's log.") var fleet = false
    @Flag(help: "The IIS logs of a farm of eight servers; says what they show.") var web = false
    @Option(help: "With --fleet or --web: days the log extends over.") var days: Int?
    @Option(help: "With --web: visitors from outside.") var visitors: Int = 200_000

    func validate() throws {
        if fleet && web { throw ValidationError("--fleet and --web are two kinds of logs: give one of them.") }
        if lines != nil && (!web || bytes != nil) { throw ValidationError("--lines goes with --web, without --bytes.") }
        if bytes == nil && !web { throw ValidationError("--bytes is missing: say how long the log is to be.") }
    }

    func run() throws {
        let compressed = path.hasSuffix(".gz")
        if web {
            let writer = WebFarmLogWriter(seed: seed, visitors: visitors, days: days ?? 1)
            let size: WebFarmLogWriter.Size = if let bytes { .bytes(bytes) } else { .lines(lines ?? 2_000_000) }
            Console.print(try writer.write(size, to: path, compressed: compressed).json)
        } else if fleet {
            try FleetLogWriter(seed: seed, days: days ?? 3).write(
                bytes: bytes ?? 0, to: path, compressed: compressed)
        } else {
            try LargeLogWriter(seed: seed).write(bytes: bytes ?? 0, to: path, compressed: compressed)
        }
    }
}
