public import HTTPTypes

/// A router whose routes need to know nothing but the request.
public typealias Router = ContextRouter<Void>

extension ContextRouter: HTTPHandler where Context == Void {
    /// Adds a route; adding the same method and path twice is a programming error.
    public mutating func on(
        _ method: HTTPRequest.Method, _ pattern: String,
        _ action: @escaping @Sendable (Request, ResponseWriter) async throws -> Void
    ) {
        on(method, pattern) { request, response, _ in try await action(request, response) }
    }

    /// Hands the request to its route.
    public func handle(_ request: Request, _ response: ResponseWriter) async throws {
        try await handle(request, response, ())
    }
}
