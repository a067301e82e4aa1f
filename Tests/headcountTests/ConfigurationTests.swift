import Analysis
import Foundation
import Testing

@testable import headcount

/// Files of options: what they add to a command line, and what is wrong with them.
@Suite struct ConfigurationTests {
    private let options = CommandOptions.all()

    private func configured(_ text: String, _ arguments: [String]) throws -> [String] {
        let path = NSTemporaryDirectory() + "headcount-configuration-\(UUID().uuidString).yaml"
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try ConfiguredArguments(
            arguments.prefix(1) + ["-c", path] + arguments.dropFirst(), environment: [:]
        ).arguments
    }

    private func problem(_ text: String) -> String {
        do {
            _ = try ConfigurationFile.parse(text, path: "headcount.yaml", options: options)
            return ""
        } catch { return error.message }
    }

    @Test func everyCommandIsThere() {
        #expect(options.commands.contains("scan") && options.commands.contains("reconcile"))
        #expect(options.options["scan"]?.contains { $0.name == "jobs" && $0.spellings == ["--jobs", "-j"] } == true)
        #expect(options.options["census"]?.contains { $0.name == "json" && $0.isFlag } == true)
        #expect(!options.names.contains("help") && !options.names.contains("force"))
    }

    @Test func aCommandGetsWhatItHas() throws {
        let text = "store: corp.headcount\njobs: 2\nlast: 90d\nquiet: true\nstrict: false\n"
        #expect(
            try configured(text, ["scan", "logs"]) == [
                "scan", "--store=corp.headcount", "--jobs=2", "--quiet", "logs",
            ])
        #expect(try configured(text, ["census"]) == ["census", "--store=corp.headcount", "--last=90d"])
        #expect(try configured(text, ["rules"]).first == "rules")
        #expect(try configured("", ["rules"]) == ["rules"])
    }

    @Test func theCommandLineWins() throws {
        let text = "store: a\njobs: 2\nestate: e\nlast: 90d\ncommands: {scan: {jobs: 7}}\n"
        for line in [["-j", "3"], ["-j3"], ["--jobs", "3"], ["--jobs=3"]] {
            #expect(try configured(text, ["scan"] + line) == ["scan", "--store=a", "--estate=e"] + line)
        }
        #expect(try configured(text, ["scan"]) == ["scan", "--store=a", "--estate=e", "--jobs=7"])
        #expect(
            try configured(text, ["census", "--from", "2026-10-01"])
                == ["census", "--store=a", "--estate=e", "--from", "2026-10-01"])
        // What follows `--` is no option, and a value is never taken for one.
        #expect(try configured(text, ["scan", "--", "--store"]).contains("--store=a"))
        #expect(try configured("store: --force\n", ["census"]) == ["census", "--store=--force"])
        #expect(
            try configured("include-server: [a*, b*]\n", ["census"])
                == ["census", "--include-server=a*", "--include-server=b*"])
    }

    /// A scan fills a store or writes lines, and where results go is not where lines go.
    @Test func ofWhatExcludesEachOtherTheNearerCounts() throws {
        let text = "store: a\noutput: position\nrejects: r.csv\n"
        #expect(try configured(text, ["scan"]) == ["scan", "--store=a", "--rejects=r.csv"])
        #expect(try configured(text, ["reconcile"]) == ["reconcile", "--store=a", "--output=position"])
        #expect(try configured(text, ["scan", "--emit", "rows"]) == ["scan", "--emit", "rows"])
        let own = text + "commands: {scan: {emit: rows, output: lines.gz}}\n"
        #expect(try configured(own, ["scan"]) == ["scan", "--emit=rows", "--output=lines.gz"])
        #expect(try configured(own, ["scan", "--store", "b"]) == ["scan", "--store", "b"])
    }

    @Test func theEnvironmentMayNameIt() throws {
        let given = try ConfiguredArguments(["config", "show"], environment: ["HEADCOUNT_CONFIG": "x.yaml"])
        #expect(given.file == "x.yaml" && given.arguments == ["config", "show"])
        #expect(throws: OutputError.self) {
            try ConfiguredArguments(["census"], environment: ["HEADCOUNT_CONFIG": "/nowhere/x.yaml"])
        }
        #expect(throws: OutputError.self) { try ConfiguredArguments(["census", "-c"], environment: [:]) }
        #expect(try ConfiguredArguments(["census"], environment: ["HEADCOUNT_CONFIG": ""]).file == nil)
    }

    @Test(arguments: [
        ("stor: x\n", "did you mean store?"), ("store: [a, b]\n", "takes one value"), ("quiet: maybe\n", "is a flag"),
        ("store: {a: b}\n", "a mapping where a value belongs"), ("- store\n", "a mapping of option names"),
        ("force: true\n", "there is no option \"force\""), ("commands: {scn: {}}\n", "did you mean scan?"),
        ("commands: {census: {jobs: 2}}\n", "there is no option of census \"jobs\""), ("a: [\n", "is not YAML"),
        ("include-server: [{a: b}]\n", "no text"),
    ])
    func whatIsWrongIsSaid(_ text: String, _ expected: String) {
        #expect(problem(text).contains(expected), "\(problem(text))")
    }

    @Test func whatInitWritesIsRead() throws {
        let text = ConfigCommand.Init.text(options)
        #expect(problem(text).isEmpty)
        let written = text.split(separator: "\n").map { $0.hasPrefix("# ") ? String($0.dropFirst(2)) : String($0) }
            .filter { line in
                ConfigCommand.Init.usual.contains { line == "\($0.name): \($0.example)" } || line.hasPrefix("commands:")
                    || line.hasPrefix("  run:")
            }.joined(separator: "\n")
        let file = try ConfigurationFile.parse(written, path: "x", options: options)
        #expect(file.general.count == ConfigCommand.Init.usual.count && file.ofCommand["run"]?.count == 2)
        #expect(ConfigCommand.Show.text(options, file).contains("corp.headcount"))
    }
}

