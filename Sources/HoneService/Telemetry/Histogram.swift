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

    /// An empty one with the bounds of a metric; a metric that is no distribution has none.
    init(of family: MetricFamily) {
        if case .histogram(let bounds) = family.kind { self.init(bounds: bounds) } else { self.init(bounds: []) }
    }

    /// How many values there were.
    var count: Int { counts.reduce(0, +) }

    /// Counts a value.
    mutating func add(_ value: Double) {
        var index = 0
        while index < bounds.count, value > bounds[index] { index += 1 }
        counts[index] += 1
        sum += value
    }
}
