import Refinement

/// What is known of how a server serves one of its models, found out by using it.
struct ModelCapability: Sendable, Hashable {
    /// How it takes several choices in one call.
    var choices = ChoiceCapability()
    /// Whether it takes `stream_options`, by which a stream ends with its usage.
    var takesStreamOptions = true
    /// How it gives log-probabilities, once that was found out.
    var logprobs: LogprobSupport?
}