@Suite struct UnknownCommandTests {
    @Test func theNearestCommandIsNamed() {
        #expect(UnknownCommand.message(["scn", "x"])?.contains("did you mean scan?") == true)
        #expect(UnknownCommand.message(["reconcil"])?.contains("did you mean reconcile?") == true)
        #expect(UnknownCommand.message(["xyzzy"])?.contains("there is no command \"xyzzy\". headcount --help") == true)
        #expect(UnknownCommand.message(["\u{1B}[2J"])?.contains("\u{1B}") == false)
        for known in [["scan", "scn"], ["help"], ["--help"], ["-c", "x"], [], ["generate-log"]] {
            #expect(UnknownCommand.message(known) == nil)
        }
    }
}

/// The line a running scan redraws.
@Suite struct ProgressLineTests {
    private var progress: ScanMonitor.Progress {
        var progress = ScanMonitor.Progress()
        (progress.inputs, progress.inputsDone, progress.bytes) = (66, 12, 3 << 30)
        (progress.records, progress.onDisk, progress.readOnDisk) = (6_000_000, 400 << 20, 100 << 20)
        return progress
    }

    @Test func itSaysHowFarAndHowLong() {
        let line = ProgressLine.text(progress, seconds: 10, width: 200)
        #expect(
            line == "12/66 inputs  about 0:30 left  3.0 GiB  307.2 MiB/s  600000 records/s  25 % of 400.0 MiB on disk  "
                + "0 rejected")
        var late = progress
        (late.rejected, late.readOnDisk) = (7, 1 << 20)
        #expect(ProgressLine.text(late, seconds: 20, width: 200).contains("about 2:13:00 left  7 rejected"))
    }

    @Test(arguments: 20...160)
    func itFits(_ width: Int) {
        #expect(ProgressLine.text(progress, seconds: 10, width: width).utf8.count < width)
    }

    @Test func nothingIsForetoldOfAPipe() {
        var endless = progress
        endless.isEndless = true
        #expect(!ProgressLine.text(endless, seconds: 10, width: 200).contains("left"))
        #expect(!ProgressLine.text(progress, seconds: 0.2, width: 200).contains("left"))
    }
}
