import Testing

@testable import Contributions

@Suite struct LineSpoolTests {
    private func line(_ number: Int) -> [UInt8] {
        Array("line \(number) \(String(repeating: "x", count: number % 999))\n".utf8)
    }

    /// More than stays in memory: what was written comes back, from any range and after what was behind is forgotten.
    @Test func linesComeBackFromTheFileAndFromMemory() throws {
        var spool = LineSpool()
        var starts: [UInt64] = []
        let count = 40_000
        for number in 0..<count {
            starts.append(spool.count)
            try spool.add(line(number))
        }
        #expect(spool.count > 2 * UInt64(LineSpool.inMemory))
        func read(_ range: Range<UInt64>, _ spool: borrowing LineSpool) throws -> [[UInt8]] {
            var found: [[UInt8]] = []
            try spool.forEachLine(in: range) { found.append(Array($0)) }
            return found
        }
        #expect(try read(0..<spool.count, spool) == (0..<count).map { Array(line($0).dropLast()) })
        #expect(
            try read(starts[39_000]..<starts[39_999], spool) == (39_000..<39_999).map { Array(line($0).dropLast()) })
        for kept in [39_990, 5, 0] {
            try spool.truncate(to: starts[kept])
            try spool.add(line(7))
            let expected = ((0..<kept).map { line($0) } + [line(7)]).map { Array($0.dropLast()) }
            #expect(try read(0..<spool.count, spool) == expected)
        }
    }
}
