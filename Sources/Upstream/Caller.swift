import Synchronization

/// On whose behalf model servers are called: one request of one client.
///
/// Calls of one request, and requests of one key, take their turns together, so that none of them starves another.
public struct Caller: Sendable {
    /// The number of the request, unique in this process.
    public let request: Int
    /// The name of the client's key, nil where clients need none.
    public let key: String?
    /// Told of every call, if anybody listens.
    public let observer: (any CallObserver)?

    private static let lastRequest = Atomic<Int>(0)

    /// A request of its own.
    public init(key: String? = nil, observer: (any CallObserver)? = nil) {
        request = Self.lastRequest.add(1, ordering: .relaxed).newValue
        self.key = key
        self.observer = observer
    }
}
