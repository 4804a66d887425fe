import Refinement

/// How the methods stand. Pure: results in, summaries out.
public struct Scoreboard: Sendable {
    /// The credit of each method on one question, summed over its rotations.
    private struct Cluster {
        var trials = 0
        var credit: [Double]
    }

    /// The methods, as they were typed.
    public let labels: [String]
    /// How many trials were counted.
    public private(set) var trials = 0
    private var tallies: [Tally]
    private var clusters: [String: Cluster] = [:]

    /// Nothing counted yet.
    public init(labels: [String]) {
        self.labels = labels
        tallies = Array(repeating: Tally(), count: labels.count)
    }

    /// Counts a trial.
    public mutating func add(_ trial: TrialResult) {
        trials += 1
        clusters[trial.key.id, default: Cluster(credit: labels.map { _ in 0 })].trials += 1
        for (method, result) in trial.results.enumerated() {
            tallies[method].add(result, against: trial.results[0])
            clusters[trial.key.id]?.credit[method] += result.credit
        }
    }

    /// How many questions were counted, each once however often it was repeated.
    public var questions: Int { clusters.count }

    /// The accuracy of each method so far.
    public var accuracies: [Double] { tallies.map { trials == 0 ? 0 : $0.correct / Double(trials) } }

    /// What is to be said of each method.
    ///
    /// Rotations of one question are not independent of each other, so intervals are those of the questions' number.
    public var summaries: [MethodSummary] {
        let isRepeated = trials > questions
        return labels.indices.map { method in
            let tally = tallies[method]
            // In a fixed order, so that sums of fractions are the same in every run.
            let differences = clusters.values.map { ($0.credit[method] - $0.credit[0]) / Double($0.trials) }.sorted()
            return MethodSummary(
                label: labels[method], trials: trials, correct: tally.correct, failures: tally.failures,
                firstError: tally.firstError,
                samples: tally.samples, calls: tally.calls, tokens: tally.usage.total,
                areTokensEstimated: tally.usage.estimated > 0, milliseconds: tally.milliseconds,
                interval: WilsonInterval(
                    successes: accuracies[method] * Double(questions), of: questions),
                difference: method == 0 ? nil : PairedDifference(differences),
                p: method == 0 || isRepeated ? nil : McNemar.p(won: tally.won, lost: tally.lost))
        }
    }
}
