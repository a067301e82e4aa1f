import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// Standard output for data, standard error for everything else; a closed pipe ends the program quietly.
enum Console {
    /// Writes data to standard output.
    static func print(_ text: String) { write(text.hasSuffix("\n") ? text : text + "\n", to: STDOUT_FILENO) }

    /// Writes progress, warnings and tips to standard error.
    static func note(_ text: String) { write(text.hasSuffix("\n") ? text : text + "\n", to: STDERR_FILENO) }

    /// Replaces the current line of a terminal on standard error.
    static func status(_ text: String) { write("\r\u{1B}[2K" + text, to: STDERR_FILENO) }

    static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// Columns of the terminal on standard output; 120 where it is none.
    static var width: Int {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col >= 40 else { return 120 }
        return Int(size.ws_col)
    }

    private static func write(_ text: String, to descriptor: Int32) {
        let bytes = Array(text.utf8)
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            if count <= 0 { exit(errno == EPIPE ? 0 : 1) }
            written += count
        }
    }
}
