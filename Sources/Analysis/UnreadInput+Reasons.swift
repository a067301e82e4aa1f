import AccessModel
import LogInput

extension InputError {
    /// The input as one that could not be read.
    func unread(_ input: DiscoveredInput) -> UnreadInput {
        UnreadInput(
            path: input.path, format: .unknown, reason: message,
            remedy: "Check that the file is there and readable, then scan it again.", isFailure: true)
    }
}

extension InputReader {
    /// The input as one whose format is not read.
    func explained(_ input: DiscoveredInput) -> UnreadInput {
        unread ?? UnreadFormat.explain(format: format, path: input.path)
    }
}
