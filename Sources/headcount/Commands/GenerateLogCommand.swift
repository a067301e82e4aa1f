import ArgumentParser
import SyntheticEstate

/// Makes large logs for the measurements in `benchmarks/`.
struct GenerateLogCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate-log", abstract: "Write a large synthetic event log.", shouldDisplay: false)

    @Argument(help: "File to write; .gz compresses.") var path: String
    @Option(help: "Bytes of XML.") var bytes: Int
    @Option(help: "Seed.") var seed: UInt64 = 1

    func run() throws {
        try LargeLogWriter(seed: seed).write(bytes: bytes, to: path, compressed: path.hasSuffix(".gz"))
    }
}
