/// What the last requests of one kind have shown of their difficulty (sampling.md §8.3). Pure: records in, plans out.
///
/// It knows how many samples were needed and what the caller said of the difficulty, and nothing of what was asked.
struct DifficultyHistory: Sendable {
    /// What one request has shown.
    struct Record: Sendable {
        /// How many samples made its vote sure.
        let trueSize: Int
        /// Whether the first window did.
        let isUnanimous: Bool
        /// How difficult the caller said it was.
        let difficulty: Double?
        /// When it ended.
        let time: ContinuousClock.Instant
    }

    /// What a request wants to know.
    struct Query: Sendable {
        /// How difficult the caller says it is.
        let difficulty: Double?
        /// m, how many of the nearest records tell its size.
        let neighbours: Int
        /// k, how many must have been unanimous in a row for it to be easy.
        let unanimousRun: Int
        /// What sizes there are.
        let size: SampleSize
    }

    /// How a request is to be sampled.
    struct Plan: Sendable {
        /// Whether requests at least as hard were unanimous so often that one sample should do.
        var isEasy = false
        /// Whether it gets a whole window all the same, so that the rule can be found wrong.
        var isExploring = false
        /// How many samples to draw at first.
        let initialSize: Int
        /// How many records that was taken from.
        var neighbours = 0
        /// The time of the oldest of them.
        var oldest: ContinuousClock.Instant?
    }

    /// W, how many records are kept.
    static let capacity = 256
    /// Every so many easy requests one explores: ε = 5 %, by turns rather than by chance, so that a test can tell which.
    static let explorationPeriod = 20

    private var records: [Record] = []
    private var easyRequests = 0

    /// How many records there are.
    var count: Int { records.count }

    /// Keeps a record, and forgets the oldest one too many.
    mutating func append(_ record: Record) {
        records.append(record)
        if records.count > Self.capacity { records.removeFirst() }
    }

    /// The plan for the next request.
    mutating func plan(_ query: Query) -> Plan {
        let nearest = nearest(query.neighbours, to: query.difficulty)
        var plan = Plan(initialSize: query.size.initial)
        if nearest.count == query.neighbours {
            // Sizes are bimodal, so the mean of the paper would draw too many (sampling.md §8.3.4).
            plan = Plan(
                initialSize: query.size.rounded(median(nearest.map(\.trueSize))), neighbours: nearest.count,
                oldest: nearest.map(\.time).min())
        }
        plan.isEasy = unanimousRun(atLeastAsHardAs: query.difficulty) >= query.unanimousRun
        if plan.isEasy {
            easyRequests += 1
            plan.isExploring = easyRequests.isMultiple(of: Self.explorationPeriod)
        }
        return plan
    }

    /// The records nearest in difficulty, of equals the latest; the latest ones of all if the request's is not known.
    private func nearest(_ count: Int, to difficulty: Double?) -> ArraySlice<Record> {
        guard let difficulty else { return records.reversed().prefix(count) }
        let distances = records.reversed().compactMap { record in
            record.difficulty.map { (distance: abs($0 - difficulty), record: record) }
        }
        let order = distances.indices.sorted { (distances[$0].distance, $0) < (distances[$1].distance, $1) }
        return order.map { distances[$0].record }.prefix(count)
    }

    /// How many of the latest records at least as hard were unanimous, since the last that was not.
    private func unanimousRun(atLeastAsHardAs difficulty: Double?) -> Int {
        records.reversed()
            .filter { record in difficulty.map { record.difficulty ?? -.infinity >= $0 } ?? true }
            .prefix(while: \.isUnanimous).count
    }

    private func median(_ sizes: [Int]) -> Double {
        let sorted = sizes.sorted()
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2)
            ? Double(sorted[middle - 1] + sorted[middle]) / 2 : Double(sorted[middle])
    }
}
