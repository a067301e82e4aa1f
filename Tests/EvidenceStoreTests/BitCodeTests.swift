import Testing

@testable import EvidenceStore

@Suite struct BitCodeTests {
    private func counts(of numbers: [UInt64]) -> [Int] {
        var counts = [Int](repeating: 0, count: 65)
        for number in numbers { counts[64 - number.leadingZeroBitCount] += 1 }
        return counts
    }

    @Test(arguments: UInt64(1)...50)
    func whatIsWrittenIsRead(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let widest = UInt64.random(in: 0...64, using: &generator)
        let numbers = (0..<500).map { _ in
            let width = UInt64.random(in: 0...widest, using: &generator)
            return width == 0 ? 0 : UInt64.random(in: 0...UInt64.max, using: &generator) >> (64 - width)
        }
        let code = BitCode(counts: counts(of: numbers))
        var writer = BitWriter(after: [1, 2])
        for number in numbers { code.write(number, to: &writer) }
        let bytes = writer.finish()
        var reader = BitReader(bytes, from: 2)
        for number in numbers { #expect(code.read(from: &reader) == number) }
        #expect(reader.isAtEnd && bytes[..<2] == [1, 2])
        #expect(BitCode(code.small, code.middle, code.large) == code)
    }

    /// No other three widths are shorter.
    @Test(arguments: UInt64(1)...10)
    func theWidthsAreTheBest(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let numbers = (0..<200).map { _ in
            UInt64.random(in: 0...0xFFFF, using: &generator) >> UInt64.random(in: 0...16, using: &generator)
        }
        func length(_ code: BitCode) -> Int {
            var writer = BitWriter(after: [])
            for number in numbers { code.write(number, to: &writer) }
            return writer.finish().count
        }
        let best = length(BitCode(counts: counts(of: numbers)))
        for small in UInt8(0)...16 {
            for middle in small...16 { #expect(best <= length(try #require(BitCode(small, middle, 16)))) }
        }
    }

    @Test func widthsThatAreNoneAreRefused() {
        #expect(BitCode(2, 1, 3) == nil)
        #expect(BitCode(1, 4, 3) == nil)
        #expect(BitCode(1, 4, 65) == nil)
    }

    @Test func theEndIsTheEnd() {
        var reader = BitReader([0xFF], from: 0)
        #expect(reader.next(9) == nil)
        var rest = BitReader([0b101], from: 0)
        #expect(rest.next(2) == 1)
        // A bit that is set is left.
        #expect(!rest.isAtEnd)
        #expect(rest.next(1) == 1)
        #expect(rest.isAtEnd)
    }
}
