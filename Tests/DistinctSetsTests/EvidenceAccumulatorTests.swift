import AccessModel
import CompactSets
import DistinctSets
import Testing

@Suite struct EvidenceAccumulatorTests {
    @Test func anEmptyAccumulatorGivesAnEmptySnapshot() {
        var accumulator = EvidenceAccumulator(seed: 1)
        #expect(accumulator.isEmpty)
        accumulator.add(AccessBatch())
        #expect(accumulator.isEmpty)
        #expect(accumulator.takeSnapshot() == EvidenceSnapshot())
    }

    @Test func accessesOfOneKeyAreOneRow() {
        var batch = AccessBatch()
        for (hour, name) in [(10, "ann"), (8, "ann"), (9, "bob"), (23, "ann")] {
            var access = Access()
            access.source = .web
            access.channel = .web
            access.server = batch.store(Array("web01".utf8))
            access.accountName = batch.store(Array(name.utf8))
            access.time = Instant(milliseconds: Int64(hour) * 3_600_000)
            batch.accesses.append(access)
        }
        var accumulator = EvidenceAccumulator(seed: 7)
        accumulator.add(batch)
        #expect(!accumulator.isEmpty)
        let snapshot = accumulator.takeSnapshot()
        #expect(snapshot.texts == ["", "ann", "bob", "web01"])
        #expect(snapshot.rows.map(\.accountName) == [1, 2])
        #expect(snapshot.rows.map(\.count) == [3, 1])
        #expect(snapshot.rows[0].firstSeen.milliseconds == 8 * 3_600_000)
        #expect(snapshot.rows[0].lastSeen.milliseconds == 23 * 3_600_000)
        #expect(snapshot.rows[0].server == 3 && snapshot.rows[0].channel == .web)
        #expect(accumulator.isEmpty && accumulator.takeSnapshot() == EvidenceSnapshot())
    }

    @Test func byteStringsThatRepairToOneTextAreOneText() {
        var batch = AccessBatch()
        for name: [UInt8] in [[0x78, 0xFF], [0x78, 0xFE], Array("x\u{FFFD}".utf8), [0x78, 0xC3]] {
            var access = Access()
            access.accountName = batch.store(name)
            access.record = EventRecordKey(computer: batch.store(name), logChannel: .empty, recordID: 5)
            batch.accesses.append(access)
        }
        var accumulator = EvidenceAccumulator(seed: 7)
        accumulator.add(batch)
        let snapshot = accumulator.takeSnapshot()
        #expect(snapshot.texts == ["", "x\u{FFFD}"])
        #expect(snapshot.rows.map(\.count) == [4])
        #expect(snapshot.records.map(\.row) == [0, 0, 0, 0] && snapshot.records.map(\.computer) == [1, 1, 1, 1])
    }

    @Test func theSmallestAgentsOfAPeerAreKept() throws {
        var random = SplitMix(state: 3)
        let hashes = (5...44).map(UInt64.init)
        for order in [hashes, hashes.reversed(), hashes.shuffled(using: &random)] {
            var batch = AccessBatch()
            for hash in order + order {
                var access = Access()
                access.source = .web
                access.address = batch.store(Array("192.0.2.1".utf8))
                access.agentHash = hash
                batch.accesses.append(access)
            }
            var accumulator = EvidenceAccumulator(seed: 7)
            accumulator.add(batch)
            let pieces = accumulator.takeSnapshot().agents.flatMap(\.pieces)
            var reader = AgentSetReader(pieces.first?.bytes ?? [])
            #expect(try reader.next()?.agents == Array(5...20))
            #expect(pieces.count == 1 && reader.isAtEnd)
        }
    }

    @Test func theNaiveTwinAgrees() {
        for seed: UInt64 in 0..<20 {
            var random = SplitMix(state: seed)
            let made = RandomAccesses(count: 400, using: &random)
            var naive = NaiveEvidence()
            naive.add(made.whole)
            var accumulator = EvidenceAccumulator(seed: seed)
            accumulator.add(made.whole)
            #expect(accumulator.takeSnapshot() == naive.snapshot, "seed \(seed)")
        }
    }

    @Test func neitherSeedNorOrderNorBatchesShow() {
        for seed: UInt64 in 0..<12 {
            var random = SplitMix(state: seed)
            var made = RandomAccesses(count: 300, using: &random)
            var accumulator = EvidenceAccumulator(seed: 0)
            accumulator.add(made.whole)
            let expected = accumulator.takeSnapshot()
            // The emptied accumulator is used again, with other texts in other places of its tables.
            for _ in 0..<3 {
                made.records.shuffle(using: &random)
                made.sightings.shuffle(using: &random)
                var other = EvidenceAccumulator(seed: random.next())
                for batch in made.batches(using: &random) {
                    other.add(batch)
                    accumulator.add(batch)
                }
                #expect(other.takeSnapshot() == expected, "seed \(seed)")
                #expect(accumulator.takeSnapshot() == expected, "seed \(seed), used again")
            }
        }
    }

    @Test func thePartsAddUpToTheWhole() {
        for seed: UInt64 in 100..<115 {
            var random = SplitMix(state: seed)
            let made = RandomAccesses(count: 300, using: &random)
            var whole = EvidenceAccumulator(seed: 1)
            whole.add(made.whole)
            var parts = EvidenceAccumulator(seed: 2)
            var sum = NaiveEvidence()
            for batch in made.batches(using: &random) {
                parts.add(batch)
                sum.add(parts.takeSnapshot())
            }
            #expect(sum.snapshot == whole.takeSnapshot(), "seed \(seed)")
        }
    }

    @Test func memoryGrowsWithWhatIsDistinctOnly() {
        var random = SplitMix(state: 9)
        let made = RandomAccesses(count: 500, using: &random)
        var batch = made.whole
        for index in batch.accesses.indices { batch.accesses[index].record = nil }
        // Ranges of record ids are united now and then only: see `RecordIDSetTests`.
        for index in batch.sightings.indices { batch.sightings[index].recordID = nil }
        var accumulator = EvidenceAccumulator(seed: 5)
        let empty = accumulator.approximateBytes
        accumulator.add(batch)
        let once = accumulator.approximateBytes
        #expect(once > empty)
        for _ in 0..<5 { accumulator.add(batch) }
        #expect(accumulator.approximateBytes == once)
        _ = accumulator.takeSnapshot()
        #expect(accumulator.approximateBytes == empty)
    }
}
