/// The words of a list that look most like what somebody wrote.
public enum NearestWords {
    /// Bytes of a word that are compared.
    private static let longest = 64

    /// By edit distance, then in the order of the list.
    public static func of(_ text: String, in words: [String], most: Int) -> [String] {
        let written = Array(text.utf8.prefix(longest))
        return words.enumerated().map {
            (distance: distance(written, Array($1.utf8.prefix(longest))), index: $0, word: $1)
        }
        .sorted { ($0.distance, $0.index) < ($1.distance, $1.index) }
        .prefix(most).map(\.word)
    }

    /// Bytes to insert, remove or replace (Levenshtein 1966).
    private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var row = Array(0...b.count)
        for (i, byte) in a.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, other) in b.enumerated() {
                let replaced = diagonal + (byte == other ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(replaced, row[j] + 1, diagonal + 1)
            }
        }
        return row[b.count]
    }
}
