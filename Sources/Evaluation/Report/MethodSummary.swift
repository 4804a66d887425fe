/// What the results say of one method.
public struct MethodSummary: Sendable, Hashable {
    /// The method, as it was typed.
    public let label: String
    /// How many trials it had.
    public let trials: Int
    /// How many it got right; a fraction where ties count as fractions.
    public let correct: Double
    /// How many it failed at, which count as wrong.
    public let failures: Int
    /// Why the first of these failed.
    public let firstError: String?
    /// How many samples it counted.
    public let samples: Int
    /// How many calls it made.
    public let calls: Int
    /// How many tokens these cost, prompts included.
    public let tokens: Int
    /// Whether some of that is an estimate.
    public let areTokensEstimated: Bool
    /// How long it took, where that means anything.
    public let milliseconds: Double?
    /// Where its accuracy lies.
    public let interval: WilsonInterval
    /// How much better it does than the first method; nil for the first.
    public let difference: PairedDifference?
    /// The p of McNemar's exact test against the first method; nil for the first, and where questions were repeated.
    public let p: Double?

    /// The share that it got right.
    public var accuracy: Double { perTrial(correct) }
    /// Samples of a trial, in the mean.
    public var samplesPerTrial: Double { perTrial(Double(samples)) }
    /// Calls of a trial, in the mean.
    public var callsPerTrial: Double { perTrial(Double(calls)) }
    /// Tokens of a trial, in the mean.
    public var tokensPerTrial: Double { perTrial(Double(tokens)) }
    /// The time that a trial took, in the mean.
    public var millisecondsPerTrial: Double? { milliseconds.map(perTrial) }

    private func perTrial(_ sum: Double) -> Double { trials == 0 ? 0 : sum / Double(trials) }
}
