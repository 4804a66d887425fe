import HTTPServer

/// A handler that is one closure.
struct ClosureHandler: HTTPHandler {
    let body: @Sendable (Request, ResponseWriter) async throws -> Void

    init(_ body: @escaping @Sendable (Request, ResponseWriter) async throws -> Void) {
        self.body = body
    }

    func handle(_ request: Request, _ response: ResponseWriter) async throws {
        try await body(request, response)
    }
}
