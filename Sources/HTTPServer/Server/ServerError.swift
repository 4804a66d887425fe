public import HTTP
public import HTTPTypes

/// Every way in which serving can fail: at the start, by the client's doing, or in a handler.
public enum ServerError: Error, Sendable, Hashable {
    /// The address cannot be bound; `errno` says why.
    case cannotListen(host: String, port: Int, errno: Int32)
    /// The descriptor is no listening TCP socket.
    case notListening(descriptor: Int32)
    /// A loop cannot be set up; `errno` says what the system lacks.
    case noResources(errno: Int32)

    /// The client's bytes are not HTTP, or ask for what HTTP here does not do.
    case malformedRequest(HTTPError)
    /// The head was not complete in time.
    case headTimedOut(after: Duration)
    /// The body was not complete in time.
    case bodyTimedOut(after: Duration)
    /// The body is, or says it is, longer than the handler wants to read, in bytes.
    case bodyTooLarge(limit: Int)
    /// No route has this path.
    case notFound(path: String)
    /// The path exists, but not with this method.
    case methodNotAllowed(HTTPRequest.Method, allowed: [HTTPRequest.Method])

    /// A field of the handler's answer cannot be sent.
    case malformedAnswer(HTTPError)
    /// The handler threw, or returned without an answer.
    case handlerFailed
    /// The client has gone, or the server has given the connection up.
    case clientLeft
    /// A head has gone out for this request already, or the request is over.
    case alreadyAnswered
    /// Somebody else waits for the next bytes of this body already.
    case bodyAlreadyAwaited

    /// The status that answers the error.
    public var status: HTTPResponse.Status {
        switch self {
        case .malformedRequest(let error): error.status
        case .headTimedOut, .bodyTimedOut: .requestTimeout
        case .bodyTooLarge: .contentTooLarge
        case .notFound: .notFound
        case .methodNotAllowed: .methodNotAllowed
        case .cannotListen, .notListening, .noResources, .malformedAnswer, .handlerFailed, .clientLeft,
            .alreadyAnswered,
            .bodyAlreadyAwaited:
            .internalServerError
        }
    }

    /// One sentence for the client.
    public var reason: String {
        switch self {
        case .cannotListen(let host, let port, let code): "cannot listen on \(host):\(port) (errno \(code))"
        case .notListening(let descriptor): "descriptor \(descriptor) is no listening TCP socket"
        case .noResources(let code): "cannot start a loop (errno \(code))"
        case .malformedRequest(let error): error.reason
        case .headTimedOut(let limit): "the request head was not complete after \(limit)"
        case .bodyTimedOut(let limit): "the request body was not complete after \(limit)"
        case .bodyTooLarge(let limit): "the request body is longer than \(limit) bytes"
        case .notFound: "nothing is served at this path"
        case .methodNotAllowed(let method, _): "this path does not serve \(method.rawValue)"
        case .malformedAnswer, .handlerFailed: "the request could not be handled"
        case .clientLeft: "the client has left"
        case .alreadyAnswered: "the request has been answered already"
        case .bodyAlreadyAwaited: "the body is being read already"
        }
    }

    /// Whether the answer must be the last on its connection, because where the next request begins is not known.
    var endsConnection: Bool {
        switch self {
        case .malformedRequest(let error): error.endsConnection
        case .headTimedOut, .bodyTimedOut, .bodyTooLarge: true
        default: false
        }
    }

    /// What a handler threw, as the server sees it.
    init(thrown error: any Error) {
        switch error {
        case let error as ServerError: self = error
        case let error as HTTPError: self = .malformedRequest(error)
        default: self = .handlerFailed
        }
    }
}
