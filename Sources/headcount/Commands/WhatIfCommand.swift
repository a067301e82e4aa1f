import Analysis
import ArgumentParser
import Licensing
import PositionModel
import Reporting

struct WhatIfCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "whatif",
        abstract: "The position after changes nobody has made yet: upgrades, purchases, prices, models.",
        discussion: """
            Reads the store, not the logs, and changes no file. Options may be repeated; they are applied in the order of \
            this list.

            Examples:
              headcount whatif --store corp.headcount --estate estate/ --upgrade 'windows-server/*=2025'
              headcount whatif --store corp.headcount --estate estate/ --buy ws-cal/user@2025=40 --price ws-cal/user=45.00
            """)

    @Option(help: ArgumentHelp("The evidence store.", valueName: "FILE")) var store: String
    @OptionGroup var sources: PositionSources
    @OptionGroup var window: WindowOptions
    @OptionGroup var licensing: CatalogueOption
    @Option(
        help: ArgumentHelp("A server runs another version; the server may be *.", valueName: "[PRODUCT/]SERVER=VERSION")
    )
    var upgrade: [String] = []
    @Option(help: ArgumentHelp("A server is gone.", valueName: "SERVER")) var retire: [String] = []
    @Option(help: ArgumentHelp("So many licences more.", valueName: "LICENCE[/FLAVOUR][@VERSION]=NUMBER"))
    var buy: [String] = []
    @Option(help: ArgumentHelp("Another price.", valueName: "LICENCE/FLAVOUR=AMOUNT")) var price: [String] = []
    @Option(help: ArgumentHelp("Another model: user, device or mix.", valueName: "PRODUCT=MODEL"))
    var choose: [String] = []
    @Option(
        help: ArgumentHelp(
            "Software Assurance of a line of entitlements.csv ends on another day.", valueName: "LINE=YYYY-MM-DD"))
    var saEnd: [String] = []
    @OptionGroup var output: FormatOptions

    /// What each option reads, in the order in which they are applied.
    private var readings: [(name: String, texts: [String], read: (String) -> EstateChange?)] {
        [
            ("--upgrade", upgrade, EstateChange.upgrade), ("--retire", retire, { .retire(server: $0) }),
            ("--buy", buy, EstateChange.buy), ("--price", price, EstateChange.price),
            ("--choose", choose, EstateChange.choose), ("--sa-end", saEnd, EstateChange.assurance),
        ]
    }

    func validate() throws {
        for (name, texts, read) in readings {
            if let wrong = texts.first(where: { read($0) == nil }) {
                throw ValidationError("\(name) \(wrong): this is no such change; see headcount whatif --help.")
            }
        }
        if readings.allSatisfy(\.texts.isEmpty) {
            throw ValidationError(
                "Nothing would change: give --upgrade, --retire, --buy, --price, --choose or --sa-end.")
        }
    }

    func run() async throws {
        try await Failure.reported {
            let estate = try sources.read()
            let catalogue = try licensing.load()
            let changes = readings.flatMap { reading in reading.texts.compactMap(reading.read) }
            let described = readings.flatMap { reading in
                reading.texts.map { "\(reading.name.dropFirst(2)) \($0)" }
            }
            let report: WhatIfReport
            do {
                report = try WhatIf.report(
                    store: try sources.opened(store, estate: estate), estate: estate, changes: changes,
                    described: described, catalogue: catalogue, window: window.request)
            } catch WhatIfError.change(let error) {
                throw OutputError(message: error.description)
            } catch WhatIfError.analysis(let error) {
                throw error
            }
            switch output.chosen {
            case .json: Console.print(try LicenceReportsJSON.text(report))
            case .jsonl: Console.print(try LicenceReportsJSON.lines(report))
            case .csv: Console.print(WhatIfCSV.text(report))
            case .table: Console.print(WhatIfTable.text(report, style: Console.style))
            }
        }
    }
}
