public import PositionModel

/// What `verify DIR` prints.
public enum PositionVerificationText {
    public static func text(_ verification: PositionVerification, style: TerminalStyle = TerminalStyle()) -> String {
        var text = ""
        func list(_ title: String, _ files: [PositionVerification.File]) {
            let others = files.filter { $0.state != .same }
            let count = Wording.count(files.count, "file", "files")
            text += style.paragraph(
                "\(title): \(count), \(others.isEmpty ? "all as the manifest says" : "\(others.count) not as the manifest says")"
            )
            for file in others {
                text += style.paragraph("\(file.name): \(words(file.state))", indent: "  ", hanging: "    ")
            }
        }
        list("The estate", verification.estate)
        list("The results, made again", verification.outputs)
        for change in verification.changes { text += style.paragraph(change, indent: "  ", hanging: "    ") }
        if verification.moreChanges > 0 {
            text += style.paragraph("  \(style.number(verification.moreChanges)) more; headcount diff names them all")
        }
        for notice in verification.notices { text += style.paragraph("Note: \(notice).") }
        text += style.paragraph(
            verification.holds
                ? "The same inputs give the same position, byte for byte."
                : "The position is not what its inputs give now.")
        return text
    }

    private static func words(_ state: PositionVerification.File.State) -> String {
        switch state {
        case .same: "as it was"
        case .changed: "is not the file the manifest names"
        case .missing: "is not there, or cannot be read"
        case .differs: "comes out otherwise when it is made again"
        }
    }
}
