import PositionModel

/// What a terminal can show.
public struct TerminalStyle: Sendable, Hashable {
    /// Columns a table may take; nil for as many as it needs (not a terminal).
    public var width: Int?
    /// Draws and escapes in ASCII alone.
    public var isASCII: Bool

    public init(width: Int? = nil, isASCII: Bool = false) {
        self.width = width
        self.isASCII = isASCII
    }

    var minus: String { isASCII ? "-" : "−" }
    var dash: String { isASCII ? "-" : "–" }
    var ellipsis: String { isASCII ? "..." : "…" }
    var rule: String { isASCII ? "-" : "─" }

    /// Makes a value from logs or files harmless.
    func safe(_ text: String) -> String { isASCII ? SafeText.ascii(text) : SafeText.terminal(text) }

    func number(_ value: Int) -> String { NumberText.grouped(value, minus: minus) }
    func figure(_ figure: Figure) -> String { figure.value.map(number) ?? "n/d" }
    func signed(_ figure: Figure) -> String { figure.value.map { NumberText.signed($0, minus: minus) } ?? "n/d" }

    /// `12`, or `12–30` where the two differ.
    func range(_ low: Figure, _ high: Figure) -> String {
        low == high ? figure(low) : figure(low) + dash + figure(high)
    }

    /// A line of words, broken at spaces to the width, later lines indented.
    func paragraph(_ text: String, indent: String = "", hanging: String = "") -> String {
        guard let width, width > hanging.utf8.count + 20 else { return indent + safe(text) + "\n" }
        var lines: [String] = []
        var line = indent
        var isStart = true
        for word in safe(text).split(separator: " ", omittingEmptySubsequences: true) {
            if !isStart, TextWidth.columns(line) + 1 + TextWidth.columns(String(word)) > width {
                lines.append(line)
                line = hanging
                isStart = true
            }
            line += (isStart ? "" : " ") + word
            isStart = false
        }
        return (lines + [line]).joined(separator: "\n") + "\n"
    }
}
