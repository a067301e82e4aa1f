import AccessModel
import GRDB
import Testing

@testable import EvidenceStore

@Suite struct SecondReaderTests {
    private func store(_ seed: UInt64, in folder: TestFolder) throws {
        let store = try folder.create()
        for input in RandomEstate(seed: seed).inputs { try store.add(input) }
        try store.settle()
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func twoConnectionsReadWhatOneReads(seed: UInt64) throws {
        let folder = try TestFolder()
        try store(seed, in: folder)
        let store = try EvidenceStore.open(path: folder.storePath, mode: .read)
        let second = try #require(store.secondReader())
        let (alone, both) = try store.queue.read { database in
            (
                try EvidenceReader(database, window: nil).read(),
                try EvidenceReader(database, window: nil, second: second).read()
            )
        }
        #expect(alone.rows == both.rows && alone.texts == both.texts)
        #expect(alone.visits == both.visits && alone.coverage == both.coverage)
    }

    /// From the size on at which two connections read a store, and one byte below it.
    @Test func aLargeStoreIsReadByTwo() throws {
        let folder = try TestFolder()
        try store(5, in: folder)
        let store = try EvidenceStore.open(path: folder.storePath, mode: .read)
        let size = StoreFile.size(folder.storePath)
        #expect(size > 0 && size < SecondReader.smallestStore)
        let byTwo = try store.evidence(window: nil, smallestForTwo: size)
        let byOne = try store.evidence(window: nil, smallestForTwo: size + 1)
        let inputs = try store.queue.read { try RowScan($0).inputs() }
        #expect(inputs.count > 1)
        let asUsual = try store.evidence()
        #expect(byTwo == byOne && byOne == asUsual)
        let days = try #require(try store.days())
        let window = days.lowerBound...days.lowerBound
        let dayByTwo = try store.evidence(window: window, smallestForTwo: 0)
        let dayByOne = try store.evidence(window: window, smallestForTwo: .max)
        #expect(dayByTwo == dayByOne)
    }

    /// What was committed after the second connection was made is not what the first one reads.
    @Test func aStoreThatChangedIsReadByOne() throws {
        let folder = try TestFolder()
        try store(3, in: folder)
        let reading = try EvidenceStore.open(path: folder.storePath, mode: .read)
        let second = try #require(reading.secondReader())
        let days = Int64.min...Int64.max
        let inputs = try reading.queue.read { try RowScan($0).inputs() }
        let rows = try #require(second.begin(inputs, in: days).wait())
        #expect(rows.count > 0)

        var settings = try reading.settings()
        settings.vpnNetworks.append("198.51.100.0/24")
        try EvidenceStore.open(path: folder.storePath, mode: .update).set(settings)
        #expect(second.begin(inputs, in: days).wait() == nil)
        #expect(try #require(reading.secondReader()).begin(inputs, in: days).wait() != nil)
        let (alone, both) = try reading.queue.read { database in
            (
                try EvidenceReader(database, window: nil).read(),
                try EvidenceReader(database, window: nil, second: second).read()
            )
        }
        #expect(alone.rows == both.rows)
    }
}
