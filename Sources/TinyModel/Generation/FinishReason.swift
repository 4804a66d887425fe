/// Why a choice ended.
enum FinishReason: String, Sendable {
    /// The model ended its turn, or a stop string came up.
    case stop
    /// `max_tokens` or the context was used up.
    case length
}
