import Testing

@testable import Reconciliation

/// The estimate of users a log did not show, against estates whose truth is known.
@Suite struct UnseenUsersTests {
    /// SplitMix64: every failure can be repeated.
    private struct Random: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
            return z ^ z >> 31
        }
    }

    /// People who come daily, weekly, or a few times a year, seen over some days.
    private func sample(_ seed: UInt64) -> (unseen: UnseenUsers, truth: Int) {
        var random = Random(state: seed)
        let days = Int.random(in: 5...90, using: &random)
        let rates = (0..<Int.random(in: 20...600, using: &random)).map { _ in
            [0.7, 0.3, 0.1, 0.03, 0.01].randomElement(using: &random) ?? 0.1
        }
        let counts = rates.map { rate in
            (0..<days).count { _ in Double.random(in: 0..<1, using: &random) < rate }
        }
        let unseen = UnseenUsers(
            seen: counts.count { $0 > 0 }, onOneDay: counts.count { $0 == 1 }, onTwoDays: counts.count { $0 == 2 },
            days: days)
        return (unseen, rates.count)
    }

    /// "At least": the truth is at or above the interval's lower end in 95 of 100 estates or more.
    @Test func theTruthIsAtLeastTheLowerEnd() {
        let held = (UInt64(1)...100).count { seed in
            let (unseen, truth) = sample(seed)
            return Double(truth - unseen.seen) >= unseen.interval.lowerBound
        }
        #expect(held >= 95, "\(held)")
    }

    /// It is no empty promise: of what is missing the estimate finds a good part.
    @Test func theEstimateFindsMostOfWhatIsMissing() {
        var (missing, estimated) = (0.0, 0.0)
        for seed in UInt64(1)...100 {
            let (unseen, truth) = sample(seed)
            missing += Double(truth - unseen.seen)
            estimated += unseen.more
        }
        #expect(missing > 1000 && estimated > missing / 2 && estimated < missing * 1.2, "\(estimated) of \(missing)")
    }

    /// Worked by hand from the formulas.
    @Test func knownAnswers() {
        let some = UnseenUsers(seen: 50, onOneDay: 10, onTwoDays: 5, days: 10)
        #expect(some.more == 9)
        #expect(some.interval.lowerBound > 2 && some.interval.lowerBound < 4 && some.interval.upperBound > 20)
        let noPairs = UnseenUsers(seen: 5, onOneDay: 4, onTwoDays: 0, days: 4)
        #expect(noPairs.more == 4.5 && noPairs.interval.contains(4.5))
        for nobody in [
            UnseenUsers(seen: 9, onOneDay: 0, onTwoDays: 3, days: 5),
            UnseenUsers(seen: 9, onOneDay: 9, onTwoDays: 0, days: 1),
            UnseenUsers(seen: 0, onOneDay: 0, onTwoDays: 0, days: 0),
            UnseenUsers(seen: 1, onOneDay: 1, onTwoDays: 0, days: 3),
        ] {
            #expect(nobody.more == 0 && nobody.interval == 0...0)
        }
    }
}
