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

    @Test func anOrdinaryRecordIsShort() {
        let entries = (0..<1000).map {
            EventRun.Entry(
                recordID: 5000 + UInt64($0) * 2, row: Int64($0 % 90), secondRow: nil,
                time: 1_760_000_000_000 + Int64($0) * 90, offset: Int64($0) * 15_000)
        }
        #expect(EventRun.packed(entries).count < 8 * entries.count)
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
