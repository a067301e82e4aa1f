import AccessModel
import ByteScan

/// Texts that many lines share: stored once in a batch, pointed to by every line.
struct WebTexts {
    private var agents = AgentMemory()
    private var products = [TextRange](repeating: .empty, count: ProductPath.table.count)
    private var agentClasses = [TextRange](repeating: .empty, count: UserAgentClass.table.count)

    /// The batch is another one, or empty again: nothing in it can be pointed to.
    mutating func forget() {
        for index in products.indices { products[index] = .empty }
        for index in agentClasses.indices { agentClasses[index] = .empty }
    }

    /// Fills in the hash and the class of the user agent.
    mutating func classify(agent: UnsafeRawBufferPointer, _ access: inout Access, _ batch: inout AccessBatch) {
        guard !agent.isEmpty else { return }
        access.agentHash = max(ByteScan.agentHash(agent), PeerSigns.firstAgentHash)
        guard let row = agents.row(of: agent, hash: access.agentHash) else { return }
        if agentClasses[row].isEmpty { agentClasses[row] = store(UserAgentClass.table[row].name, in: &batch) }
        access.agentClass = agentClasses[row]
    }

    /// The product the path points to.
    mutating func product(
        path: UnsafeRawBufferPointer, query: UnsafeRawBufferPointer, in batch: inout AccessBatch
    ) -> TextRange {
        guard let row = ProductPath.index(of: path, query: query) else { return .empty }
        if products[row].isEmpty { products[row] = store(ProductPath.table[row].product, in: &batch) }
        return products[row]
    }

    private func store(_ text: StaticString, in batch: inout AccessBatch) -> TextRange {
        batch.store(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
}
