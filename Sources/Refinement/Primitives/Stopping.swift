extension Ballot {
    /// Whether `remaining` more samples, one vote each, could not change the winner any more: v₁ > v₂ + remaining.
    ///
    /// The certain-leader stop, lossless with respect to the vote over all samples (sampling.md §1).
    public func isCertain(remaining: Int) -> Bool {
        let ranking = ranking
        guard let first = ranking.first else { return false }
        let second = ranking.dropFirst().first?.weight ?? 0
        return first.weight > second + Double(remaining)
    }
}
