import Glibc
import HTTPServer
import HTTPTypes
import JSON
import OpenAI

/// An OpenAI-compatible server for the model that is part of this package, which knows a little arithmetic.
///
/// Serves `/v1/chat/completions`, `/v1/completions`, `/v1/models` and `/health`; the model is called `tiny-arith`.
/// Log-probabilities are the model's own, at temperature 1 and before any cutting; the end token is the last of them.
/// Usage counts it as well, and the prompt once for all choices. A trailing assistant message is gone on with and not
/// repeated.
public struct TinyModelServer: Sendable {
    private let server: HTTPServer
    private let service: CompletionService

    /// The address it listens on, in numbers.
    public var host: String { server.host }
    /// The port it listens on.
    public var port: Int { server.port }
    /// What it has done and is doing.
    public var statistics: TinyModelStatistics { service.statistics }

    /// Reads the model and listens; port 0 takes a free one.
    ///
    /// - Throws: `TinyModelError`, `ServerError.cannotListen`.
    public static func start(host: String = "127.0.0.1", port: Int = 0) async throws -> TinyModelServer {
        try start(host: host, port: port, model: ModelResource.load(), limits: ServiceLimits())
    }

    static func start(host: String, port: Int, model: LlamaModel, limits: ServiceLimits) throws -> TinyModelServer {
        let loops = try DecodingLoops(count: max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        let service = CompletionService(model, limits: limits, loops: loops)
        let server = try HTTPServer.start(host: host, port: port, handler: router(for: service))
        return TinyModelServer(server: server, service: service)
    }

    /// Stops listening, lets running requests finish for `gracePeriod` and then cancels them.
    public func stop(gracePeriod: Duration = .zero) async {
        await server.stop(gracePeriod: gracePeriod)
    }

    private static func router(for service: CompletionService) -> Router {
        var router = Router { error in
            let type = error.status.code < 500 ? "invalid_request_error" : "server_error"
            let object = ErrorObject(message: error.reason, type: type)
            return ErrorAnswer(fields: [.contentType: MediaTypes.json], body: object.json.utf8)
        }
        let started = time(nil)
        router.on(.post, "/v1/chat/completions") { try await service.answer(.chat, $0, $1) }
        router.on(.post, "/v1/completions") { try await service.answer(.text, $0, $1) }
        router.on(.get, "/v1/models") { _, response in
            let model: JSON = [
                "id": .string(ReplyWriter.modelName), "object": "model", "created": .number(started),
                "owned_by": "hone",
            ]
            let list: JSON = ["object": "list", "data": [model]]
            try await response.send(.ok, [.contentType: MediaTypes.json], body: list.utf8)
        }
        router.on(.get, "/health") { _, response in
            let health: JSON = ["status": "ok"]
            try await response.send(.ok, [.contentType: MediaTypes.json], body: health.utf8)
        }
        return router
    }
}
