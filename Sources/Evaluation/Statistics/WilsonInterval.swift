import Glibc

/// The score interval of Wilson (1927) for a proportion: right where the plain one fails, near 0 and 1 and for few cases.
public struct WilsonInterval: Sendable, Hashable {
    /// The quantile of the normal distribution that leaves 2.5 % above it.
    static let z = 1.959963984540054

    /// The lower end of the 95 % interval.
    public let lower: Double
    /// The upper end of the 95 % interval.
    public let upper: Double

    /// The interval for so many successes, which may be fractions, of so many cases.
    public init(successes: Double, of cases: Int) {
        guard cases > 0 else {
            (lower, upper) = (0, 1)
            return
        }
        let n = Double(cases)
        let p = successes / n
        let z2 = Self.z * Self.z
        let centre = (p + z2 / (2 * n)) / (1 + z2 / n)
        let half = Self.z / (1 + z2 / n) * (p * (1 - p) / n + z2 / (4 * n * n)).squareRoot()
        lower = max(0, centre - half)
        upper = min(1, centre + half)
    }
}
