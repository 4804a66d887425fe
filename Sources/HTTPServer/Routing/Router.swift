public import HTTPTypes

/// Hands requests to the handlers of their routes.
///
/// A path without a route is `ServerError.notFound`, a method without one `.methodNotAllowed` with an Allow field.
public struct Router: HTTPHandler {
    /// Answers the requests of one route.
    public typealias Action = @Sendable (Request, ResponseWriter) async throws -> Void

    private var table = RouteTable()
    private var actions: [Action] = []
    private let errorAnswer: @Sendable (ServerError) -> ErrorAnswer

    /// A router without routes; `errors` says how errors look to the client.
    public init(errors: @escaping @Sendable (ServerError) -> ErrorAnswer = ErrorAnswer.plainText) {
        errorAnswer = errors
    }

    /// Adds a route, as `RouteTable.add` does; captured segments are in the request's `captures`.
    public mutating func on(_ method: HTTPRequest.Method, _ pattern: String, _ action: @escaping Action) {
        table.add(method, pattern)
        actions.append(action)
    }

    /// Hands the request to its route.
    public func handle(_ request: Request, _ response: ResponseWriter) async throws {
        switch try table.find(request) {
        case .route(let index, let request): try await actions[index](request, response)
        case .options(let allow): try await response.send(.noContent, [.allow: allow])
        }
    }

    /// As `errors` said.
    public func answer(to error: ServerError) -> ErrorAnswer { errorAnswer(error) }
}
