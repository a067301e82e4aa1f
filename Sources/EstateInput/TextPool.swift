import AccessModel

/// Texts that many objects share (groups, domains, departments), each kept once: a directory of a million members of a few
/// thousand groups would otherwise hold every group's name a million times.
struct TextPool: Sendable {
    /// More different texts than this are kept as they come.
    static let maximumTexts = 65_536

    private var texts: Set<ExactText> = []

    /// The same text, in memory that earlier ones share.
    mutating func shared(_ text: String) -> String {
        // Up to 15 bytes a text needs no memory of its own.
        guard text.utf8.count > 15 else { return text }
        let text = ExactText(text)
        if texts.count >= TextPool.maximumTexts {
            return texts.firstIndex(of: text).map { texts[$0].string } ?? text.string
        }
        return texts.insert(text).memberAfterInsert.string
    }
}
