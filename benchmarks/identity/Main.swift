/// Makes what `benchmarks/identity.py` measures on. Built only where HEADCOUNT_BENCH is set.
@main
enum Main {
    static let usage = """
        usage: headcount-bench-identity csv|ldif|estate FOLDER PART
               headcount-bench-identity store FILE PART
               headcount-bench-identity truth PART
        """

    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        guard let part = arguments.last.flatMap({ Int($0) }), part > 0 else { throw Failure(what: usage) }
        let firm = Firm(part: part)
        switch (arguments.first, arguments.count) {
        case ("csv", 3): try DirectoryExport(firm: firm).writeCSV(to: arguments[1])
        case ("ldif", 3): try DirectoryExport(firm: firm).writeLDIF(to: arguments[1])
        case ("estate", 3): try EstateFolder(firm: firm).write(to: arguments[1])
        case ("store", 3):
            var store = SeenStore(firm: firm)
            try store.write(to: arguments[1])
        case ("truth", 2):
            print(
                """
                {"objects": \(firm.objects), "seen": \(firm.seen), "rows": \(firm.rows), "people": \(firm.people), \
                "services": \(firm.services), "seconds": \(firm.seconds), "accounts": \(firm.accounts), \
                "computers": \(firm.computers), "strangers": \(firm.strangers), "servers": \(Firm.servers)}
                """)
        default: throw Failure(what: usage)
        }
    }
}

struct Failure: Error, CustomStringConvertible {
    var what: String
    var description: String { what }
}
