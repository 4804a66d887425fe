/// Initial sample sizes, foretold from what the m questions before needed. Pure.
struct SampleAllocation: Sendable {
    private let size: SampleSize
    private let neighbours: Int
    private var trueSizes: [Int] = []

    /// An allocation by the last m = `neighbours` true sizes.
    init(size: SampleSize, neighbours: Int) {
        self.size = size
        self.neighbours = neighbours
    }

    /// The size for the next question: w for the first m, then round(mean of the last m / w)·w, half to even.
    var initialSize: Int {
        guard trueSizes.count >= neighbours else { return size.initial }
        return size.rounded(Double(trueSizes.suffix(neighbours).reduce(0, +)) / Double(neighbours))
    }

    /// Takes the true size of the next question.
    mutating func take(_ trueSize: Int) { trueSizes.append(trueSize) }
}
