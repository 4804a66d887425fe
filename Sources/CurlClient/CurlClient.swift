import CCurl
import Synchronization

/// Calls to upstreams over HTTP/1.1 by libcurl, on one engine thread that the client owns, or on the loop where they are
/// made if it is one that the client lives on.
///
/// Without a `shutdown()`, the engines end with the last reference to the client and to the bodies it gave out.
public final class CurlClient: Sendable {
    private static let initialisation = curl_global_init(Int(CURL_GLOBAL_DEFAULT))

    private let configuration: CurlConfiguration
    private let mailbox: Mailbox
    private let thread: EngineThread
    private let ending = Ending()
    private let guests = Mutex<[HostedEngine]>([])

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
            CurlEngine(configuration, mailbox: mailbox, watch: epoll)?.run(waitingWith: epoll)
            // Also when the engine could not be made: calls then fail instead of waiting.
            mailbox.closeAndRefuseRest()
            ending.happen()
        }
    }

    deinit {
        mailbox.close()
        guests.withLock { $0 }.forEach { $0.close() }
    }

    /// Has the client live on these loops as well: calls that are made on one of them stay there, which spares them two
    /// changes of thread. Each loop has connections of its own, within bounds of its own.
    /// - Throws: `CurlError.system` without a descriptor left.
    public func live(on loops: [any HostLoop]) throws(CurlError) {
        for loop in loops {
            let guest = try HostedEngine(configuration, on: loop)
            guests.withLock { $0.append(guest) }
        }
    }

    /// The loops it lives on.
    public var loops: [any HostLoop] { guests.withLock { $0 }.map(\.host) }

    /// Sends a request; returns with the head of the final response, while the body is still coming.
    ///
    /// Cancelling the task stops the call at once and closes its connection.
    /// - Throws: `CurlError`; `cancelled` when and only when the task was.
    public nonisolated(nonsending) func send(_ request: ClientRequest) async throws(CurlError) -> ClientResponse {
        let lines = try RequestLines(method: request.method, fields: request.fields)
        let door: any EngineDoor = guests.withLock { $0.first(where: \.isHere) } ?? mailbox
        let exchange = Exchange(request, lines: lines, bound: configuration.maxBufferedBytes, door: door)
        let head = try await exchange.start()
        return ClientResponse(status: head.status, fields: head.fields, body: ResponseBody(exchange, client: self))
    }

    /// Fails the calls still running with `CurlError.shutdown`, closes all connections and ends the thread.
    public func shutdown() async {
        mailbox.close()
        let guests = guests.withLock { $0 }
        guests.forEach { $0.close() }
        for guest in guests { await guest.end() }
        await ending.wait()
        thread.join()
    }
}
