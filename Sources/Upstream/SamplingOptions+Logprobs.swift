import JSON
import Refinement

extension SamplingOptions {
    /// How many of the most likely tokens are asked for with every token, as many as come if that is left open; nil if
    /// no log-probabilities are asked for.
    var topLogprobs: Int? {
        guard self["logprobs"]?.bool == true else { return nil }
        // vLLM takes −1 for the whole vocabulary.
        guard let top = self["top_logprobs"]?.int, top >= 0 else { return .max }
        return top
    }

    /// The members in the form of text completions, where `logprobs` is how many tokens are to be listed.
    var textMembers: [Member] {
        var options = self
        if self["logprobs"]?.bool == true {
            options["logprobs"] = self["top_logprobs"] ?? .number(0)
        } else {
            options["logprobs"] = nil
        }
        options["top_logprobs"] = nil
        return options.members
    }
}
