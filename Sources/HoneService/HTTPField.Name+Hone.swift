import HTTPTypes

extension HTTPField.Name {
    /// Names the method for a chat request.
    static let honeMethod = HTTPField.Name("Hone-Method")!
    /// Tells OpenAI's clients whether the same request is worth sending again.
    static let shouldRetry = HTTPField.Name("X-Should-Retry")!
    /// Milliseconds in which no call to a model server was under way.
    static let honeOverhead = HTTPField.Name("Hone-Overhead-Ms")!
    /// A request's name, the client's own or the server's.
    static let requestID = HTTPField.Name("X-Request-Id")!
    /// Hone's name for a request where `X-Request-Id` is a model server's.
    static let honeRequestID = HTTPField.Name("Hone-Request-Id")!
    /// The identifier of the run that made an answer.
    static let honeRun = HTTPField.Name("Hone-Run")!
}
