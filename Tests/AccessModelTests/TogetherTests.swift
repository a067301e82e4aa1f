import AccessModel
import Testing

@Suite struct TogetherTests {
    @Test func bothAreDoneAndToldApart() {
        let (sum, text) = Together.both({ (1...1000).reduce(0, +) }, { String(repeating: "x", count: 3) })
        #expect(sum == 500_500 && text == "xxx")
    }

    @Test(arguments: [0, 1, 6, 7, 8, 1000])
    func rangesCoverEverythingInOrder(count: Int) {
        let parts = Together.ranges(of: count, size: 7) { Array($0) }
        #expect(parts.flatMap { $0 } == Array(0..<count))
        #expect(parts.count == (count + 6) / 7)
        #expect(parts.dropLast().allSatisfy { $0.count == 7 })
    }

    @Test(arguments: [0, 1, 6, 7, 8, 1000])
    func everyElementIsInItsPlace(count: Int) {
        #expect(Together.map(count, size: 7) { "\($0)" } == (0..<count).map { "\($0)" })
    }

    /// Halves that overlap, halves that do not, and equal elements, which keep their order.
    @Test(arguments: [0, 1, 2, 3, 10, 1001])
    func halvesAreSortedAndMerged(count: Int) {
        let lists = [
            Array(0..<count), Array((0..<count).reversed()), (0..<count).map { $0 * 7919 % 101 },
            Array(repeating: 1, count: count),
        ]
        for list in lists {
            let numbered = list.enumerated().map { [$1, $0] }
            let sorted = Together.sorted(numbered) { $0[0] < $1[0] }
            #expect(sorted == numbered.sorted { ($0[0], $0[1]) < ($1[0], $1[1]) })
        }
    }

    /// Work within work: nobody waits for a helper that has not begun, however many want one.
    @Test func workWithinWorkEnds() {
        let sums = Together.ranges(of: 64, size: 1) { outer in
            Together.ranges(of: 200, size: 3) { inner in
                let (left, right) = Together.both(
                    { inner.reduce(0, +) }, { Together.map(inner.count, size: 1) { $0 }.count })
                return left + right + outer.lowerBound
            }.reduce(0, +)
        }
        // 0 to 199 and their number once each, and the outer number once for each of the 67 inner ranges.
        #expect(sums == (0..<64).map { 19_900 + 200 + 67 * $0 })
    }

    @Test func closuresMayHoldWhatChanges() {
        for round in 0..<500 {
            let held = [round]
            #expect(Together.ranges(of: 3, size: 1) { held[0] + $0.lowerBound } == [round, round + 1, round + 2])
        }
    }

    /// As many bytes as are compared at a time, one fewer and one more, with the difference at each place.
    @Test(arguments: [0, 1, 7, 8, 9, 15, 16, 17, 30])
    func textsOfAnyLengthAreInTheOrderOfTheirBytes(length: Int) {
        let text = String(repeating: "m", count: length)
        var others = ["", text, text + "a", "é" + text]
        for place in 0..<length {
            for letter in ["a", "z", "\u{7F}", "é"] {
                others.append(String(text.prefix(place)) + letter + String(text.dropFirst(place + 1)))
            }
        }
        for a in others {
            for b in others {
                #expect(
                    a.isByteOrdered(before: b) == Array(a.utf8).lexicographicallyPrecedes(Array(b.utf8)), "\(a) \(b)")
            }
        }
    }
}
