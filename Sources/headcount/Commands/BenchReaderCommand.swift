import AccessModel
import Analysis
import ArgumentParser

/// Times the event reader alone, for the measurements in `benchmarks/`.
struct BenchReaderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench-reader", abstract: "Time the event reader on a plain log in memory.",
        shouldDisplay: false)

    @Argument(help: "Event XML, plain and UTF-8.") var path: String
    @Flag(help: "Use libxml2 alone.") var reference = false

    func run() throws {
        let measured = try ReaderMeasurement.measure(path: path, usesReference: reference)
        let rows = measured.rows.map { "\"\($0.eventID)\": \($0.count)" }
        Console.print(
            """
            {"seconds": \(measured.seconds), "bytes": \(measured.bytes), "records": \(measured.tally.records), \
            "accepted": \(measured.tally.accepted), "rejected": \(measured.tally.rejectedTotal), \
            "rows": {\(rows.joined(separator: ", "))}}
            """)
    }
}
