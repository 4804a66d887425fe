/// Everything one choice has said, for a plain reply.
struct ChoiceTranscript: Sendable {
    private(set) var text = ""
    private(set) var tokens: [ScoredToken] = []
    private(set) var finish = FinishReason.stop

    mutating func add(_ event: TokenEvent) {
        text += event.text
        tokens += event.tokens
        if let endToken = event.endToken { tokens.append(endToken) }
        if let finish = event.finish { self.finish = finish }
    }
}
