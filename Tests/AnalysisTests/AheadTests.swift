import Foundation
import Synchronization
import Testing

@testable import Analysis

struct AheadTests {
    private struct Broken: Error, Equatable { var at: Int }

    private func numbers(to count: Int, depth: Int, failing: Bool = false) -> Ahead<[Int], Broken> {
        var next = 0
        return Ahead("numbers", depth: depth, makeItem: { [] }) { item throws(Broken) in
            if next == count, failing { throw Broken(at: next) }
            guard next < count else { return false }
            item = [next]
            next += 1
            return true
        }
    }

    @Test(arguments: [1, 2, 5]) func itemsComeInOrderAndThenTheEnd(depth: Int) throws {
        let ahead = numbers(to: 5000, depth: depth)
        var taken: [Int] = []
        while try ahead.take({ taken += $0 }) {}
        #expect(taken == Array(0..<5000))
        let again = try ahead.take { _ in Issue.record("nothing comes after the end") }
        #expect(!again)
    }

    @Test func whatCameBeforeAFailureIsTakenFirst() {
        let ahead = numbers(to: 7, depth: 3, failing: true)
        var taken = 0
        #expect(throws: Broken(at: 7)) { while try ahead.take({ _ in taken += 1 }) {} }
        #expect(taken == 7)
    }

    /// Whoever stops taking lets the thread end: what it holds goes.
    @Test func aTakerThatGoesAwayEndsTheThread() async throws {
        final class Held: Sendable {}
        weak var held: Held?
        do {
            let kept = Held()
            held = kept
            let ahead = Ahead<Int, Broken>("endless", depth: 2, makeItem: { 0 }) { _ throws(Broken) in
                withExtendedLifetime(kept) { true }
            }
            _ = try ahead.take { _ in }
        }
        for _ in 0..<200 where held != nil { try await Task.sleep(for: .milliseconds(20)) }
        #expect(held == nil)
    }
}
