import AccessModel
import Foundation

/// Makes a small fictional organisation, its logs and its licences, together with the truth about them.
///
/// The same seed and size give the same files, byte for byte (compressed files: as long as zlib compresses alike).
public struct EstateGenerator: Sendable {
    /// Seed of the estate that is checked in under `samples/estate`.
    public static let sampleSeed: UInt64 = 20_261_031

    public var seed: UInt64
    public var size: EstateSize

    public init(seed: UInt64 = EstateGenerator.sampleSeed, size: EstateSize = .small) {
        self.seed = seed
        self.size = size
    }

    /// Writes `logs/`, `directory/`, `servers.csv`, `entitlements.csv`, `estate.yaml`, the lists it names, and
    /// `truth.json` into a new or empty folder.
    ///
    /// - Parameter folder: path of the folder; it is made where it does not exist.
    /// - Returns: what `truth.json` says.
    /// - Throws: `SyntheticEstateError` where the folder is not empty or cannot be written to.
    @discardableResult
    public func generate(into folder: String) throws(SyntheticEstateError) -> Truth {
        if let content = try? FileManager.default.contentsOfDirectory(atPath: folder), !content.isEmpty {
            throw .folderNotEmpty(folder)
        }
        var random = SeededRandom(seed: seed)
        let world = WorldBuilder.build(size: size, random: SeededRandom(seed: random.next()))
        let simulation = Simulation.run(
            world, plan: WorldBuilder.addressPlan(size), random: SeededRandom(seed: random.next()))

        try makeFolder(for: folder + "/logs/x")
        try makeFolder(for: folder + "/directory/x")
        var written = try EventFiles.write(simulation, into: folder)
        for file in try WebFiles.write(simulation, into: folder).files { written.add(file) }
        try writeOddities(into: folder, &written)

        let population = TruthOfPopulation(simulation: simulation, readable: written.readable)
        let shown = population.shown()
        let position = TruthOfPosition(world: world, shown: shown)
        let licences = position.licences()
        for (name, text) in DirectoryFiles(world: world).files() { try write(text, to: "\(folder)/directory/\(name)") }
        for (name, text) in EstateFiles(world: world, licences: licences).files() {
            try write(text, to: "\(folder)/\(name)")
        }

        let inputs = TruthOfInputs(simulation: simulation, written: written)
        let truth = Truth(
            seed: String(seed), size: size.name,
            window: Truth.Window(from: world.firstDay.text, to: World.asOf.text, asOf: World.asOf.text),
            happened: population.population(population.happened(), isShown: false),
            showable: population.population(shown, isShown: true), bridge: position.bridge(),
            products: position.products(licences), external: position.external(), coverage: inputs.coverage(),
            renames: TruthOfPopulation.renames(world),
            inputs: inputs.inputs())
        let path = "\(folder)/truth.json"
        do { try truth.json().write(to: URL(fileURLWithPath: path)) } catch {
            throw .cannotWrite(path: path, reason: "\(error)")
        }
        return truth
    }

    /// What else lies in a logs folder: notes, a binary log, a file of nothing.
    private func writeOddities(into folder: String, _ written: inout WrittenLogs) throws(SyntheticEstateError) {
        try write(
            "Exports of October 2026, collected by the service desk.\r\nSQL01: PowerShell. RDS01: wevtutil.\r\n",
            to: "\(folder)/logs/readme.txt")
        written.unread.append(("logs/readme.txt", .unknown))
        try write("", to: "\(folder)/logs/rds01/System.xml")
        written.add(WrittenFile(path: "logs/rds01/System.xml", format: .empty, log: 0, records: []))
        // The head of a binary log without its chunks.
        let header = Array("ElfFile\0".utf8) + [UInt8](repeating: 0, count: 24) + [0x80, 0, 0, 0, 1, 0, 3, 0, 0, 0x10]
        let path = "\(folder)/logs/dc02/Security.evtx"
        let file = try OutputFile(path: path, gzipLevel: nil)
        try file.write(header + [UInt8](repeating: 0, count: 4096 - header.count))
        try file.close()
        written.unread.append(("logs/dc02/Security.evtx", .evtx))
    }

    private func write(_ text: String, to path: String) throws(SyntheticEstateError) {
        let file = try OutputFile(path: path, gzipLevel: nil)
        try file.write(text.utf8)
        try file.close()
    }
}
