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
