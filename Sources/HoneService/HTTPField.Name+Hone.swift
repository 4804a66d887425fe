import HTTPTypes

extension HTTPField.Name {
    /// Names the method for a chat request.
    static let honeMethod = HTTPField.Name("Hone-Method")!
    /// Tells OpenAI's clients whether the same request is worth sending again.
    static let shouldRetry = HTTPField.Name("X-Should-Retry")!
    /// Milliseconds in which no call to a model server was under way.
    static let honeOverhead = HTTPField.Name("Hone-Overhead-Ms")!
    /// W3C Trace Context.
    static let traceparent = HTTPField.Name("traceparent")!
    /// The identifier of the run that made an answer.
    static let honeRun = HTTPField.Name("Hone-Run")!
}
