/// What came of one benchmark: nanoseconds of CPU time for one call, round by round, beside what copying the same bytes
/// and looking at each of them takes.
struct MicroResult {
    let benchmark: MicroBenchmark
    private let expected: Int
    private let calls: Int
    private(set) var times: [Double] = []
    private var copies: [Double] = []
    private var scans: [Double] = []

    init(_ benchmark: MicroBenchmark, expected: Int, calls: Int) {
        self.benchmark = benchmark
        self.expected = expected
        self.calls = calls
    }

    /// Measures one round.
    mutating func measure() throws {
        var isSteady = true
        let time = try MicroClock.time {
            for _ in 0..<calls where try benchmark.work() != expected { isSteady = false }
        }
        guard isSteady else { throw MicroRounds.Unsteady(name: benchmark.name) }
        times.append(time / Double(calls))
        let references = max(8, 1 << 21 / max(1, benchmark.input.count))
        copies.append(MicroReference.copying(benchmark.input, times: references) / Double(references))
        scans.append(MicroReference.scanning(benchmark.input, times: references) / Double(references))
    }

    /// Nanoseconds of one item.
    var perItem: Double { times.median / Double(benchmark.items) }

    /// Millions of bytes in a second.
    var megabytesPerSecond: Double { Double(benchmark.input.count) / times.median * 1e3 }

    /// By how much of the median the slowest and the fastest round differ.
    var spread: Double { ((times.max() ?? 0) - (times.min() ?? 0)) / times.median }

    /// How many times as long it takes as to copy the bytes.
    var ofCopying: Double { times.median / copies.median }

    /// How many times as long it takes as to look at each byte.
    var ofScanning: Double { times.median / scans.median }
}

extension [Double] {
    /// The middle one, or the mean of the two in the middle; 0 for none.
    var median: Double {
        let sorted = sorted()
        guard !sorted.isEmpty else { return 0 }
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
}
