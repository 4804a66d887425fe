import Glibc

/// An axis of a plot: which values it spans, where its marks are, and where a value lies on it. Pure arithmetic.
struct PlotAxis: Sendable, Hashable {
    /// Where the axis begins and ends.
    let range: ClosedRange<Double>
    /// The values that are marked.
    let marks: [Double]
    /// Whether equal ratios, not equal differences, are equally far apart.
    let isLogarithmic: Bool

    /// How many times the least value the greatest may be before the axis becomes logarithmic.
    private static let widestLinearSpan = 6.0
    private static let marksWanted = 5.0

    /// An axis for proportions, whose marks are round.
    static func linear(_ values: [Double]) -> PlotAxis {
        let least = values.min() ?? 0
        let greatest = values.max() ?? 1
        let step = roundStep(max(greatest - least, 1e-3) / marksWanted)
        let lower = (least / step).rounded(.down)
        let upper = max((greatest / step).rounded(.up), lower + 1)
        let marks = stride(from: lower, through: upper, by: 1).map { $0 * step }
        return PlotAxis(range: lower * step...upper * step, marks: marks, isLogarithmic: false)
    }

    /// An axis for costs: logarithmic if they are far apart.
    static func cost(_ values: [Double]) -> PlotAxis {
        let positive = values.filter { $0 > 0 }
        guard let least = positive.min(), let greatest = positive.max(), greatest / least > widestLinearSpan,
            positive.count == values.count
        else { return linear(values + [0]) }
        let candidates = (-3...9).flatMap { power in [1, 2, 5].map { $0 * pow(10, Double(power)) } }
        let first = candidates.lastIndex { $0 <= least } ?? 0
        let last = candidates.firstIndex { $0 >= greatest } ?? candidates.count - 1
        let marks = Array(candidates[first...last])
        return PlotAxis(range: marks[0]...marks[marks.count - 1], marks: marks, isLogarithmic: true)
    }

    /// Where a value lies: 0 at the axis's beginning, 1 at its end.
    func position(of value: Double) -> Double {
        let (lower, upper) = (range.lowerBound, range.upperBound)
        guard isLogarithmic else { return (value - lower) / (upper - lower) }
        return log(max(value, lower) / lower) / log(upper / lower)
    }

    /// 1, 2 or 5 times a power of ten, not less than the step that would be exact.
    private static func roundStep(_ exact: Double) -> Double {
        let power = pow(10, floor(log10(exact)))
        return ([1, 2, 5].first { $0 * power >= exact * 0.999 } ?? 10) * power
    }
}
