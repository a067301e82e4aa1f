import CByteScan
import Testing

/// The kernels of text logs against their portable twins, on every length and place around a block of 16 and of 64 bytes.
struct LineScanTests {
    @Test func linesEndWhereTheTwinSays() {
        var wrong: [String] = []
        for count in 0...150 {
            for end in 0...count {
                var bytes = [UInt8](repeating: 0x41, count: count)
                if end < count { bytes[end] = end % 2 == 0 ? 0x0A : 0x00 }
                for from in Set([0, min(1, count), end, min(end + 1, count), count]) {
                    let found = cbs_line_end(bytes, count, from)
                    let expected = from <= end ? end : count
                    if found != expected || cbs_line_end_portable(bytes, count, from) != expected {
                        wrong.append("\(count) \(end) from \(from): \(found)")
                    }
                }
            }
        }
        #expect(wrong == [])
    }

    private struct Split: Equatable {
        var values: UInt32
        var hasHigh: Bool
        var hasControl: Bool
        var ends: [UInt32]
    }

    private func split(
        _ line: [UInt8], limit: Int,
        by kernel: (UnsafePointer<UInt8>?, Int, UnsafeMutablePointer<UInt32>?, Int) -> cbs_line
    ) -> Split {
        var ends = [UInt32](repeating: 0xDEAD_BEEF, count: limit + Int(CBS_SPLIT_SLACK) + 1)
        let found = kernel(line, line.count, &ends, limit)
        // Nothing is written beyond the room that was promised.
        #expect(ends.last == 0xDEAD_BEEF)
        let kept = min(Int(found.values), limit)
        return Split(
            values: found.values, hasHigh: found.has_high != 0, hasControl: found.has_control != 0,
            ends: Array(ends[..<kept]))
    }

    @Test(arguments: [
        [0x41], [0x41, 0x20], [0x41, 0x20, 0xC3], [0x41, 0x20, 0x09], [0x20], [0x41, 0x41, 0x41, 0x20, 0x1F, 0xFF],
    ])
    func valuesEndWhereTheTwinSays(alphabet: [UInt8]) {
        var random = SeededRandom(state: UInt64(alphabet.count))
        for count in 0...300 {
            let line = (0..<count).map { _ in alphabet.randomElement(using: &random) ?? 0x41 }
            for limit in [0, 1, 3, 17, 400] {
                let found = split(line, limit: limit, by: cbs_split)
                #expect(found == split(line, limit: limit, by: cbs_split_portable), "\(line) \(limit)")
            }
        }
    }

    @Test func whatALineIsMadeOf() {
        let found = split(Array("2026-03-01 08:00:00 a\tb \u{FC}".utf8), limit: 8, by: cbs_split)
        #expect(found == Split(values: 4, hasHigh: true, hasControl: true, ends: [10, 19, 23, 26]))
    }
}
