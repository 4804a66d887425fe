/// Answers requests.
public protocol HTTPHandler: Sendable {
    /// Answers one request, with exactly one `send` or `start` on `response`.
    ///
    /// Its task is cancelled when the client leaves. What it throws becomes an error answer (`answer(to:)`), or breaks
    /// the connection off when a head has gone out; returning without an answer counts as `ServerError.handlerFailed`.
    func handle(_ request: Request, _ response: ResponseWriter) async throws

    /// How an error that the server answers by itself looks; plain text unless the handler knows better.
    func answer(to error: ServerError) -> ErrorAnswer
}

extension HTTPHandler {
    /// One line of plain text.
    public func answer(to error: ServerError) -> ErrorAnswer {
        .plainText(error)
    }
}
