extension Optional where Wrapped == ClosedRange<Instant> {
    /// From the first to the last of the times seen so far and one more.
    public func extended(to time: Instant) -> ClosedRange<Instant>? { united(with: time...time) }

    /// From the first to the last of the times of both; nil where neither has any.
    public func united(with other: ClosedRange<Instant>?) -> ClosedRange<Instant>? {
        guard let self else { return other }
        guard let other else { return self }
        return min(self.lowerBound, other.lowerBound)...max(self.upperBound, other.upperBound)
    }
}
