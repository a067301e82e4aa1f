import Foundation
import GRDB
import Testing

@testable import EvidenceStore

@Suite struct EventRunTests {
    private func entries(_ count: Int, seed: UInt64) -> [EventRun.Entry] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { index in
            let isExtreme = Int.random(in: 0..<20, using: &generator) == 0
            return EventRun.Entry(
                recordID: isExtreme ? .max : UInt64(index) * 3, row: Int64.random(in: 0...1 << 40, using: &generator),
                secondRow: Bool.random(using: &generator) ? Int64.random(in: 0...9, using: &generator) : nil,
                time: isExtreme ? .min : Int64.random(in: -5...1 << 41, using: &generator),
                offset: isExtreme ? .max : Int64(index) * 1200)
        }
    }

    @Test(arguments: [0, 1, 2, 100, EventRun.maximumCount])
    func whatIsPackedIsUnpacked(count: Int) throws {
        let entries = entries(count, seed: UInt64(count))
        #expect(try EventRun.unpacked(EventRun.packed(entries), count: count) == entries)
    }

    /// Of a file server: a log of bursts, 2,000 rows, one record in twenty after a pause.
    @Test func anOrdinaryRecordIsShort() throws {
        var generator = SeededGenerator(seed: 5)
        var last = EventRun.Entry(recordID: 5000, row: 0, secondRow: nil, time: 1_760_000_000_000, offset: 0)
        let entries = (0..<EventRun.maximumCount).map { _ in
            let isPause = Int.random(in: 0..<20, using: &generator) == 0
            last.recordID += UInt64.random(in: 1...3, using: &generator)
            last.row = Int64.random(in: 100_000..<102_000, using: &generator)
            last.time += Int64.random(in: 0...(isPause ? 60_000 : 15), using: &generator)
            last.offset += Int64.random(in: 1000...(isPause ? 400_000 : 2500), using: &generator)
            return last
        }
        let packed = EventRun.packed(entries)
        #expect(packed.count < 6 * entries.count)
        #expect(try EventRun.unpacked(packed, count: entries.count) == entries)
    }

    @Test func recordsThatAreAlikeTakeNoSpace() throws {
        let entry = EventRun.Entry(recordID: 7, row: 0, secondRow: nil, time: -3, offset: 90)
        let entries = Array(repeating: entry, count: 1000)
        let packed = EventRun.packed(entries)
        #expect(packed.count == 5 + 15)
        #expect(try EventRun.unpacked(packed, count: 1000) == entries)
    }

    @Test func damageIsAnErrorAndNothingElse() {
        var generator = SeededGenerator(seed: 7)
        let packed = EventRun.packed(entries(50, seed: 3))
        #expect(throws: DatabaseError.self) { try EventRun.unpacked(packed.dropLast(), count: 50) }
        #expect(throws: DatabaseError.self) { try EventRun.unpacked(packed + [0], count: 50) }
        #expect(throws: DatabaseError.self) { try EventRun.unpacked(packed, count: 49) }
        #expect(throws: DatabaseError.self) { try EventRun.unpacked(packed, count: EventRun.maximumCount + 1) }
        #expect(throws: DatabaseError.self) { try EventRun.unpacked(packed, count: -1) }
        #expect(throws: DatabaseError.self) { try EventRun.unpacked(Data(repeating: 0xFF, count: 40), count: 1) }
        for _ in 0..<5000 {
            var bytes = packed
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            _ = try? EventRun.unpacked(bytes, count: Int.random(in: 0...60, using: &generator))
        }
    }
}
