import HTTP
public import HTTPTypes

/// Finds the handler of a request by its path and method.
///
/// HEAD is served by the handler of GET and OPTIONS by the router, unless routes say otherwise. A path without a route
/// is `ServerError.notFound`, a method without one `.methodNotAllowed` with an Allow field.
///
/// What is known of a request beside itself goes to the route as `Context`.
public struct ContextRouter<Context: Sendable>: Sendable {
    /// Answers the requests of one route.
    public typealias Action = @Sendable (Request, ResponseWriter, Context) async throws -> Void

    private var routes = RouteTree<Action>()
    private let errorAnswer: @Sendable (ServerError) -> ErrorAnswer

    /// A router without routes; `errors` says how errors look to the client.
    public init(errors: @escaping @Sendable (ServerError) -> ErrorAnswer = ErrorAnswer.plainText) {
        errorAnswer = errors
    }

    /// Adds a route; adding the same method and path twice is a programming error.
    ///
    /// - Parameters:
    ///   - method: The method, for example `.get`.
    ///   - pattern: Segments, each a literal or `{name}` for any one segment; `*` at the end for the whole rest.
    ///   - action: Answers the request; captured segments are in its `captures`.
    public mutating func on(_ method: HTTPRequest.Method, _ pattern: String, _ action: @escaping Action) {
        routes.insert(action, method: method, at: RoutePattern(pattern))
    }

    /// Hands the request to its route.
    public func handle(_ request: Request, _ response: ResponseWriter, _ context: Context) async throws {
        let method = request.head.method
        if request.head.target.form == .asterisk {
            return try await response.send(.noContent, [.allow: Self.list(Self.served(routes.allMethods))])
        }
        guard let match = routes.match(request.head.target.path) else {
            throw ServerError.notFound(path: request.head.target.path)
        }
        guard let action = Self.action(for: method, in: match) else {
            let allowed = Self.served(match.methods.map(\.method))
            guard method == .options else { throw ServerError.methodNotAllowed(method, allowed: allowed) }
            return try await response.send(.noContent, [.allow: Self.list(allowed)])
        }
        let captures = match.captures
        try await action(
            captures.isEmpty ? request : Request(head: request.head, body: request.body, captures: captures), response,
            context)
    }

    /// As `errors` said.
    public func answer(to error: ServerError) -> ErrorAnswer {
        errorAnswer(error)
    }

    private static func action(for method: HTTPRequest.Method, in match: RouteTree<Action>.Match) -> Action? {
        for (own, action) in match.methods where own == method { return action }
        return method == .head ? Self.action(for: .get, in: match) : nil
    }

    /// The methods that are served where `methods` have routes.
    private static func served(_ methods: [HTTPRequest.Method]) -> [HTTPRequest.Method] {
        var served = methods
        if served.contains(.get), !served.contains(.head) { served.append(.head) }
        if !served.contains(.options) { served.append(.options) }
        return served
    }

    private static func list(_ methods: [HTTPRequest.Method]) -> String {
        methods.map(\.rawValue).joined(separator: ", ")
    }
}
