#if Workbook
    import EvidenceStore
    import Foundation
    import Licensing
    import Testing

    @testable import Analysis

    /// The workbook beside the other results: whole or not there, its owner's only, and the same bytes every time.
    @Suite struct WorkbookRunTests {
        private func run(
            _ estate: String, into results: String, hasWorkbook: Bool = true
        ) async throws {
            _ = try await EstateRun(folder: estate, catalogue: Catalogue.builtIn, hasWorkbook: hasWorkbook).run(
                into: results, force: true, options: ScanOptions(), monitor: ScanMonitor(), generatedAt: nil)
        }

        private func clear(_ results: String) throws {
            try FileManager.default.removeItem(atPath: results + "/" + EstateRun.storeName)
        }

        @Test func sameBytesAndNothingElse() async throws {
            let workspace = try Workspace()
            let demo = DemoRun(folder: workspace.file("demo"))
            _ = try await demo.run(options: ScanOptions(), generatedAt: nil)
            let place = demo.results + "/position.xlsx"
            let first = try Data(contentsOf: URL(fileURLWithPath: place))
            #expect(first.starts(with: [0x50, 0x4B, 3, 4]))

            // What a run that was killed left behind, and a link in its place.
            let scratch = place + ".partial"
            try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: false)
            try Data("half".utf8).write(to: URL(fileURLWithPath: scratch + "/position.xlsx"))
            try FileManager.default.removeItem(atPath: place)
            try FileManager.default.createSymbolicLink(atPath: place, withDestinationPath: workspace.file("elsewhere"))
            try clear(demo.results)
            try await run(demo.estate, into: demo.results)
            #expect(try Data(contentsOf: URL(fileURLWithPath: place)) == first)
            let attributes = try FileManager.default.attributesOfItem(atPath: place)
            #expect(attributes[.type] as? FileAttributeType == .typeRegular)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            #expect(!FileManager.default.fileExists(atPath: workspace.file("elsewhere")))
            #expect(
                try Set(FileManager.default.contentsOfDirectory(atPath: demo.results))
                    == Set(PositionRun.files + [EstateRun.storeName]))

            // An earlier one would be about another position.
            try clear(demo.results)
            try await run(demo.estate, into: demo.results, hasWorkbook: false)
            #expect(!FileManager.default.fileExists(atPath: place))
        }

        /// A scratch folder lets nobody else in, and takes with it what is left there.
        @Test func theScratchFolder() throws {
            let workspace = try Workspace()
            let path = workspace.file("scratch")
            do {
                let scratch = try OwnerOnlyFolder(path: path)
                let attributes = try FileManager.default.attributesOfItem(atPath: path)
                #expect(attributes[.posixPermissions] as? Int == 0o700)
                try Data("left".utf8).write(to: URL(fileURLWithPath: scratch.file("left")))
            }
            #expect(!FileManager.default.fileExists(atPath: path))
            #expect(throws: OutputError.self) { _ = try OwnerOnlyFolder(path: workspace.file("no/such/place")) }
        }
    }
#endif
