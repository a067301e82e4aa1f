import Foundation

/// Runs one stage of the pipeline on a thread of its own, a few items ahead of whoever takes them.
///
/// A thread and not a task: the taker waits for it, and a task must not wait for another one where the pool has no more
/// threads than cores. Items are made once and filled again and again; nothing is copied between the threads.
final class Ahead<Item, Failure: Error> {
    private let lane: Lane<Item, Failure>

    /// - Parameters:
    ///   - depth: items there are; more only take memory, because one of the two sides is the slower one for most of a file.
    ///   - produce: fills an item on the thread; false at the end. What it reads from is the caller's again once `take`
    ///     has returned false or thrown.
    init(
        _ name: String, depth: Int, makeItem: () -> Item, produce: @escaping (inout Item) throws(Failure) -> Bool
    ) {
        let lane = Lane(items: (0..<depth).map { _ in makeItem() }, produce: produce)
        self.lane = lane
        let thread = Thread { lane.run() }
        thread.name = name
        thread.start()
    }

    deinit { lane.cancel() }

    /// Hands the next item to `body`, which may change it; false at the end, without calling it.
    func take(_ body: (inout Item) -> Void) throws(Failure) -> Bool {
        try lane.take(body)
    }
}

/// What the producing thread and the taking one share.
///
/// Unchecked: the producer and the items are not protected by the lock but handed over under it. The thread owns
/// `produce` until `outcome` is set, and the items that are not filled; the taker owns the filled ones.
private final class Lane<Item, Failure: Error>: @unchecked Sendable {
    private let produce: (inout Item) throws(Failure) -> Bool
    private let items: UnsafeMutableBufferPointer<Item>
    private let condition = NSCondition()
    private var filled = 0
    private var outcome: Result<Void, Failure>?
    private var isCancelled = false
    /// Next item to fill; the thread's alone.
    private var writing = 0
    /// Next item to take; the taker's alone.
    private var taking = 0

    init(items: [Item], produce: @escaping (inout Item) throws(Failure) -> Bool) {
        self.produce = produce
        self.items = .allocate(capacity: items.count)
        _ = self.items.initialize(from: items)
    }

    deinit {
        items.deinitialize()
        items.deallocate()
    }

    /// The thread's work.
    func run() {
        while waitForRoom() {
            do throws(Failure) {
                guard try produce(&items[writing]) else { return end(.success(())) }
            } catch {
                return end(.failure(error))
            }
            writing = (writing + 1) % items.count
            condition.withLock {
                filled += 1
                condition.signal()
            }
        }
    }

    private func waitForRoom() -> Bool {
        condition.withLock {
            while filled == items.count, !isCancelled { condition.wait() }
            return !isCancelled
        }
    }

    private func end(_ result: Result<Void, Failure>) {
        condition.withLock {
            outcome = result
            condition.signal()
        }
    }

    func take(_ body: (inout Item) -> Void) throws(Failure) -> Bool {
        let ended: Result<Void, Failure>? = condition.withLock {
            while filled == 0, outcome == nil { condition.wait() }
            return filled == 0 ? outcome : nil
        }
        if let ended {
            try ended.get()
            return false
        }
        body(&items[taking])
        taking = (taking + 1) % items.count
        condition.withLock {
            filled -= 1
            condition.signal()
        }
        return true
    }

    /// Lets the thread end at its next item. It may be blocked in a read, so nobody waits for it.
    func cancel() {
        condition.withLock {
            isCancelled = true
            condition.signal()
        }
    }
}
