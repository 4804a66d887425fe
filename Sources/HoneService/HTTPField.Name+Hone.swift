import HTTPTypes

extension HTTPField.Name {
    /// Names the method for a chat request.
    static let honeMethod = HTTPField.Name("Hone-Method")!
    /// Tells OpenAI's clients whether the same request is worth sending again.
    static let shouldRetry = HTTPField.Name("X-Should-Retry")!
    /// The identifier of the run that made an answer.
    static let honeRun = HTTPField.Name("Hone-Run")!
}
