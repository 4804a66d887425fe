/// What a request asks of a generation.
struct GenerationOptions: Equatable, Sendable {
    /// Independent answers; answer i draws from seed + i.
    var choices = 1
    /// 0 picks the best token always; 1 samples what the model says.
    var temperature: Float = 1
    /// Share of the probability, in 0…1, that the tokens considered have together at least.
    var topP: Float = 1
    var seed: UInt64 = 0
    /// New tokens per choice, end token included; the context bounds them in any case.
    var maxTokens: Int?
    /// Texts that end a choice and are not part of it.
    var stops: [String] = []
    /// Most likely tokens to report with each token; nil for no log-probabilities at all.
    var topLogProbabilities: Int?
}
