import Glibc

@testable import Licensing

/// The two exact choices of the licence engine on large seeded estates; `benchmarks/licensing.py` calls this.
/// Built only where HEADCOUNT_BENCH is set. Every measurement prints one line of JSON.
@main
enum Main {
    static let usage = """
        usage: headcount-bench-licensing graph uniform|local|power-law USERS DEVICES EDGES FILE
               headcount-bench-licensing mix FILE
               headcount-bench-licensing connectors SERVERS OUTSIDERS HELD PRICE
        """

    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        let numbers = arguments.map { Int($0) ?? -1 }
        switch (arguments.first, arguments.count) {
        case ("graph", 6):
            guard let kind = SeededGraph(rawValue: arguments[1]) else { throw Failure(what: usage) }
            try GraphFile.write(
                kind.graph(users: numbers[2], devices: numbers[3], edges: numbers[4]), to: arguments[5])
        case ("mix", 2): try mix(GraphFile.read(arguments[1]))
        case ("connectors", 5):
            try connectors(
                SeededOutsiders.needs(
                    servers: numbers[1], outsiders: numbers[2], held: numbers[3], price: Int64(numbers[4])))
        default: throw Failure(what: usage)
        }
    }

    private static func mix(_ graph: CoverGraph) throws {
        var cover: VertexCover?
        let seconds = cpuSeconds { cover = VertexCover(graph) }
        guard let cover, cover.fault.isEmpty, cover.cost == cover.dual else {
            throw Failure(what: "not proven: \(cover?.fault ?? "")")
        }
        print(
            "{\"seconds\": \(seconds), \"cost\": \(cover.cost), \"lower_bound\": \(cover.dual), "
                + "\"users\": \(cover.users.count), \"devices\": \(cover.devices.count)}")
    }

    private static func connectors(_ needs: OutsiderNeeds) throws {
        var choice: ConnectorChoice?
        let seconds = cpuSeconds { choice = ConnectorChoice(needs) }
        guard let choice, choice.fault.isEmpty else { throw Failure(what: "wrong: \(choice?.fault ?? "")") }
        let reaches = needs.demands.reduce(0) { $0 + $1.outsiders.count }
        print(
            "{\"seconds\": \(seconds), \"reaches\": \(reaches), \"cost\": \(choice.cost), "
                + "\"lower_bound\": \(choice.lowerBound), \"connectors\": \(choice.connectors.count), "
                + "\"cals\": \(choice.cals.count)}")
    }
}

struct Failure: Error, CustomStringConvertible {
    var what: String
    var description: String { what }
}

/// Runs `body` and gives the seconds this process computed meanwhile, in all its threads: what others do on the machine
/// counts less than in the time of the clock.
func cpuSeconds(_ body: () -> Void) -> Double {
    func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
    let start = now()
    body()
    return now() - start
}
