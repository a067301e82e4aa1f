public import AccessModel

/// A line that belongs to no input.
public enum NoteLine: Sendable, Hashable {
    case unread(UnreadInput)
    /// Path of a file that was read as far as it goes.
    case finished(String)

    public init(_ line: ContributionLine) throws(ContributionLineError) {
        var fields = line.fields
        switch line.kind {
        case .unread:
            self = .unread(
                UnreadInput(
                    path: try fields.text("path"), format: try fields.named("format"),
                    reason: try fields.text("reason"), remedy: try fields.textOrEmpty("remedy"),
                    isFailure: try fields.flag("is_failure")))
        case .finished: self = .finished(try fields.text("path"))
        default: throw ContributionLineError("it belongs to an input")
        }
        try fields.end()
    }
}
