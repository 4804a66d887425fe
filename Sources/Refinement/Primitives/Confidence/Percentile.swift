extension [Double] {
    /// The value below which `percent` % of these lie, interpolated linearly between neighbours (numpy's default);
    /// nil of nothing.
    func percentile(_ percent: Double) -> Double? {
        guard !isEmpty else { return nil }
        let ranked = sorted()
        let place = Swift.min(Swift.max(Double(count - 1) * (percent / 100), 0), Double(count - 1))
        let below = ranked[Int(place)]
        let above = ranked[Swift.min(Int(place) + 1, count - 1)]
        let part = place - place.rounded(.down)
        // −∞, the confidence in nothing, has no distance to its neighbour.
        guard part > 0, (above - below).isFinite else { return below }
        return part < 0.5 ? below + (above - below) * part : above - (above - below) * (1 - part)
    }
}
