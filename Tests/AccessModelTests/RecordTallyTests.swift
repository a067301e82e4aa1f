import AccessModel
import Testing

@Suite struct RecordTallyTests {
    private func rejection(_ number: Int, _ reason: RejectionReason) -> Rejection {
        Rejection(reason: reason, offset: UInt64(number * 10), record: UInt64(number), detail: "")
    }

    /// Cutting an input anywhere gives the same tally: the promise chunked parsing rests on.
    @Test(arguments: [0, 1, 999, 1000, 1001, 2500, 3000]) func appendingPartsGivesTheWhole(cut: Int) {
        var whole = RecordTally()
        var parts = [RecordTally(), RecordTally()]
        for number in 0..<3000 {
            let part = number < cut ? 0 : 1
            switch number % 7 {
            case 0:
                whole.accepted += 1
                parts[part].accepted += 1
            case 1:
                whole.ignore(rule: "rule-\(number % 3)")
                parts[part].ignore(rule: "rule-\(number % 3)")
            default:
                let rejection = rejection(number, number % 7 == 2 ? .noComputer : .malformedRecord)
                whole.reject(rejection)
                parts[part].reject(rejection)
            }
        }
        var joined = parts[0]
        joined.append(parts[1])
        #expect(joined == whole)
        #expect(joined.records == 3000)
        #expect(joined.rejections.count { $0.reason == .malformedRecord } == RecordTally.rejectionsKeptPerReason)
    }

    @Test func whatIsOverTheLimitIsCountedNotKept() {
        var tally = RecordTally()
        for number in 0...RecordTally.rejectionsKeptPerReason { tally.reject(rejection(number, .beforeFields)) }
        #expect(tally.rejectedTotal == UInt64(RecordTally.rejectionsKeptPerReason) + 1)
        #expect(tally.rejections.count == RecordTally.rejectionsKeptPerReason)
        #expect(tally.rejections.last?.record == UInt64(RecordTally.rejectionsKeptPerReason) - 1)
    }
}

@Suite struct InputModelTests {
    @Test func gridOffsets() {
        let grid = (0...262_144).filter { ContentCheckpoint.isGridOffset(UInt64($0)) }
        #expect(grid == [256, 512, 1024, 2048, 4096, 8192, 16_384, 32_768, 65_536, 131_072, 196_608, 262_144])
    }

    @Test func lengthInTheSourceOfDecodedText() {
        let text = "a\u{E9}\u{20AC}\u{1F600}\u{FFFD}"
        #expect(SourceEncoding.utf8.sourceLength(ofDecoded: text.utf8) == UInt64(text.utf8.count))
        #expect(SourceEncoding.utf16LittleEndian.sourceLength(ofDecoded: text.utf8) == UInt64(2 * text.utf16.count))
        #expect(SourceEncoding.utf16BigEndian.sourceLength(ofDecoded: text.utf8) == UInt64(2 * text.utf16.count))
    }

    @Test func contentIDsAreWrittenInFull() {
        #expect(ContentID(high: 0xAB, low: 1).hex == "00000000000000ab0000000000000001")
    }

    @Test func placesAreShownAndSorted() {
        let plain = InputPath(path: "b.log", sha256: "", bytes: 0)
        let member = InputPath(path: "a.zip", member: "x.log", sha256: "", bytes: 0)
        #expect(plain.display == "b.log" && member.display == "a.zip!x.log")
        #expect(member < plain && !(plain < member))
    }

    @Test func textsGoIntoTheArenaAndBack() {
        var batch = AccessBatch()
        let first = batch.store(Array("corp".utf8))
        #expect(batch.store([UInt8]()) == .empty)
        let second = batch.store("user".utf8)
        #expect(batch.text(first) == "corp" && batch.text(second) == "user" && batch.text(.empty).isEmpty)
        batch.removeAll()
        #expect(batch.arena.isEmpty)
    }
}
