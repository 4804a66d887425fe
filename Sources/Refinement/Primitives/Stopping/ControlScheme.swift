import Glibc

/// What early-stopping self-consistency will cost and risk with another window, foretold from one window per question
/// (sampling.md §7).
///
/// Li et al., *Escape Sky-high Cost: Early-stopping Self-Consistency for Multi-step Reasoning*, ICLR 2024,
/// arXiv 2401.10480.
struct ControlScheme: Sendable {
    /// What a window is expected to do, on the average over the questions.
    struct Forecast: Sendable, Hashable {
        /// How many samples are drawn before each test.
        let window: Int
        /// How many samples a question takes, E.
        let expectedSamples: Double
        /// How probably an answer differs from the one all samples would have elected, A.
        let affectedProbability: Double
    }

    private let questions: [[Double]]
    private let budget: Int

    /// The scheme for a budget of L samples; nil without a question or with less than one window of two.
    ///
    /// - Parameter frequencies: for each question the relative frequencies of the answers among the samples seen of it,
    ///   in any order. They sum to less than 1 where samples had no answer, which keeps a window from being unanimous.
    init?(frequencies: [[Double]], budget: Int) {
        guard !frequencies.isEmpty, budget >= 2 else { return nil }
        questions = frequencies.map { $0.sorted(by: >) }
        self.budget = budget
    }

    /// What a window of w = 2…L samples will do.
    func forecast(window: Int) -> Forecast {
        // Added up question by question, as the official script does: its published digits come out to the last.
        let (samples, affected) = questions.reduce((0, 0)) { sums, question in
            (sums.0 + expectedSamples(question, window), sums.1 + affectedProbability(question, window))
        }
        let count = Double(questions.count)
        return Forecast(window: window, expectedSamples: samples / count, affectedProbability: affected / count)
    }

    /// The windows that use the whole budget: another one would look cheap because it leaves samples undrawn.
    private var candidates: [Int] { (2...budget).filter { budget.isMultiple(of: $0) } }

    /// The window that needs fewest samples among those with A ≤ `limit`; the one with the smallest A if there is none.
    func window(affectedProbabilityUpTo limit: Double) -> Forecast? {
        let forecasts = candidates.map(forecast)
        let allowed = forecasts.filter { $0.affectedProbability <= limit }
        return allowed.first(leastBy: { ($0.expectedSamples, $0.affectedProbability) })
            ?? forecasts.first(leastBy: { ($0.affectedProbability, $0.expectedSamples) })
    }

    /// The window with the smallest A among those with E ≤ `limit`; the one with the smallest E if there is none.
    func window(expectedSamplesUpTo limit: Double) -> Forecast? {
        let forecasts = candidates.map(forecast)
        let allowed = forecasts.filter { $0.expectedSamples <= limit }
        return allowed.first(leastBy: { ($0.affectedProbability, $0.expectedSamples) })
            ?? forecasts.first(leastBy: { ($0.expectedSamples, $0.affectedProbability) })
    }

    /// E = w·[Σ_{i=0}^{L/w−2} (i+1)·q(1−q)ⁱ + (L/w)(1−q)^{L/w−1}] with q = Σᵢ pᵢʷ, how probably a window is unanimous.
    ///
    /// L/w is rounded down: what is left of the budget is less than a window and is never drawn.
    private func expectedSamples(_ p: [Double], _ window: Int) -> Double {
        let q = p.reduce(0) { $0 + pow($1, Double(window)) }
        let windows = max(budget / window, 1)
        var expected = 0.0
        for i in 0..<windows - 1 { expected += Double(i + 1) * q * pow(1 - q, Double(i)) }
        return Double(window) * (expected + Double(windows) * pow(1 - q, Double(windows - 1)))
    }

    /// A = Σ_{i≥2} [1 − Φ((w − w·pᵢ) / √(w·pᵢ(1−pᵢ)))]: a union bound over the answers behind the first, each by the
    /// normal approximation of how probably it fills a window. As published, 1 − Φ and not its complement: the digits agree.
    private func affectedProbability(_ p: [Double], _ window: Int) -> Double {
        let w = Double(window)
        return p.dropFirst().reduce(0) {
            $0 + (1 - normalDistribution((w - w * $1) / (w * $1 * (1 - $1)).squareRoot()))
        }
    }

    /// Φ, the distribution function of the standard normal.
    private func normalDistribution(_ z: Double) -> Double { erfc(-z / 2.squareRoot()) / 2 }
}

extension [ControlScheme.Forecast] {
    /// The first of those that are least by the first number, then by the second.
    fileprivate func first(leastBy key: (Element) -> (Double, Double)) -> Element? {
        self.min { key($0) < key($1) }
    }
}
