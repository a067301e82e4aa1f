import PositionModel

/// How the figures were made, what their words mean, and what they do not prove: one text for the report and the workbook.
enum MethodText {
    struct Entry {
        /// The word explained; empty for a sentence.
        var word = ""
        /// `n/d` stands for the mark of a figure that is not determinable, and code in backquotes.
        var text: String
    }

    struct Section {
        var title: String
        var entries: [Entry]
    }

    static let notDeterminable = "n/d"

    /// - Parameter pseudonyms: of the position; nil where names are names.
    static func sections(_ pseudonyms: PseudonymNote?) -> [Section] {
        (pseudonyms.map { [names($0)] } ?? []) + [limits, counted, words]
    }

    /// One sentence for the first lines.
    static func summary(_ pseudonyms: PseudonymNote) -> String {
        "People, devices and addresses are named by pseudonyms (key \(pseudonyms.key)); every count is that of the names."
    }

    /// The text for a reader who sees no markup.
    static func plain(_ text: String) -> String {
        text.split(separator: "`", omittingEmptySubsequences: false).joined()
            .split(separator: "read \(notDeterminable)", omittingEmptySubsequences: false)
            .joined(separator: "read \(SheetValue.undetermined)")
    }

    private static func names(_ pseudonyms: PseudonymNote) -> Section {
        Section(
            title: "Pseudonyms",
            entries: [
                Entry(
                    text: """
                        Accounts, people, SIDs, devices, addresses, hardware and holders of licences are named by pseudonyms, \
                        made by HMAC-SHA256 with the key \(pseudonyms.key), which stays with the organisation. The same name \
                        has the same pseudonym everywhere, and in other reports made with the key. Every figure is that of \
                        the position with the names.
                        """),
                Entry(
                    text: """
                        Servers, domains, departments, products, rules, built-in principals, and the paths and SHA-256 of \
                        inputs are named as they are. Whoever has the key, the store and the directory opens one pseudonym \
                        with `headcount reveal`.
                        """),
                Entry(
                    text: """
                        A pseudonym hides a name, not what is told of it: who knows the organisation may know somebody by \
                        department, servers and days.
                        """),
            ])
    }

    private static let limits = Section(
        title: "What this does not prove",
        entries: [
            Entry(
                text: """
                    A CAL licenses the right to access, not the access. Logs show who did reach a server, never who could \
                    have; somebody who may reach it and did not may still need a licence. The bridge names the rule by \
                    which each such account was left out, and each rule can be contested.
                    """),
            Entry(
                text: """
                    Days and servers without logs prove nothing in either direction. The coverage section says which they \
                    are.
                    """),
            Entry(
                text: """
                    Several people behind one account, one account on many machines, or a front end that reaches a server \
                    for others change the count and are seen only as far as the files of the estate declare them.
                    """),
            Entry(
                text: """
                    Behind a proxy that does not log whom it forwards, devices and visitors cannot be counted. Such \
                    figures read n/d: they are unknown, not zero.
                    """),
            Entry(
                text: """
                    The agreement that was signed decides what applies. This report is a count of evidence against a \
                    ledger, not legal advice, and it does not certify anything.
                    """),
        ])

    private static let counted = Section(
        title: "What counts",
        entries: [
            Entry(text: "Only successful access is evidence of access. Failed attempts from outside show exposure."),
            Entry(
                text: """
                    Computer accounts, managed service accounts and built-in principals are not users. They are kept in \
                    the ledger with the rule that excluded them.
                    """),
            Entry(
                text: """
                    A record met twice counts once. Every record is accepted, ignored by a named rule, a duplicate, or \
                    rejected with its reason.
                    """),
            Entry(text: "Days are UTC days. The window ends with the as-of day and includes it."),
            Entry(
                text:
                    "An address that no name explains is a range: one device over the window at least, one per day at most."
            ),
        ])

    private static let words = Section(
        title: "Words",
        entries: [
            Entry(word: "Directory", text: "every user object, or enabled computer, of the directory exports"),
            Entry(
                word: "Evidenced",
                text: """
                    distinct users or devices with successful access in the window, still enabled; of a mix, the \
                    cheapest cover of the accesses seen
                    """),
            Entry(
                word: "Defended",
                text: "what remains of the directory after each exclusion with its rule and proof, with additions"),
            Entry(
                word: "Low, high", text: "the defended figure with every open question decided in favour, and against"),
            Entry(word: "Held", text: "licences in the ledger, whatever their version"),
            Entry(word: "Usable", text: "licences held that serve the versions of the servers reached"),
            Entry(word: "Requirement", text: "what the chosen model asks for"),
            Entry(word: "Delta", text: "usable less requirement"),
        ])
}
