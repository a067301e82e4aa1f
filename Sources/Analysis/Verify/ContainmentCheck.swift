import AccessModel
import LogInput
import PositionModel

/// Confirms that a longer log begins with every byte of a contained one.
struct ContainmentCheck {
    let contained: TracedInput
    let holder: TracedInput
    let folders: [String]

    /// The text of a log up to a length, as how long it was and its SHA-256.
    private struct Beginning: Equatable {
        var bytes: Int
        var hash: String
    }

    var state: VerifiedContainment.State {
        guard let whole = beginning(of: contained, upTo: .max),
            let longer = beginning(of: holder, upTo: whole.bytes)
        else { return .missing }
        return whole == longer ? .confirmed : .differs
    }

    /// Nil where the input is not here.
    private func beginning(of input: TracedInput, upTo limit: Int) -> Beginning? {
        let read = OriginalInputs(inputs: [input], folders: folders).read { _, reader throws(InputError) in
            try ContainmentCheck.beginning(of: reader, upTo: limit)
        }
        return try? read[input]?.get().value
    }

    private static func beginning(of reader: InputReader, upTo limit: Int) throws(InputError) -> Beginning {
        guard let hash = CustodyHash() else { return Beginning(bytes: 0, hash: "") }
        var bytes = 0
        func take(_ chunk: UnsafeRawBufferPointer) {
            let part = chunk.prefix(limit - bytes)
            hash.update(UnsafeRawBufferPointer(rebasing: part))
            bytes += part.count
        }
        while bytes < limit, try reader.nextChunk(take) {}
        return Beginning(bytes: bytes, hash: hash.finish())
    }
}
