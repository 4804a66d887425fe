import Refinement
import Synchronization

/// What the service remembers from the start of the process to its end, whatever becomes of its configuration.
public final class ServiceState: Sendable {
    /// What is measured and told of all requests.
    public let telemetry: Telemetry
    let door = Door(ServiceConfiguration())
    let runs = RunStore()
    let memory = DifficultyMemory(capacity: ServiceLimits.maxDifficultyKinds)

    private let work = Mutex(Work())
    private let connections = Mutex<(@Sendable () -> Int)?>(nil)

    private struct Work {
        var running = 0
        var isDraining = false
        var drained: AsyncStream<Never>.Continuation?
    }

    /// Nothing remembered yet.
    public init(telemetry: Telemetry) { self.telemetry = telemetry }

    /// Takes `count` for the way to count the connections that are open, for `/metrics`.
    public func countConnections(by count: @escaping @Sendable () -> Int) { connections.withLock { $0 = count } }

    /// Connections open now, if anybody counts them.
    var openConnections: Int? { connections.withLock { $0 }?() }

    /// Requests whose answer is not complete, those about Hone itself aside.
    var requestsInProgress: Int { work.withLock { $0.running } }

    /// Whether the process is about to end: what runs may finish, and nothing begins.
    var isDraining: Bool { work.withLock { $0.isDraining } }

    /// Counts a request; false if it may not begin any more.
    func beginWork() -> Bool {
        work.withLock { work in
            guard !work.isDraining else { return false }
            work.running += 1
            return true
        }
    }

    /// The request has ended.
    func endWork() {
        work.withLock { work in
            work.running -= 1
            if work.running == 0 { work.drained?.finish() }
        }
    }

    /// Lets nothing begin any more, and returns once nothing runs or the task is cancelled.
    func drain() async {
        let (none, drained) = AsyncStream<Never>.makeStream()
        work.withLock { work in
            work.isDraining = true
            if work.running == 0 { drained.finish() }
            work.drained = drained
        }
        for await _ in none {}
    }
}
