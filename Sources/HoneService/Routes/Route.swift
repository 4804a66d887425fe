import HTTP
import HTTPServer
import HTTPTypes
import JSON
import Logging
import OpenAI

typealias HTTPMethod = HTTPRequest.Method

/// One entry of the API: a thin function from a request to an answer.
protocol Route: Sendable {
    /// Answers the request.
    ///
    /// - Throws: an error that `ServiceError` knows; it is rendered if no head has gone out.
    func handle(_ request: Request, _ response: ResponseWriter, _ context: RequestContext) async throws
}

extension Route {
    /// Answers the request, with an error object if it cannot be answered otherwise.
    func answer(
        _ request: Request, _ response: ResponseWriter, _ context: RequestContext, logger: Logger
    ) async throws {
        do {
            try await handle(request, response, context)
        } catch {
            guard let rendering = rendering(of: error, context, logger), await !response.isStarted else { throw error }
            try await response.send(rendering)
        }
    }

    /// How an error is answered; nil if nobody is there to answer, or only the server can. A function of its own, so
    /// that requests without errors need no room for it.
    private func rendering(of error: any Error, _ context: RequestContext, _ logger: Logger) -> ErrorRendering? {
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

extension ResponseWriter {
    /// Sends an error as the whole answer.
    func send(_ rendering: ErrorRendering) async throws {
        try await send(rendering.status, rendering.fields, body: rendering.json.utf8)
    }

    /// Sends a JSON value as the whole answer.
    func send(_ status: HTTPResponse.Status = .ok, json: JSON, fields: HTTPFields = [:]) async throws {
        var fields = fields
        fields[.contentType] = "application/json"
        try await send(status, fields, body: json.utf8)
    }
}
