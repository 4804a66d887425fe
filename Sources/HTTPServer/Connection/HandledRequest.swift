import HTTP

/// One request of a connection on its way to the server's handler and back.
final class HandledRequest: RequestWork {
    private let connection: Connection
    private let exchange: Int
    private let request: Request
    private let response: ResponseWriter
    private let handler: any HTTPHandler

    /// The request with this head, to be answered by `handler`.
    init(_ head: RequestHead, exchange: Int, of connection: Connection, for handler: any HTTPHandler) {
        self.connection = connection
        self.exchange = exchange
        self.handler = handler
        let body = RequestBody(connection: connection, exchange: exchange, declaredLength: head.framing.declaredLength)
        request = Request(head: head, body: body)
        response = ResponseWriter(connection: connection, exchange: exchange)
    }

    func run() async {
        var failure: ServerError?
        do { try await handler.handle(request, response) } catch { failure = ServerError(thrown: error) }
        let outcome = failure
        await connection.perform { [exchange] in $0.handlerEnded(exchange, outcome) }
    }
}
