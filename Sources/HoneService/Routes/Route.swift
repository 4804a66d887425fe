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
