import HTTPServer
import Logging

/// A route where it stands in the API: what it does is measured and its errors are answered.
struct Endpoint: Sendable {
    let route: any Route
    /// What is measured of it.
    let figures: RouteFigures
    let logger: Logger

    /// Answers the request, with an error object if it cannot be answered otherwise.
    func answer(_ request: Request, _ response: ResponseWriter, _ context: RequestContext) async throws {
        context.telemetry.isRouted(to: figures)
        do {
            try await route.handle(request, response, context)
        } catch {
            guard let rendering = rendering(of: error, context), await !response.isStarted else { throw error }
            try await response.send(rendering)
        }
    }

    /// How an error is answered; nil if nobody is there to answer, or only the server can. A function of its own, so
    /// that requests without errors need no room for it.
    @inline(never)
    private func rendering(of error: any Error, _ context: RequestContext) -> ErrorRendering? {
        if case ServerError.clientLeft = error { return nil }
        guard let failure = ServiceError(error) else { return nil }
        context.telemetry.failed(failure)
        if case .unexpected = failure {
            logger.error("unexpected", metadata: ["id": "\(context.id)", "error": "\(error)"])
        }
        // What HTTP itself objects to may end the connection, which only the server can see to.
        if case .server = failure { return nil }
        return ErrorRendering(failure)
    }
}
