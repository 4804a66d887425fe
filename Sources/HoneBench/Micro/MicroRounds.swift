import Glibc

/// Measures benchmarks in turns.
struct MicroRounds {
    /// A benchmark that did not do the same twice.
    struct Unsteady: Error, CustomStringConvertible {
        let name: String
        var description: String { "'\(name)' gave two different results for one input" }
    }

    let count: Int
    let milliseconds: Int

    /// Calls that a loop makes before it looks at the clock are bounded, so that none is measured for long.
    private static let maxCalls = 1 << 20

    func measure(_ benchmarks: [MicroBenchmark]) throws -> [MicroResult] {
        var results = try benchmarks.map { benchmark in
            MicroResult(benchmark, expected: try benchmark.work(), calls: try calls(of: benchmark))
        }
        for _ in 0..<count {
            for index in results.indices { try results[index].measure() }
        }
        return results
    }

    /// How many calls fill the time of one round.
    private func calls(of benchmark: MicroBenchmark) throws -> Int {
        let budget = Double(milliseconds) * 1e6
        var calls = 1
        while calls < Self.maxCalls {
            let time = try MicroClock.time { for _ in 0..<calls { _ = try benchmark.work() } }
            if time >= budget / 4 { return max(1, Int(Double(calls) * budget / time)) }
            calls *= 2
        }
        return calls
    }
}

/// CPU time of the calling thread: others who use the machine are not measured.
enum MicroClock {
    /// Nanoseconds of CPU time that some work takes.
    static func time(_ work: () throws -> Void) rethrows -> Double {
        let start = nanoseconds
        try work()
        return nanoseconds - start
    }

    private static var nanoseconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
    }
}
