import Foundation
import Reporting

#if canImport(Glibc)
    import Glibc
#endif

/// Standard output for data, standard error for everything else; a closed pipe ends the program quietly.
enum Console {
    /// Writes data to standard output: nothing where there is none.
    static func print(_ text: String) {
        guard !text.isEmpty else { return }
        write(text.hasSuffix("\n") ? text : text + "\n", to: STDOUT_FILENO)
    }

    /// Writes progress, warnings and tips to standard error.
    static func note(_ text: String) { write(text.hasSuffix("\n") ? text : text + "\n", to: STDERR_FILENO) }

    /// Replaces the current line of a terminal on standard error.
    static func status(_ text: String) { write("\r\u{1B}[2K" + text, to: STDERR_FILENO) }

    /// True where standard error is a terminal that can redraw a line.
    static var errorRedraws: Bool {
        let terminal = ProcessInfo.processInfo.environment["TERM"] ?? ""
        return isatty(STDERR_FILENO) == 1 && !terminal.isEmpty && terminal != "dumb"
    }

    /// What standard output can show: as wide as needed where it is no terminal.
    static var style: TerminalStyle {
        var size = winsize()
        let isTerminal = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col >= 40
        let locale =
            ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { ProcessInfo.processInfo.environment[$0] }
            .first { !$0.isEmpty } ?? ""
        let isUTF8 = locale.uppercased().contains("UTF-8") || locale.uppercased().contains("UTF8")
        return TerminalStyle(width: isTerminal ? Int(size.ws_col) : nil, isASCII: isTerminal && !isUTF8)
    }

    /// Columns of the terminal on standard error.
    static var errorWidth: Int {
        var size = winsize()
        return ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col >= 20 ? Int(size.ws_col) : 80
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
