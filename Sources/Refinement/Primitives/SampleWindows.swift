/// The windows into which samples fall in the order of issue, and the first of them that is of one mind (sampling.md §7).
struct SampleWindows: Sendable {
    /// How many samples a window has.
    private(set) var size: Int
    /// How many samples there may be; what is left of them after whole windows is not drawn.
    let limit: Int
    /// Whether having no answer is something to agree on.
    let countsNulls: Bool
    /// The first of all samples with the answer of the unanimous window, once there is such a window.
    private(set) var unanimous: Sample?
    private var start = 0

    init(size: Int, limit: Int, countsNulls: Bool) {
        self.size = size
        self.limit = limit
        self.countsNulls = countsNulls
    }

    /// Makes windows of another size of the samples that have not been looked at.
    mutating func resize(to size: Int) { self.size = size }

    /// Looks at the windows that the samples drawn so far fill, and says how many more the next one needs; nil if one was
    /// unanimous, 0 if no further window has room.
    mutating func next(after drawn: [Sample]) -> Int? {
        while start + size <= drawn.count {
            let window = drawn[start..<start + size]
            start += size
            if size > 1, let first = window.first, countsNulls || first.answer != nil,
                window.allSatisfy({ $0.answer == first.answer })
            {
                unanimous = drawn.first { $0.answer == first.answer }
                return nil
            }
        }
        return start + size <= limit ? start + size - drawn.count : 0
    }

    /// The control scheme by how the answers of a first window are spread.
    func scheme(of window: some Collection<Sample>) -> ControlScheme? {
        var ballot = Ballot(countsNulls: countsNulls)
        for sample in window { ballot.cast(sample) }
        return ControlScheme(
            frequencies: [ballot.counts.map { Double($0) / Double(window.count) }], budget: limit)
    }
}

extension ControlScheme {
    /// What the caller accepts at most.
    enum Target: Sendable, Hashable {
        /// So large a probability of an answer other than all samples would elect.
        case affectedProbability(Double)
        /// So many samples to be expected.
        case expectedSamples(Double)
    }

    /// The window that the caller's wish chooses.
    func forecast(within target: Target) -> Forecast? {
        switch target {
        case .affectedProbability(let most): window(affectedProbabilityUpTo: most)
        case .expectedSamples(let most): window(expectedSamplesUpTo: most)
        }
    }
}
