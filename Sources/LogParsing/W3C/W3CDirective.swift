/// A line that begins with `#`.
enum W3CDirective {
    /// `#Fields:` with the text after the colon.
    case fields(UnsafeRawBufferPointer)
    /// `#Date:` with the text after the colon.
    case date(UnsafeRawBufferPointer)
    /// `#Software:` with the text after the colon.
    case software(UnsafeRawBufferPointer)
    /// Any other directive, remark or comment.
    case other

    /// - Parameter line: a line that begins with `#`, without its line end.
    init(_ line: UnsafeRawBufferPointer) {
        func value(after name: StaticString) -> UnsafeRawBufferPointer {
            UnsafeRawBufferPointer(rebasing: line[name.utf8CodeUnitCount...])
        }
        if W3CText.begins(line, with: "#fields:") {
            self = .fields(value(after: "#fields:"))
        } else if W3CText.begins(line, with: "#date:") {
            self = .date(value(after: "#date:"))
        } else if W3CText.begins(line, with: "#software:") {
            self = .software(value(after: "#software:"))
        } else {
            self = .other
        }
    }
}
