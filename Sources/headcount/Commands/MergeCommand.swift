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
            let old = try replaced()
            // Beside its place until it is whole: what is there goes only for a store that was made.
            let partial = output + ".partial"
            for file in EvidenceStore.files(of: partial) { try? FileManager.default.removeItem(atPath: file) }
            let added = try StoreMergeRun.run(stores, into: partial, settingsFrom: settingsFrom)
            for file in old where FileManager.default.fileExists(atPath: file) {
                try FileManager.default.removeItem(atPath: file)
            }
            try FileManager.default.moveItem(atPath: partial, toPath: output)
            Console.print(MergeTable.text(added.map(MergeTable.Line.init), style: Console.style))
            noise.note("Next: headcount census --store \(ShellWord.quoted(output))")
        }
    }

    /// The files of the store that is to be replaced. Refuses to without `--force`, and where it is one of the stores.
    private func replaced() throws -> [String] {
        guard FileManager.default.fileExists(atPath: output) else { return [] }
        guard force else {
            throw OutputError(message: "\(output) exists and is not overwritten. Use --force, or another --output.")
        }
        let old = try EvidenceStore.open(path: output, mode: .read)
        for store in stores + (settingsFrom.map { [$0] } ?? []) where try old.isSameFile(as: store) {
            throw OutputError(message: "\(output) is one of the stores to be merged. Give another --output.")
        }
        return old.files
    }
}

extension MergeTable.Line {
    init(_ added: StoreMergeRun.Added) {
        self.init(store: added.store, inputs: added.merge.inputs, newInputs: added.merge.newInputs)
    }
}
