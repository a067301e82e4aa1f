import AccessModel
import PositionModel
import Testing

@testable import Identity

/// The tables that accounts, devices and their days are held in, against Swift's own.
@Suite struct NumberedAccountsTests {
    /// SplitMix64 of a seed, below a bound.
    private struct Numbers {
        var state: UInt64

        mutating func next(_ bound: UInt64) -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return (z ^ (z >> 31)) % bound
        }
    }

    @Test(arguments: 0...5) func positionsAreAList(count: Int) {
        var positions = Positions()
        let expected = (0..<count).map { $0 * 7 }
        for each in expected { positions.append(each) }
        #expect(Array(positions) == expected)
        #expect(positions.count == count && positions.isEmpty == (count == 0))
        positions.removeAll { $0 % 2 == 0 }
        #expect(Array(positions) == expected.filter { $0 % 2 != 0 })
    }

    /// More accounts than the table has places for at first.
    @Test func recordedAccountsKeepTheirNumbers() {
        var numbers = Numbers(state: 1)
        var recorded = KeyNumbers<EvidenceAccount>()
        var expected: [[TextID]: Int] = [:]
        for _ in 0..<20_000 {
            let account = EvidenceAccount(
                domain: TextID(numbers.next(3)), name: TextID(numbers.next(90)), sid: TextID(numbers.next(30)))
            let key = [account.domain, account.name, account.sid]
            let known = expected[key] ?? expected.count
            expected[key] = known
            #expect(Int(recorded.number(account)) == known)
        }
        #expect(recorded.all.count == expected.count && expected.count > 2_048)
    }

    @Test func keysAreThoseOfEvidenceAndDirectory() {
        var numbers = Numbers(state: 2)
        let texts = ([""] + (10..<40).map { "t\($0)" }).map { ExactText($0) }
        var recorded = KeyNumbers<EvidenceAccount>()
        var directory = Directory()
        for _ in 0..<300 {
            let ids = (0..<3).map { _ in TextID(numbers.next(UInt64(texts.count))) }
            _ = recorded.number(.init(domain: ids[0], name: ids[1], sid: ids[2]))
            guard numbers.next(2) == 0 else { continue }
            var account = DirectoryAccount()
            (account.domain, account.name) = (texts[Int(ids[0])].string, "t\(numbers.next(60))")
            if numbers.next(3) == 0 { account.name = texts[Int(ids[1])].string }
            account.sid = texts[Int(ids[2])].string
            directory.accounts += numbers.next(4) == 0 ? [account, account] : [account]
        }
        let keys = AccountKeys(recorded.all, texts: texts, directory: directory)
        func words(_ key: AccountKey) -> [ExactText] { [key.domain, key.name, key.sid] }
        let listed = directory.accounts.indices.map { words(AccountKey(directory, $0)) }
        let all = recorded.all.map { words(AccountKey($0, texts: texts)) } + listed
        let distinct = Set(all).sorted { $0.lexicographicallyPrecedes($1) }
        #expect(keys.map(words) == distinct)
        for (number, account) in recorded.all.enumerated() {
            #expect(distinct[Int(keys.positionOf[number])] == words(AccountKey(account, texts: texts)))
            #expect(keys[Int(keys.positionOf[number])].recorded == number)
        }
        for (position, key) in distinct.enumerated() {
            #expect(keys.sid(position) == key[2])
            #expect(keys.directoryOf[position] == listed.firstIndex(of: key))
        }
        #expect(
            Array(keys.directoryOf.positions) == distinct.indices.filter { keys.directoryOf[$0] != nil })
    }

    @Test func daysAreASet() {
        var numbers = Numbers(state: 3)
        var days = DaySet()
        var hosts = DayHosts()
        var expected: [Day: Int] = [:]
        for host in 0..<500 {
            let day = Day(number: Int32(numbers.next(200)) - 100)
            let first = expected[day] ?? host
            expected[day] = first
            days.insert(day)
            #expect(hosts.claim(day, host) == first)
        }
        #expect(days.count == expected.count)
        #expect(days.first == expected.keys.min() && days.last == expected.keys.max())
        for number in Int32(-101)...101 {
            #expect(hosts.host(Day(number: number)) == expected[Day(number: number)])
        }
    }
}
