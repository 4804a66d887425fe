/// One token to be run through the model, as the next of one of the sequences given with it.
struct TokenRow: Equatable, Sendable {
    let token: Int
    /// Index of the sequence's cache.
    let sequence: Int
    /// Whether the scores of the token after this one are asked for.
    let wantsLogits: Bool
}
