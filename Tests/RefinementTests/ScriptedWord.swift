import Glibc
import JSON
import Refinement

/// A word that a scripted model says, one token, with the most likely tokens in its place.
struct ScriptedWord: Sendable {
    /// What it says.
    let text: String
    /// Its log-probability.
    let logprob: Double
    /// The most likely tokens, best first.
    let top: [(text: String, logprob: Double)]

    init(_ text: String, _ logprob: Double, top: [(text: String, logprob: Double)]) {
        self.text = text
        self.logprob = logprob
        self.top = top
    }

    /// A word of this probability before `others` equally likely ones that are listed, which have the rest but a tenth.
    ///
    /// The surer a model is the larger are self-certainty and DeepConf's token confidence.
    init(_ text: String, probability: Double, others: Int = 19, tail: Double? = nil) {
        let rest = log((1 - probability - (tail ?? (1 - probability) / 10)) / Double(others))
        self.init(
            text, log(probability),
            top: [(text, log(probability))] + (0..<others).map { ("other\($0)", rest) })
    }

    /// A word of such token confidence, −(1/k) Σ log p over the k = 20 tokens listed.
    init(_ text: String, confidence: Double) {
        self.init(text, -0.1, top: (0..<20).map { ("other\($0)", -confidence) })
    }

    /// What the server's list comes to.
    var distribution: TokenDistribution { TokenDistribution(sampled: logprob, listed: top.map(\.logprob)) }

    /// The word as OpenAI writes it.
    var json: JSON {
        [
            "token": .string(text), "logprob": .number(logprob),
            "top_logprobs": .array(top.map { ["token": .string($0.text), "logprob": .number($0.logprob)] }),
        ]
    }
}

extension ScriptedModel {
    /// A model that gives log-probabilities and whose samples, in order, say these answers so surely: of each sample the
    /// probability of its only token. A dash has no answer, an exclamation mark is lost.
    static func sure(_ samples: [(answer: String, probability: Double)]) -> ScriptedModel {
        ScriptedModel(logprobSupport: LogprobSupport(maxTop: 20, isLimit: true)) { sample, _ in
            switch samples[sample].answer {
            case "!": .fails(.unreachable(reason: "gone"))
            case "-": .spells([ScriptedWord("", probability: samples[sample].probability)])
            case let answer: .spells([ScriptedWord(answer, probability: samples[sample].probability)])
            }
        }
    }
}
