/// A display path for use inside a command that a person pastes: quoted, so that no name can become a second command.
struct PastablePath {
    /// What must be run first where the content is packed; empty otherwise.
    let unpacking: String
    private let path: String

    /// - Parameter compressor: what packed the content that the command is to work on.
    init(_ path: String, packedBy compressor: Compressor? = nil) {
        let given = path == "-" ? "FILE" : path
        guard let compressor else {
            self.path = given
            unpacking = ""
            return
        }
        let (program, suffix) = (compressor.program, compressor.suffix)
        if given.utf8.count > suffix.utf8.count, given.utf8.suffix(suffix.utf8.count).elementsEqual(suffix.utf8) {
            self.path = String(decoding: given.utf8.dropLast(suffix.utf8.count), as: UTF8.self)
            unpacking = "First unpack it: \(program) -dk \(PastablePath.posix(given)). Then: "
        } else {
            self.path = given + ".unpacked"
            unpacking =
                "First unpack it: \(program) -dc < \(PastablePath.posix(given)) "
                + "> \(PastablePath.posix(self.path)). Then: "
        }
    }

    /// The whole path for a POSIX shell.
    var posix: String { PastablePath.posix(path) }

    /// The path with `suffix` behind it, for a POSIX shell.
    func posix(appending suffix: String) -> String { PastablePath.posix(path + suffix) }

    /// The path with another extension, for a POSIX shell.
    func posix(replacing suffix: String) -> String { PastablePath.posix(replacingExtension(of: path, suffix)) }

    /// The file name for cmd.exe and PowerShell; `FILE` with `ending` where the name itself cannot be pasted safely.
    func windows(_ ending: String, replacing suffix: String? = nil) -> String {
        var name = fileName
        if !PastablePath.isSafeInsideDoubleQuotes(name) { name = "FILE" + ending }
        if let suffix { name = replacingExtension(of: name, suffix) }
        return "\"" + (name.utf8.first == UInt8(ascii: "-") ? ".\\" : "") + name + "\""
    }

    /// The file name without any quotes; `FILE` with `ending` where it would need some.
    func bare(_ ending: String, replacing suffix: String? = nil) -> String {
        var name = fileName
        if !name.utf8.allSatisfy(PastablePath.isPlain) || name.utf8.first == UInt8(ascii: "-") {
            name = "FILE" + ending
        }
        return suffix.map { replacingExtension(of: name, $0) } ?? name
    }

    private var fileName: String {
        String(decoding: path.utf8.split(separator: UInt8(ascii: "/")).last ?? path.utf8[...], as: UTF8.self)
    }

    private func replacingExtension(of name: String, _ suffix: String) -> String {
        let bytes = Array(name.utf8)
        let start = (bytes.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1
        guard let dot = bytes.lastIndex(of: UInt8(ascii: ".")), dot > start else { return name + suffix }
        return String(decoding: bytes[..<dot], as: UTF8.self) + suffix
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    private static func posix(_ path: String) -> String {
        // A name that begins with a dash must not be read as an option.
        let text = (path.utf8.first == UInt8(ascii: "-") ? "./" : "") + path
        if !text.isEmpty, text.utf8.allSatisfy({ isPlain($0) || $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "%") }) {
            return text
        }
        guard printable(text).utf8.elementsEqual(text.utf8) else {
            // bash, zsh and ksh read $'...'; nothing else can show a control character without sending it.
            return "$'"
                + text.utf8.map { byte in
                    let isVisible = (0x20..<0x7F).contains(byte) && byte != UInt8(ascii: "'") && byte != 0x5C
                    return isVisible
                        ? String(UnicodeScalar(byte)) : "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
                }.joined() + "'"
        }
        return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }

    /// Inside double quotes cmd.exe expands `%` and PowerShell `$`, the backtick and curly quotes. The one `%` that event
    /// log names hold, `%4` for a slash, begins no variable.
    private static func isSafeInsideDoubleQuotes(_ name: String) -> Bool {
        var afterPercent = false
        for scalar in name.unicodeScalars {
            if afterPercent, scalar != "4" { return false }
            afterPercent = scalar == "%"
            let isSafe =
                scalar.isASCII
                ? scalar.properties.isAlphabetic || (0x30...0x39).contains(scalar.value)
                    || " ._-()[]{}+=@#,;~%".unicodeScalars.contains(scalar)
                : scalar.properties.isAlphabetic
            if !isSafe { return false }
        }
        return !name.isEmpty && !afterPercent
    }
}
