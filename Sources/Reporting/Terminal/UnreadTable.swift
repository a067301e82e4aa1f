public import AccessModel

/// The inputs that were not read, with the reason and what to do; empty where all were.
public enum UnreadTable {
    public static func text(_ inputs: [UnreadInput], style: TerminalStyle = TerminalStyle()) -> String {
        inputs.map { input in
            let kind = input.isFailure ? "FAILED" : "not read"
            let remedy = input.remedy.isEmpty ? "" : style.paragraph(input.remedy, indent: "    ", hanging: "    ")
            return style.paragraph(
                "\(kind): \(input.path) (\(input.format.rawValue)): \(input.reason)", indent: "  ", hanging: "    ")
                + remedy
        }.joined()
    }
}
