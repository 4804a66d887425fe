import HTTP
import HTTPServer
import HTTPTypes

/// Serves `handler` on a free port for the time of `body`, and sees to it that no connection is left.
func withServer<Value: Sendable>(
    _ handler: some HTTPHandler, _ configuration: ServerConfiguration = .init(),
    _ body: (HTTPServer) async throws -> Value
) async throws -> Value {
    let server = try HTTPServer.start(host: "127.0.0.1", port: 0, configuration: configuration, handler: handler)
    do {
        let value = try await body(server)
        await server.stop(gracePeriod: .zero)
        return value
    } catch {
        await server.stop(gracePeriod: .zero)
        throw error
    }
}

/// A handler that answers POST /echo with the body and GET with the path.
let echo: Router = {
    var router = Router()
    router.on(.post, "/echo") { request, response in
        try await response.send(.ok, body: try await request.body.collect(upTo: 1 << 20))
    }
    router.on(.get, "/*") { request, response in
        try await response.send(.ok, [.contentType: "text/plain"], body: Array(request.head.target.path.utf8))
    }
    return router
}()
