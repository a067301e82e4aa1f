import Dispatch
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// Numbered pieces of work, done by whoever has time: the caller, and threads of the pool that come to help.
///
/// `DispatchQueue.concurrentPerform` does pieces within pieces one after the other: of a reconciliation of 500,000 accounts nine
/// seconds of forty ran on one core of two because of it. Here the caller never waits for a helper that has not begun, so work within
/// work cannot wait for itself, whatever the pool does.
final class SharedWork: Sendable {
    private struct State {
        var next = 0
        var helpers = 0
        var isClosed = false
        var body: (@Sendable (Int) -> Void)?
    }

    private let count: Int
    private let state: Mutex<State>
    private let lastHelperLeft = DispatchSemaphore(value: 0)

    private init(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
        self.count = count
        state = Mutex(State(body: body))
    }

    /// Threads that work at a time.
    private static let width = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))

    /// Calls `body` with each number below `count`, several at a time, and returns when all are done.
    static func perform(_ count: Int, _ body: @Sendable (Int) -> Void) {
        guard count > 1, width > 1 else {
            for number in 0..<count { body(number) }
            return
        }
        withoutActuallyEscaping(body) { body in
            let work = SharedWork(count, body)
            for _ in 1..<min(count, width) {
                DispatchQueue.global().async { work.help() }
            }
            while let number = work.take() { body(number) }
            work.close()
        }
    }

    private func take() -> Int? {
        state.withLock { state in
            guard state.next < count else { return nil }
            state.next += 1
            return state.next - 1
        }
    }

    private func help() {
        guard
            state.withLock({ state in
                if state.isClosed { return false }
                state.helpers += 1
                return true
            })
        else { return }
        while let number = take() { doPiece(number) }
        let isLast = state.withLock { state in
            state.helpers -= 1
            return state.isClosed && state.helpers == 0
        }
        if isLast { lastHelperLeft.signal() }
    }

    /// A call of its own, so that nothing holds the caller's closure when the helper leaves.
    @inline(never)
    private func doPiece(_ number: Int) {
        let body = state.withLock { $0.body }
        body?(number)
    }

    /// Waits for the helpers that have begun, and lets nobody in any more.
    private func close() {
        let mustWait = state.withLock { state in
            state.isClosed = true
            return state.helpers > 0
        }
        if mustWait { lastHelperLeft.wait() }
        state.withLock { $0.body = nil }
    }
}
