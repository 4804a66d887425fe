import Glibc

/// How confident a model was of a whole trace, by the distributions of its tokens; a larger number is always more.
enum ConfidenceMeasure: String, CaseIterable, Sendable {
    /// The mean lower bound of self-certainty: the default wherever only the top k are known (sampling.md §9.3).
    case selfCertaintyBound = "s_lo"
    /// Mean self-certainty, for lists that are whole distributions (Kang et al., arXiv 2502.18581).
    case selfCertainty = "self_certainty"
    /// The mean log-probability of the sampled tokens; also Soft-SC's length-normalised product.
    case meanLogProbability = "mean_logprob"
    /// Their sum: the log-probability of the trace.
    case sumLogProbability = "sum_logprob"
    /// −exp(−mean log-probability).
    case perplexity
    /// Mean Σ p log p.
    case entropy
    /// Mean Σ p².
    case gini
    /// Soft-SC's mean probability of the sampled tokens (Wang et al., arXiv 2402.13212).
    case meanProbability = "mean_prob"
    /// Soft-SC's least probability of a sampled token.
    case leastProbability = "min_prob"
    /// DeepConf's mean token confidence (Fu et al., arXiv 2508.15260).
    case tokenConfidence = "topk_conf"
    /// DeepConf's lowest mean of a group of consecutive tokens.
    case lowestGroup = "lowest_group"
    /// DeepConf's mean of the lowest tenth of the groups.
    case lowestTenth = "bottom_10"
    /// DeepConf's mean of the last group.
    case tail

    /// How large a vocabulary is taken to be where nobody says. For top-k lists it hardly changes a ranking, but it makes
    /// the number itself approximate (§9.3).
    static let usualVocabulary = 128_256

    /// Whether the sampled tokens' log-probabilities are enough, without lists of other tokens.
    var needsOnlySampledTokens: Bool {
        switch self {
        case .meanLogProbability, .sumLogProbability, .perplexity, .meanProbability, .leastProbability: true
        default: false
        }
    }

    /// Whether it needs a whole distribution, or else to know how many tokens were not listed.
    var needsVocabulary: Bool { [.selfCertaintyBound, .selfCertainty, .entropy, .gini].contains(self) }

    /// Whether it is made of DeepConf's token confidence, which must not be used for fewer than 20 tokens (§9.3).
    var usesTokenConfidence: Bool { self == .tokenConfidence || comparesGroups }

    /// Whether it is made of groups of consecutive tokens.
    var comparesGroups: Bool { [.lowestGroup, .lowestTenth, .tail].contains(self) }

    /// How much votes weigh by these scores: by a logarithm as much as what it is the logarithm of, by the perplexity as
    /// much as its inverse, by any other as much as the score. A sample without a score weighs nothing.
    func weights(of scores: [Double?]) -> [Double] {
        switch self {
        case .meanLogProbability, .sumLogProbability, .entropy: LogWeights.relative(scores)
        case .perplexity: scores.map { $0.map { -1 / $0 } ?? 0 }
        default: scores.map { max($0 ?? 0, 0) }
        }
    }

    /// The confidence in a trace; −∞ in one without tokens, or without the lists that it needs.
    ///
    /// - Parameters:
    ///   - vocabulary: how many tokens the model knows, V.
    ///   - window: how many tokens a group has.
    func score(
        of trace: [TokenDistribution], vocabulary: Int = usualVocabulary, window: Int = GroupConfidence.usualWindow
    ) -> Double {
        // A list that turned out to be another token's says nothing of this one.
        let trace = needsOnlySampledTokens ? trace : trace.filter { $0.count > 0 }
        guard !trace.isEmpty else { return -.infinity }
        func mean(_ value: (TokenDistribution) -> Double) -> Double {
            trace.reduce(0) { $0 + value($1) } / Double(trace.count)
        }
        switch self {
        case .selfCertaintyBound: return mean { $0.selfCertaintyBound(vocabulary: vocabulary) }
        case .selfCertainty: return mean(\.selfCertainty)
        case .meanLogProbability: return mean(\.sampled)
        case .sumLogProbability: return trace.reduce(0) { $0 + $1.sampled }
        case .perplexity: return -exp(-mean(\.sampled))
        case .entropy: return mean { $0.negativeEntropy(vocabulary: vocabulary) }
        case .gini: return mean { $0.gini(vocabulary: vocabulary) }
        case .meanProbability: return mean { exp($0.sampled) }
        case .leastProbability: return exp(trace.lazy.map(\.sampled).reduce(0, min))
        case .tokenConfidence: return mean(\.tokenConfidence)
        case .lowestGroup: return GroupConfidence.lowest(of: trace.map(\.tokenConfidence), window: window)
        case .lowestTenth: return GroupConfidence.meanOfLowestTenth(of: trace.map(\.tokenConfidence), window: window)
        case .tail: return GroupConfidence.last(of: trace.map(\.tokenConfidence), window: window)
        }
    }
}
