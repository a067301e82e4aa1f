import AccessModel
import LogInput

/// Files inputs were found in again, each looked at once.
struct FoundFiles {
    private struct Key: Hashable {
        var path: ExactText
        var sha256: ExactText
    }

    private var isSame: [Key: Bool] = [:]

    /// What a reader of a record should know of its file; empty where it is the very file at the very place.
    mutating func note(of path: String, scannedAs place: InputPath) -> String {
        var notes: [String] = []
        if ExactText(path) != ExactText(place.path) { notes.append("read from \(path)") }
        let key = Key(path: ExactText(path), sha256: ExactText(place.sha256))
        let isSame = self.isSame[key] ?? FoundFiles.isSameFile(path, place)
        self.isSame[key] = isSame
        if !isSame {
            notes.append(
                "the records are those that were scanned, but the file is not: its SHA-256 is another one, as after packing it anew"
            )
        }
        return notes.joined(separator: "; ")
    }

    /// False where the SHA-256 of the scan is known and not this file's.
    private static func isSameFile(_ path: String, _ place: InputPath) -> Bool {
        guard !place.sha256.isEmpty else { return true }
        let input = DiscoveredInput(path: path)
        guard input.size == place.bytes, let source = try? InputSource(input, digest: true),
            let custody = try? source.finish()
        else { return false }
        return custody.sha256 == place.sha256
    }
}
