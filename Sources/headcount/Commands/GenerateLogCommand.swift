import ArgumentParser
import SyntheticEstate

/// Makes large logs for the measurements in `benchmarks/`.
struct GenerateLogCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate-log", abstract: "Write a large synthetic event log.", shouldDisplay: false)

    @Argument(help: "File to write; .gz compresses.") var path: String
    @Option(help: "Bytes of XML.") var bytes: Int
    @Option(help: "Seed.") var seed: UInt64 = 1
    @Flag(help: "What a collector gathers from twenty servers, instead of one server's log.") var fleet = false
    @Option(help: "With --fleet: days the log extends over.") var days: Int = 3

    func run() throws {
        let compressed = path.hasSuffix(".gz")
        if fleet {
            try FleetLogWriter(seed: seed, days: days).write(bytes: bytes, to: path, compressed: compressed)
            return
        }
        try LargeLogWriter(seed: seed).write(bytes: bytes, to: path, compressed: compressed)
    }
}
