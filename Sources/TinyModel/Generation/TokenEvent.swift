/// What one step brought for one choice.
struct TokenEvent: Equatable, Sendable {
    let choice: Int
    /// Text that is certain to be part of the answer.
    let text: String
    /// The tokens whose text begins in what has been released; empty unless log-probabilities were asked for.
    let tokens: [ScoredToken]
    /// The end token, if it ended the choice and log-probabilities were asked for; never among `tokens`.
    let endToken: ScoredToken?
    /// Set on the last event of the choice.
    let finish: FinishReason?
}
