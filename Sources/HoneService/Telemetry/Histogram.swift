/// How often values fell below each of a few bounds, as Prometheus keeps distributions.
struct Histogram: Sendable {
    /// The bounds, ascending; above the last one everything else counts.
    let bounds: [Double]
    /// How many values lay at or below each bound and above the one before; one more for the rest.
    private(set) var counts: [Int]
    /// The sum of all values.
    private(set) var sum = 0.0

    /// An empty one.
    init(bounds: [Double]) {
        self.bounds = bounds
        counts = Array(repeating: 0, count: bounds.count + 1)
    }

    /// How many values there were.
    var count: Int { counts.reduce(0, +) }

    /// Counts a value.
    mutating func add(_ value: Double) {
        counts[bounds.firstIndex { value <= $0 } ?? bounds.count] += 1
        sum += value
    }
}
