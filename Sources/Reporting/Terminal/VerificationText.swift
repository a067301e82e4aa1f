public import PositionModel

/// What `verify` prints of a store on a terminal: what differs, line by line, and a sentence on each of its parts.
public enum VerificationText {
    /// Places named for each state.
    static let mostPlaces = 20

    public static func text(_ verification: StoreVerification, style: TerminalStyle = TerminalStyle()) -> String {
        var result = places(verification.places, style)
        result += views(verification.views, "derived", "The totals stored are those its inputs give", style)
        result += views(verification.views, "read", "The files that are here, read again, give the same rows", style)
        if !verification.containments.isEmpty { result += containments(verification.containments, style) }
        let verdict =
            !verification.holds
            ? "Not verified: see what differs above."
            : verification.isComplete
                ? "Verified: the store is what its inputs say."
                : "Nothing differs, but not every input is here: what is missing is not verified."
        return result + style.paragraph(verdict)
    }

    private static func places(_ places: [VerifiedPlace], _ style: TerminalStyle) -> String {
        let same = places.count { $0.state == .same }
        var result = style.paragraph(
            "Inputs: \(style.number(same)) of \(style.number(places.count)) are here and unchanged")
        for state in [VerifiedPlace.State.changed, .unreadable, .missing] {
            let found = places.filter { $0.state == state }
            for place in found.prefix(mostPlaces) {
                let name = place.member.isEmpty ? place.path : place.path + "!" + place.member
                result += style.paragraph("\(state.rawValue): \(name): \(place.reason)", indent: "  ", hanging: "    ")
            }
            if found.count > mostPlaces {
                result += style.paragraph(
                    "\(style.number(found.count - mostPlaces)) more are \(state.rawValue)", indent: "  ")
            }
        }
        return result
    }

    private static func views(
        _ views: [VerifiedView], _ against: String, _ claim: String, _ style: TerminalStyle
    ) -> String {
        let compared = views.filter { $0.against == against }
        let rows = compared.reduce(0) { $0 + $1.rows }
        let differing = compared.filter(\.differs)
        guard !differing.isEmpty else {
            return style.paragraph("\(claim): \(style.number(rows)) rows of \(compared.count) views")
        }
        return differing.map { view in
            let other = against == "derived" ? "its inputs give" : "the files give"
            return style.paragraph(
                "\(view.view) differs: \(style.number(view.rows)) rows in the store, \(other) \(style.number(view.otherRows))"
            ) + view.examples.map { style.paragraph($0, indent: "  ", hanging: "    ") }.joined()
        }.joined()
    }

    private static func containments(_ all: [VerifiedContainment], _ style: TerminalStyle) -> String {
        let confirmed = all.count { $0.state == .confirmed }
        return style.paragraph(
            "Logs that are the beginning of a longer one: \(style.number(confirmed)) of \(style.number(all.count)) confirmed "
                + "byte by byte")
            + all.filter { $0.state != .confirmed }.map { log in
                let what = log.state == .differs ? "differs from the beginning of" : "not here with"
                return style.paragraph("\(log.path): \(what) \(log.containedIn)", indent: "  ", hanging: "    ")
            }.joined()
    }
}
