import AccessModel
import LogInput

/// The file an input was found in again.
struct FoundFile {
    let path: String
    /// As what it was scanned.
    let scannedAs: InputPath

    /// What a reader of the record should know of it; empty where it is the very file at the very place.
    var note: String {
        var notes: [String] = []
        if ExactText(path) != ExactText(scannedAs.path) { notes.append("read from \(path)") }
        if !isSameFile {
            notes.append(
                "the records are those that were scanned, but the file is not: its SHA-256 is another one, as after packing it anew"
            )
        }
        return notes.joined(separator: "; ")
    }

    /// False where the SHA-256 of the scan is known and not this file's.
    private var isSameFile: Bool {
        guard !scannedAs.sha256.isEmpty else { return true }
        let input = DiscoveredInput(path: path)
        guard input.size == scannedAs.bytes, let source = try? InputSource(input, digest: true),
            let custody = try? source.finish()
        else { return false }
        return custody.sha256 == scannedAs.sha256
    }
}
