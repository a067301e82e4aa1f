import AccessModel
import LogInput

/// The files inputs were read from, to be read again: each file once, however many of its members are asked for.
///
/// Every place the content was found at is looked for, as it was given and below the folders named; what is there
/// counts only where its content is the one that was read.
struct OriginalInputs {
    let inputs: [TracedInput]
    let folders: [String]

    /// Why an input could not be read again.
    struct Unavailable: Error {
        var reason: String
    }

    /// What was made of an input, and the file it was found in.
    struct Read<Value> {
        var value: Value
        var path: String
        /// As what it was scanned.
        var place: InputPath
    }

    /// An input that may be in a file, by its index.
    private struct Candidate {
        var input: Int
        var place: InputPath
    }

    /// Reads whole inputs; gives what `body` made of each. `body` may leave a rest unread, and may be called again for an
    /// input: then what it made before does not count.
    func read<Value>(
        _ body: (TracedInput, InputReader) throws(InputError) -> Value
    ) -> [TracedInput: Result<Read<Value>, Unavailable>] {
        var found: [Int: Read<Value>] = [:]
        var reasons = inputs.map {
            "\($0.location.path) is not here: run where the logs are, or name their folder with --logs"
        }
        for (path, candidates) in candidates() where OriginalInputs.isFile(path) {
            var wanted = candidates.filter { found[$0.input] == nil }
            while !wanted.isEmpty {
                // Of several inputs that were the same member once, one at a time.
                var members: [ExactText: Candidate] = [:]
                var later: [Candidate] = []
                for candidate in wanted {
                    let member = ExactText(candidate.place.member)
                    if members[member] == nil { members[member] = candidate } else { later.append(candidate) }
                }
                read(path, members, into: &found, &reasons, body)
                wanted = later
            }
        }
        var result: [TracedInput: Result<Read<Value>, Unavailable>] = [:]
        for (index, input) in inputs.enumerated() {
            result[input] = found[index].map { .success($0) } ?? .failure(Unavailable(reason: reasons[index]))
        }
        return result
    }

    /// Every file an input may be in, with the inputs that may be in it; in the order of the inputs and their places.
    private func candidates() -> [(path: String, inputs: [Candidate])] {
        var result: [(path: String, inputs: [Candidate])] = []
        var number: [ExactText: Int] = [:]
        for (index, input) in inputs.enumerated() {
            for place in input.places {
                for path in OriginalInputs.paths(of: place.path, below: folders) {
                    let candidate = Candidate(input: index, place: place)
                    if let known = number[ExactText(path)] {
                        result[known].inputs.append(candidate)
                    } else {
                        number[ExactText(path)] = result.count
                        result.append((path, [candidate]))
                    }
                }
            }
        }
        return result
    }

    private func read<Value>(
        _ path: String, _ members: [ExactText: Candidate], into found: inout [Int: Read<Value>],
        _ reasons: inout [String], _ body: (TracedInput, InputReader) throws(InputError) -> Value
    ) {
        var seen: [Int: Read<Value>?] = [:]
        var failure: InputError?
        do throws(InputError) {
            do throws(InputError) {
                try read(path, members, .fastest, into: &seen, body)
            } catch {
                guard case .mustReadAgain = error else { throw error }
                seen = [:]
                try read(path, members, .reference, into: &seen, body)
            }
        } catch {
            failure = error
        }
        for candidate in members.values {
            switch seen[candidate.input] {
            case .some(.some(let read)): found[candidate.input] = read
            case .some(nil): reasons[candidate.input] = "\(path) has changed since it was scanned"
            case nil:
                reasons[candidate.input] = failure?.message ?? OriginalInputs.lostMember(path, candidate.place.member)
            }
        }
    }

    /// - Parameter seen: by input: nil for another content.
    private func read<Value>(
        _ path: String, _ members: [ExactText: Candidate], _ inflation: Inflation, into seen: inout [Int: Read<Value>?],
        _ body: (TracedInput, InputReader) throws(InputError) -> Value
    ) throws(InputError) {
        let source = try InputSource(DiscoveredInput(path: path), digest: false, inflation: inflation)
        var left = members.count
        while left > 0, let item = try source.next() {
            guard case .log(let reader) = item, let candidate = members[ExactText(reader.place.member)] else {
                continue
            }
            // Of members of one name the one that was read counts.
            if case .some(.some) = seen[candidate.input] { continue }
            let input = inputs[candidate.input]
            let value = try body(input, reader)
            guard try reader.finish().content == input.content else {
                seen[candidate.input] = .some(nil)
                continue
            }
            seen[candidate.input] = Read(value: value, path: path, place: candidate.place)
            left -= 1
        }
    }

    // MARK: Files

    /// The first file where something scanned at a path may be; nil where there is none.
    static func file(at path: String, below folders: [String]) -> String? {
        paths(of: path, below: folders).first(where: isFile)
    }

    /// What to say of a file in which there is no log of this name.
    static func lostMember(_ path: String, _ member: String) -> String {
        member.isEmpty
            ? "\(path) has changed since it was scanned: it is no log any more"
            : "\(path) has no member \(member) any more"
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
}
