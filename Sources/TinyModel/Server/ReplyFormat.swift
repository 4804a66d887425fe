import JSON

/// The shape of one endpoint's answers; what both have in common is in `ReplyWriter`.
protocol ReplyFormat: Sendable {
    /// The `object` of a plain reply.
    var object: String { get }
    /// The `object` of a stream's chunks.
    var chunkObject: String { get }
    /// What the `id` begins with.
    var idPrefix: String { get }

    /// The choice that opens a stream, if the shape has one.
    func opening(choice: Int) -> JSON?
    /// A piece of a choice; `offset` is how many characters of text came before.
    func piece(choice: Int, text: String, tokens: [ScoredToken]?, offset: Int) -> JSON
    /// The end of a streamed choice, with the end token if there was one and log-probabilities were asked for.
    func closing(choice: Int, endToken: ScoredToken?, offset: Int, reason: FinishReason) -> JSON
    /// A choice of a plain reply.
    func whole(choice: Int, text: String, tokens: [ScoredToken]?, reason: FinishReason) -> JSON
}
