/// What a server has done and is doing.
public struct TinyModelStatistics: Sendable, Hashable {
    /// Requests being answered with generated text.
    public internal(set) var runningRequests = 0
    /// Choices that those requests asked for.
    public internal(set) var runningChoices = 0
    /// Tokens generated since the start, end tokens included, for clients that left as well.
    public internal(set) var generatedTokens = 0
}
