import HTTP
public import HTTPTypes

/// Finds the route of a request by its path and method; what routes do is their owner's business, who knows them by their
/// numbers.
///
/// HEAD is served by the route of GET and OPTIONS by the table itself, unless routes say otherwise.
public struct RouteTable: Sendable {
    /// What a request is for.
    public enum Found {
        /// The route with this number, and the request with what the route's pattern took out of its path.
        case route(Int, Request)
        /// To learn which methods there are, as Allow lists them.
        case options(allow: String)
    }

    private var tree = RouteTree()
    private var count = 0

    /// A table without routes.
    public init() {}

    /// Adds a route, whose number is how many there were before; adding the same method and path twice is a programming
    /// error.
    ///
    /// - Parameters:
    ///   - method: The method, for example `.get`.
    ///   - pattern: Segments, each a literal or `{name}` for any one segment; `*` at the end for the whole rest.
    public mutating func add(_ method: HTTPRequest.Method, _ pattern: String) {
        tree.insert(count, method: method, at: RoutePattern(pattern))
        count += 1
    }

    /// What the request is for.
    ///
    /// - Throws: `ServerError.notFound` for a path without a route, `.methodNotAllowed` for a method without one.
    public func find(_ request: Request) throws(ServerError) -> Found {
        let method = request.head.method
        if request.head.target.form == .asterisk { return .options(allow: Self.list(Self.served(tree.allMethods))) }
        guard let match = tree.match(request.head.target.path) else {
            throw .notFound(path: request.head.target.path)
        }
        guard let route = match.route(of: method) ?? (method == .head ? match.route(of: .get) : nil) else {
            let allowed = Self.served(match.methods.map(\.method))
            guard method == .options else { throw .methodNotAllowed(method, allowed: allowed) }
            return .options(allow: Self.list(allowed))
        }
        let captures = match.captures
        return .route(
            route, captures.isEmpty ? request : Request(head: request.head, body: request.body, captures: captures))
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
