/// Merges runs of records by record id: a heap of the parts by the id each stands at.
struct EventRunMerge {
    private var parts: [EventRunCursor]
    /// Indices into `parts`, the one with the smallest id first.
    private var heap: [Int] = []

    init(_ parts: [EventRunCursor]) {
        self.parts = parts
        for index in parts.indices where parts[index].current != nil {
            heap.append(index)
            moveUp(heap.count - 1)
        }
    }

    /// Takes all records of the smallest id left; false where none is left.
    mutating func next(_ sameID: inout [(input: Int64, entry: EventRun.Entry)]) throws -> Bool {
        sameID.removeAll(keepingCapacity: true)
        guard let first = heap.first else { return false }
        let id = key(first)
        while let top = heap.first, key(top) == id, let entry = parts[top].current {
            sameID.append((parts[top].input, entry))
            try parts[top].advance()
            if parts[top].current == nil {
                heap[0] = heap[heap.count - 1]
                heap.removeLast()
            }
            moveDown()
        }
        return true
    }

    private func key(_ part: Int) -> UInt64 { parts[part].current?.recordID ?? .max }

    private mutating func moveUp(_ start: Int) {
        var place = start
        while place > 0, key(heap[place]) < key(heap[(place - 1) / 2]) {
            heap.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    private mutating func moveDown() {
        var place = 0
        while true {
            var smallest = place
            for child in [2 * place + 1, 2 * place + 2] where child < heap.count {
                if key(heap[child]) < key(heap[smallest]) { smallest = child }
            }
            guard smallest != place else { return }
            heap.swapAt(place, smallest)
            place = smallest
        }
    }
}
