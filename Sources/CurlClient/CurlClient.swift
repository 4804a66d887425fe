import CCurl

/// Calls to upstreams over HTTP/1.1 by libcurl, all on one engine thread that the client owns.
///
/// Without a `shutdown()`, the thread ends with the last reference to the client and to the bodies it gave out.
public final class CurlClient: Sendable {
    private static let initialisation = curl_global_init(Int(CURL_GLOBAL_DEFAULT))

    private let configuration: CurlConfiguration
    private let mailbox: Mailbox
    private let thread: EngineThread
    private let ending = Ending()

    /// Starts the engine thread.
    /// - Throws: `CurlError.system` without a descriptor or thread left, `CurlError.other` when libcurl cannot start.
    public init(configuration: CurlConfiguration = CurlConfiguration()) throws(CurlError) {
        guard Self.initialisation == CURLE_OK else {
            throw .other(
                code: Self.initialisation.rawValue, message: String(cString: curl_easy_strerror(Self.initialisation)))
        }
        let mailbox = try Mailbox()
        let epoll = try EpollQueue()
        self.configuration = configuration
        self.mailbox = mailbox
        thread = try EngineThread { [ending] in
            CurlEngine(configuration, mailbox: mailbox, epoll: epoll)?.run()
            // Also when the engine could not be made: calls then fail instead of waiting.
            mailbox.closeAndRefuseRest()
            ending.happen()
        }
    }

    deinit {
        mailbox.close()
    }

    /// Sends a request; returns with the head of the final response, while the body is still coming.
    ///
    /// Cancelling the task stops the call at once and closes its connection.
    /// - Throws: `CurlError`; `cancelled` when and only when the task was.
    public nonisolated(nonsending) func send(_ request: ClientRequest) async throws(CurlError) -> ClientResponse {
        let lines = try RequestLines(method: request.method, fields: request.fields)
        let exchange = Exchange(request, lines: lines, bound: configuration.maxBufferedBytes, mailbox: mailbox)
        let head = try await exchange.start()
        return ClientResponse(status: head.status, fields: head.fields, body: ResponseBody(exchange, client: self))
    }

    /// Fails the calls still running with `CurlError.shutdown`, closes all connections and ends the thread.
    public func shutdown() async {
        mailbox.close()
        await ending.wait()
        thread.join()
    }
}
