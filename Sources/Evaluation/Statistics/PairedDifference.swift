/// How much better a method does than another on the same questions.
public struct PairedDifference: Sendable, Hashable {
    /// The mean difference.
    public let mean: Double
    /// The lower end of its 95 % interval.
    public let lower: Double
    /// The upper end of its 95 % interval.
    public let upper: Double

    /// The difference over questions, each from −1 to 1.
    ///
    /// The interval is Wald's after half a case in each of the four cells (Agresti and Min, 2005), so that methods which
    /// never differed on a few questions are not said to be the same for certain.
    public init(_ differences: [Double]) {
        let n = Double(differences.count)
        let sum = differences.reduce(0, +)
        let squares = differences.reduce(1) { $0 + $1 * $1 }
        mean = differences.isEmpty ? 0 : sum / n
        let centre = sum / (n + 2)
        let variance = squares / (n + 2) - centre * centre
        let half = WilsonInterval.z * (variance / (n + 2)).squareRoot()
        lower = max(-1, centre - half)
        upper = min(1, centre + half)
    }
}
