import JSON

/// Exact percentiles of all samples: the smallest value that so many of them do not exceed.
struct Percentiles {
    private let sorted: [Int64]

    init(_ samples: [Int64]) { sorted = samples.sorted() }

    /// The value at `share` of the samples, from 0 to 1; nil without samples.
    subscript(share: Double) -> Int64? {
        guard !sorted.isEmpty else { return nil }
        let rank = Int((share * Double(sorted.count)).rounded(.up))
        return sorted[min(max(rank, 1), sorted.count) - 1]
    }

    /// In microseconds, with a decimal.
    var json: JSON {
        let shares: [(String, Double)] = [
            ("p50", 0.5), ("p90", 0.9), ("p99", 0.99), ("p999", 0.999), ("max", 1),
        ]
        let values = shares.map { name, share in
            JSON.Member(name, self[share].map { .number((Double($0) / 100).rounded() / 10) } ?? .null)
        }
        return .object(JSON.Object([JSON.Member("count", .number(sorted.count))] + values))
    }
}
