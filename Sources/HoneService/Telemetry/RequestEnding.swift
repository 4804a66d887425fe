import HTTPServer
import HTTPTypes

/// How a request has ended, as it is told.
struct RequestEnding {
    /// The status that the client has seen, or is about to see; nil if it saw none.
    let status: HTTPResponse.Status?
    /// Whether the client left, or the answer broke off.
    let isCutOff: Bool

    /// The end of a request.
    ///
    /// - Parameters:
    ///   - error: What the request ended by, if not by its answer.
    ///   - status: The status that has gone out, if one has.
    init(_ error: (any Error)?, after status: HTTPResponse.Status?) {
        // What the server itself answers goes out only after this, and only if nothing has.
        let answered: HTTPResponse.Status? =
            switch error as? ServerError {
            case .clientLeft, .alreadyAnswered, nil: nil
            case let error?: status == nil ? error.status : nil
            }
        self.status = status ?? answered
        isCutOff = error != nil && answered == nil
    }
}
