import Glibc

/// Why an input could not be read: the run goes on without it, and names it.
public enum InputError: Error, Sendable, Hashable {
    /// The file could not be opened; `reason` is the system's word for it.
    case cannotOpen(path: String, reason: String)
    /// Reading failed at `offset` of the file as found.
    case cannotRead(path: String, offset: UInt64, reason: String)
    /// The input is damaged. It must be read again from the front with `Inflation.reference`, and what was made of it
    /// so far be dropped.
    case mustReadAgain(path: String)

    /// What happened, where, why, and what to do next. Control characters of the path are escaped.
    public var message: String {
        switch self {
        case .cannotOpen(let path, let reason):
            "cannot open \(printable(path)): \(reason). "
                + "Check that the file is there and that you may read it, then run the same command again."
        case .cannotRead(let path, let offset, let reason):
            "cannot read \(printable(path)) at byte \(offset): \(reason). "
                + "Nothing of this file was counted; copy it to a healthy disk and run the same command again."
        case .mustReadAgain(let path):
            "cannot read \(printable(path)) with the fastest decompressor, because it is damaged. "
                + "Nothing of this file was counted; run the same command again."
        }
    }

    /// The system's text for an error number.
    static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}

/// A text without control characters: each becomes `\xNN`, so that a file name cannot drive a terminal.
func printable(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069:
            let hex = String(scalar.value, radix: 16, uppercase: true)
            result += scalar.value <= 0xFF ? "\\x" + (hex.utf8.count < 2 ? "0" : "") + hex : "\\u{\(hex)}"
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result
}
