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
        do throws(OriginalInput.Unavailable) {
            let whole = try OriginalInput(input: contained, folders: folders).read { reader throws(InputError) in
                try ContainmentCheck.beginning(of: reader, upTo: .max)
            }
            let longer = try OriginalInput(input: holder, folders: folders).read { reader throws(InputError) in
                try ContainmentCheck.beginning(of: reader, upTo: whole.bytes)
            }
            return whole == longer ? .confirmed : .differs
        } catch {
            return .missing
        }
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
