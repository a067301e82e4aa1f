import Glibc

/// Headcount's parts without the program around them, and Swift's own sets beside them; `benchmarks/core.py` calls this.
/// Built only where HEADCOUNT_BENCH is set. Every measurement prints one line of JSON.
@main
enum Main {
    static let usage = """
        usage: headcount-bench keys FILE WIDTH DISTINCT DRAWS zipf|uniform
               headcount-bench interner|dictionary FILE WIDTH
               headcount-bench visitors|set FILE
               headcount-bench store FILE ROWS NUMBER
        """

    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        let numbers = arguments.map { Int($0) ?? -1 }
        switch (arguments.first, arguments.count) {
        case ("keys", 6):
            let keys = KeyStream(
                width: numbers[2], distinct: numbers[3], draws: numbers[4], isZipf: arguments[5] == "zipf")
            try keys.write(to: arguments[1])
        case ("interner", 3): print(TextSets.interner(try MappedKeys(arguments[1], width: numbers[2])))
        case ("dictionary", 3): print(TextSets.dictionary(try MappedKeys(arguments[1], width: numbers[2])))
        case ("visitors", 2): print(WordSets.visitors(try MappedKeys(arguments[1], width: 8)))
        case ("set", 2): print(WordSets.set(try MappedKeys(arguments[1], width: 8)))
        case ("store", 4): print(try WrittenStore.write(to: arguments[1], rows: numbers[2], number: numbers[3]))
        default: throw Failure(what: usage)
        }
    }
}

struct Failure: Error, CustomStringConvertible {
    var what: String
    var description: String { what }
}

/// Runs `body` and gives the seconds this process computed meanwhile, in all its threads: what others do on the machine
/// counts less than in the time of the clock.
func cpuSeconds(_ body: () throws -> Void) rethrows -> Double {
    func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
    let start = now()
    try body()
    return now() - start
}

/// Runs `body` and gives the seconds that passed.
func seconds(_ body: () throws -> Void) rethrows -> Double {
    let time = try ContinuousClock().measure(body).components
    return Double(time.seconds) + Double(time.attoseconds) / 1e18
}
