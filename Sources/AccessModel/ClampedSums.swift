/// Counts that stop at the largest number there is: a store may come from elsewhere, and no sum of it may trap.
extension UInt64 {
    /// The sum, at most the largest number there is.
    public func addedClamped(_ other: UInt64) -> UInt64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }

    /// The product, at most the largest number there is.
    public func multipliedClamped(_ other: UInt64) -> UInt64 {
        let (product, overflow) = multipliedReportingOverflow(by: other)
        return overflow ? .max : product
    }
}
