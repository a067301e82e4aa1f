import AccessModel

/// The addresses a request says it came through, as a proxy's header column records them.
enum ForwardedList {
    /// Longest list kept, in bytes. Whoever sends the request writes the left of it, so only the right is worth keeping.
    static let maximumLength = 1024

    /// Stores the list as recorded; of a longer one, the hops at its right that fit whole.
    static func store(_ list: UnsafeRawBufferPointer, in batch: inout AccessBatch) -> TextRange {
        guard list.count > maximumLength else { return list.isEmpty ? .empty : batch.store(list) }
        let tail = list.suffix(maximumLength)
        guard let comma = tail.firstIndex(of: UInt8(ascii: ",")) else { return .empty }
        return batch.store(UnsafeRawBufferPointer(rebasing: tail[(comma + 1)...]))
    }
}
