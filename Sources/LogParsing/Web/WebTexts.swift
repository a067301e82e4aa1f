import AccessModel
import ByteScan

/// Texts that many lines share: stored once in a batch, pointed to by every line.
struct WebTexts {
    var computer = RepeatedText()
    var serverAddress = RepeatedText()
    var site = RepeatedText()
    var peer = RepeatedText()
    private var agents = AgentMemory()
    private var products = [TextRange](repeating: .empty, count: ProductPath.table.count)
    private var agentClasses = [TextRange](repeating: .empty, count: UserAgentClass.table.count)

    /// The batch is another one, or empty again: nothing in it can be pointed to.
    mutating func forget() {
        computer.forget()
        serverAddress.forget()
        site.forget()
        peer.forget()
        for index in products.indices { products[index] = .empty }
        for index in agentClasses.indices { agentClasses[index] = .empty }
    }

    /// Fills in the hash and the class of the user agent.
    mutating func classify(agent: UnsafeRawBufferPointer, _ access: inout Access, _ batch: inout AccessBatch) {
        access.agentHash = max(ByteScan.agentHash(agent), PeerSigns.firstAgentHash)
        guard !agent.isEmpty else {
            access.agentHash = 0
            return
        }
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

/// A value that is often the same as on the line before.
struct RepeatedText {
    /// What is stored of a value.
    enum Form {
        /// As it is.
        case recorded
        case lowercase
        /// An address in canonical form, nothing where it is none.
        case address
    }

    private var value: [UInt8] = []
    private var stored = TextRange.empty
    private var isCurrent = false

    mutating func forget() { isCurrent = false }

    /// The range of this value in the batch, stored now unless the last one was the same.
    mutating func range(of value: UnsafeRawBufferPointer, as form: Form, in batch: inout AccessBatch) -> TextRange {
        if isCurrent, self.value.withUnsafeBytes({ LineText.isSame($0, value) }) { return stored }
        self.value.removeAll(keepingCapacity: true)
        self.value.append(contentsOf: value)
        isCurrent = true
        stored =
            switch form {
            case .recorded: batch.store(value)
            case .lowercase: batch.storeLowercased(value)
            case .address: isCanonicalIPv4(value) ? batch.store(value) : batch.storeAddress(value)
            }
        return stored
    }

    /// True for the spelling `storeAddress` would give: four octets without leading zeros, and not `0.0.0.0`. Most
    /// lines have it, and need no parsing.
    private func isCanonicalIPv4(_ text: UnsafeRawBufferPointer) -> Bool {
        guard (7...15).contains(text.count), text[0] != UInt8(ascii: "0") else { return false }
        var (octet, digits, dots) = (0, 0, 0)
        for byte in text {
            if byte == UInt8(ascii: ".") {
                guard digits > 0 else { return false }
                dots += 1
                (octet, digits) = (0, 0)
            } else {
                guard byte &- 0x30 < 10, !(digits > 0 && octet == 0) else { return false }
                octet = octet * 10 + Int(byte &- 0x30)
                digits += 1
                guard octet <= 255 else { return false }
            }
        }
        return dots == 3 && digits > 0
    }
}
