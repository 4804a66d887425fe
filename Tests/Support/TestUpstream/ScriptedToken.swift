/// One token of an answer, with the log-probabilities that a server may list in its place.
public struct ScriptedToken: Sendable {
    /// What the token says.
    public let text: String
    /// Its log-probability.
    public let logprob: Double
    /// The most likely tokens, best first; the token itself is among them only if it is one of them.
    public let top: [(text: String, logprob: Double)]

    /// A token of these parts.
    public init(_ text: String, _ logprob: Double, top: [(text: String, logprob: Double)] = []) {
        self.text = text
        self.logprob = logprob
        self.top = top
    }
}
