public import HTTPServer
import Synchronization

/// The service of the day: a new one takes the place of the old one between two requests, and those that run finish on
/// the one they began on.
public final class ReloadableHandler: HTTPHandler {
    private let service: Mutex<HoneService>
    private let state: ServiceState

    /// Begins with `service`, which was made with `state`, like all that follow.
    public init(_ service: HoneService, state: ServiceState) {
        self.service = Mutex(service)
        self.state = state
    }

    /// Sends the requests that come from now on to `service`.
    public func replace(with service: HoneService) { self.service.withLock { $0 = service } }

    /// Answers a request by the service that is there now.
    public func handle(_ request: Request, _ response: ResponseWriter) async throws {
        try await service.withLock { $0 }.handle(request, response)
    }

    /// As the service says.
    public func answer(to error: ServerError) -> ErrorAnswer { service.withLock { $0 }.answer(to: error) }

    /// Refuses new requests with 503, `/ready` among them, and returns when those that run have ended or `time` is over.
    public func drain(within time: Duration) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.state.drain() }
            group.addTask { try? await Task.sleep(for: time) }
            await group.next()
            group.cancelAll()
        }
    }
}
