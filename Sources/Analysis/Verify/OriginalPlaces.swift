import AccessModel
import LogInput
import PositionModel

/// The places of a store's inputs, and the files that are at them now.
struct OriginalPlaces {
    private let inputs: [TracedInput]
    private let folders: [String]
    /// Every file once, under the path the store knows it by.
    let files: [DiscoveredInput]
    /// Paths where no file is.
    private let missing: Set<ExactText>

    init(_ inputs: [TracedInput], folders: [String]) {
        self.inputs = inputs
        self.folders = folders
        var files: [DiscoveredInput] = []
        var missing: Set<ExactText> = []
        for path in Set(inputs.flatMap(\.places).map { ExactText($0.path) }).sorted() {
            if let place = OriginalInputs.file(at: path.string, below: folders) {
                files.append(DiscoveredInput(path: path.string, origin: .file(PathBytes(place))))
            } else {
                missing.insert(path)
            }
        }
        (self.files, self.missing) = (files, missing)
    }

    /// False where the store was made without custody hashes.
    var haveDigests: Bool { inputs.flatMap(\.places).contains { !$0.sha256.isEmpty } }

    /// Every place with what became of it, by place.
    func verified(found: [TracedInput], unread: [UnreadInput]) -> [VerifiedPlace] {
        let now = Dictionary(
            found.flatMap { input in input.places.map { (Name($0), (content: input.content, place: $0)) } }
        ) { first, _ in first }
        let reasons = Dictionary(unread.map { (ExactText($0.path), $0.reason) }) { first, _ in first }
        var verified: [VerifiedPlace] = []
        for input in inputs {
            for place in input.places {
                var state = VerifiedPlace.State.same
                var reason = ""
                if missing.contains(ExactText(place.path)) {
                    (state, reason) = (.missing, "not here: run where the logs are, or name their folder with --logs")
                } else if let known = now[Name(place)] {
                    if known.content != input.content {
                        (state, reason) = (.changed, "another content than was scanned")
                    } else if !place.sha256.isEmpty, known.place.sha256 != place.sha256 {
                        (state, reason) = (
                            .changed, "the same records, but not the same file: its SHA-256 is another one"
                        )
                    }
                } else {
                    let why = reasons[ExactText(place.display)] ?? reasons[ExactText(place.path)]
                    (state, reason) = (
                        .unreadable, why ?? OriginalInputs.lostMember(place.path, place.member)
                    )
                }
                verified.append(
                    VerifiedPlace(path: place.path, member: place.member, state: state, reason: reason))
            }
        }
        return verified.sorted {
            ExactText($0.path) == ExactText($1.path)
                ? $0.member.isByteOrdered(before: $1.member) : $0.path.isByteOrdered(before: $1.path)
        }
    }

    /// The inputs that are still what was read, at the places that are. What a line is taken to say can depend on the
    /// first place, so an input that is there as a copy alone is not compared.
    func kept(_ verified: [VerifiedPlace]) -> [TracedInput] {
        let same = Set(
            verified.filter { $0.state == .same }.map { Name(path: ExactText($0.path), member: ExactText($0.member)) })
        return inputs.compactMap { input in
            guard same.contains(Name(input.location)) else { return nil }
            var kept = input
            kept.copies = input.copies.filter { same.contains(Name($0)) }
            return kept
        }
    }

    private struct Name: Hashable {
        var path, member: ExactText

        init(path: ExactText, member: ExactText) { (self.path, self.member) = (path, member) }
        init(_ place: InputPath) { self.init(path: ExactText(place.path), member: ExactText(place.member)) }
    }
}
