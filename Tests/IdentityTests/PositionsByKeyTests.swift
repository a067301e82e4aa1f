import AccessModel
import Testing

@testable import Identity

@Suite struct PositionsByKeyTests {
    @Test func listsAreThoseOfADictionary() {
        var lists = PositionsByKey<ExactText>()
        var twin: [ExactText: [Int]] = [:]
        for position in 0..<5000 {
            let key = ExactText("key \(position * 7919 % 1201)")
            lists.append(position, to: key)
            twin[key, default: []].append(position)
        }
        #expect(lists.numbers.count == twin.count)
        for (key, positions) in twin { #expect(lists[key].map { Array($0) } == positions) }
        #expect(lists["key 1201"] == nil && lists.number(of: "key 1201") == nil)
        #expect(PositionsByKey<ExactText>()["key"] == nil)
    }

    /// A number alone is no list, and the lists come in the order of their keys' first use.
    @Test func keysComeInTheOrderOfTheirNumbers() {
        var lists = PositionsByKey<ExactText>()
        #expect(["b", "a", "b", "c"].map { lists.numbered($0) } == [0, 1, 0, 2])
        lists.append(9, toNumber: 2)
        lists.append(4, to: "b")
        #expect(lists["a"] == nil && lists.number(of: "a") == 1)
        #expect(lists.map { $0.key } == ["b", "c"] && lists.map { Array($0.value) } == [[4], [9]])
        lists.replace([5, 6], ofNumber: 0)
        #expect(lists["b"].map { Array($0) } == [5, 6] && lists.key(2) == "c")
    }
}
