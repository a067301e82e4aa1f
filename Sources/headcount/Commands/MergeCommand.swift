import Analysis
import ArgumentParser
import EvidenceStore
import Foundation
import Reporting

struct MergeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "Put evidence stores together into one.",
        discussion: """
            Exact and free of order: the new store is the one that a single scan of all the logs would have made. A \
            content that several stores hold counts once, and so does an event that is in several exports. The stores \
            are only read.

            Examples:
              headcount merge site-a.headcount site-b.headcount -o corp.headcount
              headcount merge *.headcount -o corp.headcount --settings-from site-a.headcount
            """)

    @Argument(help: ArgumentHelp("Evidence stores.", valueName: "STORE")) var stores: [String]
    @Option(name: .shortAndLong, help: ArgumentHelp("The new store.", valueName: "FILE")) var output: String
    @Option(help: ArgumentHelp("The store whose settings count, where they differ.", valueName: "STORE"))
    var settingsFrom: String?
    @Flag(help: "Replace the new store if it is there.") var force = false
    @OptionGroup var noise: NoiseOptions

    func run() async throws {
        try await Failure.reported {
            try makeWay()
            let added = try StoreMergeRun.run(stores, into: output, settingsFrom: settingsFrom)
            Console.print(MergeTable.text(added.map(MergeTable.Line.init), style: Console.style))
            noise.note("Next: headcount census --store \(ShellWord.quoted(output))")
        }
    }

    /// Refuses to overwrite; with `--force`, removes what is there, but never one of the stores.
    private func makeWay() throws {
        let files = FileManager.default
        guard files.fileExists(atPath: output) else { return }
        guard force else {
            throw OutputError(message: "\(output) exists and is not overwritten. Use --force, or another --output.")
        }
        let old = try EvidenceStore.open(path: output, mode: .read)
        for store in stores + (settingsFrom.map { [$0] } ?? []) where try old.isSameFile(as: store) {
            throw OutputError(message: "\(output) is one of the stores to be merged. Give another --output.")
        }
        for file in old.files where files.fileExists(atPath: file) { try files.removeItem(atPath: file) }
    }
}

extension MergeTable.Line {
    init(_ added: StoreMergeRun.Added) {
        self.init(store: added.store, inputs: added.merge.inputs, newInputs: added.merge.newInputs)
    }
}
