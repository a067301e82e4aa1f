import Synchronization

/// Hands out the indices of a work list, each once.
final class WorkQueue: Sendable {
    private let position = Atomic<Int>(0)
    private let count: Int

    init(count: Int) { self.count = count }

    func next() -> Int? {
        let index = position.wrappingAdd(1, ordering: .relaxed).oldValue
        return index < count ? index : nil
    }
}
