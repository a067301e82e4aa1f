import AccessModel
import LogInput

/// The file an input was read from, to be read again.
///
/// Every place the content was found at is looked for, as it was given and below the folders named; what is there
/// counts only where its content is the one that was read.
struct OriginalInput {
    let input: TracedInput
    let folders: [String]

    /// Why an input could not be read again.
    struct Unavailable: Error {
        var reason: String
    }

    private enum Failure: Error {
        case input(InputError)
        case noMember
    }

    /// Reads the whole input; gives what `body` made of it. `body` may leave a rest unread.
    func read<Value>(_ body: (InputReader) throws(InputError) -> Value) throws(Unavailable) -> Value {
        try located(body).value
    }

    /// The same, and in which file the input was found.
    func located<Value>(
        _ body: (InputReader) throws(InputError) -> Value
    ) throws(Unavailable) -> (value: Value, file: FoundFile) {
        var unavailable = Unavailable(
            reason: "\(input.location.path) is not here: run where the logs are, or name their folder with --logs")
        for (path, place) in candidates where OriginalInput.isFile(path) {
            do throws(Failure) {
                if let value = try read(path, place.member, body) {
                    return (value, FoundFile(path: path, scannedAs: place))
                }
                unavailable.reason = "\(path) has changed since it was scanned"
            } catch {
                switch error {
                case .input(let error): unavailable.reason = error.message
                case .noMember: unavailable.reason = OriginalInput.lostMember(path, place.member)
                }
            }
        }
        throw unavailable
    }

    private var candidates: [(path: String, place: InputPath)] {
        input.places.flatMap { place in OriginalInput.paths(of: place.path, below: folders).map { ($0, place) } }
    }

    /// What to say of a file in which there is no log of this name.
    static func lostMember(_ path: String, _ member: String) -> String {
        member.isEmpty
            ? "\(path) has changed since it was scanned: it is no log any more"
            : "\(path) has no member \(member) any more"
    }

    /// The first file where something scanned at a path may be; nil where there is none.
    static func file(at path: String, below folders: [String]) -> String? {
        paths(of: path, below: folders).first(where: isFile)
    }

    private static func isFile(_ path: String) -> Bool {
        path != "-" && DiscoveredInput(path: path).size != nil
    }

    private static func paths(of path: String, below folders: [String]) -> [String] {
        [path] + folders.flatMap { below($0, path) }
    }

    /// Where a path may be below a folder: all of it, and what is left without its first parts.
    private static func below(_ folder: String, _ path: String) -> [String] {
        let parts = path.utf8.split(separator: UInt8(ascii: "/")).map { String(decoding: $0, as: UTF8.self) }
        return parts.indices.map { folder + "/" + parts[$0...].joined(separator: "/") }
    }

    /// Nil where the content is another one.
    private func read<Value>(
        _ path: String, _ member: String, _ body: (InputReader) throws(InputError) -> Value
    ) throws(Failure) -> Value? {
        do throws(Failure) {
            return try read(path, member, .fastest, body)
        } catch .input(.mustReadAgain) {
            return try read(path, member, .reference, body)
        }
    }

    private func read<Value>(
        _ path: String, _ member: String, _ inflation: Inflation,
        _ body: (InputReader) throws(InputError) -> Value
    ) throws(Failure) -> Value? {
        var hasMember = false
        do throws(InputError) {
            let source = try InputSource(DiscoveredInput(path: path), digest: false, inflation: inflation)
            while let item = try source.next() {
                guard case .log(let reader) = item, ExactText(reader.place.member) == ExactText(member) else {
                    continue
                }
                hasMember = true
                let value = try body(reader)
                if try reader.finish().content == input.content { return value }
            }
        } catch {
            throw .input(error)
        }
        guard hasMember else { throw .noMember }
        return nil
    }
}
