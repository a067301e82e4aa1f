import AccessModel
import PositionModel

/// Names that somebody may have meant by one that does not exist.
public enum NearestNames {
    /// Names given at most.
    static let most = 3
    /// Longer ones are not compared: nobody types them.
    static let longest = 64

    /// The names at the smallest distance there is (Levenshtein, in bytes; 0 for those that begin with it), where that is at most a
    /// third of the name asked for; in byte order.
    public static func to(_ name: String, among names: [String]) -> [String] {
        let wanted = Array(name.utf8)
        guard !wanted.isEmpty, wanted.count <= longest else { return [] }
        let limit = max(1, wanted.count / 3)
        let found = names.compactMap { known -> (distance: Int, name: String)? in
            let bytes = Array(known.scalarLowercased.utf8)
            guard bytes.count <= longest else { return nil }
            if bytes.starts(with: wanted) { return (0, known) }
            guard abs(bytes.count - wanted.count) <= limit else { return nil }
            let distance = distance(wanted, bytes)
            return distance <= limit ? (distance, known) : nil
        }
        let nearest = found.map(\.distance).min()
        return found.filter { $0.distance == nearest }.map(\.name).sorted { $0.isByteOrdered(before: $1) }
            .prefix(most).map { $0 }
    }

    private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var row = Array(0...b.count)
        for (i, x) in a.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, y) in b.enumerated() {
                let above = row[j + 1]
                row[j + 1] = min(diagonal + (x == y ? 0 : 1), above + 1, row[j] + 1)
                diagonal = above
            }
        }
        return row[b.count]
    }
}
