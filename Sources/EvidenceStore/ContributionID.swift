/// The key of a row of `contribution_row`: its input in the upper half, its number there in the lower one.
///
/// In one integer, which is the table's own key: rows are appended at its end without a search, and those of an input
/// lie together.
enum ContributionID {
    static func of(input: Int64, number: Int64) -> Int64 { input << 32 | number }

    /// Rows an input can have: far more than fit the memory of whoever reads them.
    static let maximumNumber: Int64 = 0xFFFF_FFFF

    /// The keys of an input's rows, as a condition on the column `id`.
    /// - Parameter input: an SQL expression.
    static func condition(_ id: String, input: String) -> String {
        "\(id) >= \(input) << 32 AND \(id) < (\(input) + 1) << 32"
    }
}
