import CSystem
import Glibc
import Synchronization

/// What the async side asks of the engine.
enum Command: Sendable {
    /// Begin this call.
    case start(Exchange)
    /// The reader has caught up with the paused transfer.
    case resume(Exchange)
    /// Nobody waits for the call any more.
    case cancel(Exchange)
}

/// The one thing the engine thread shares with everybody: commands in order, and an eventfd that wakes it.
final class Mailbox: Sendable {
    private struct State {
        var commands: [Command] = []
        /// The engine will look only after a signal; while it is awake a post costs no system call.
        var isEngineAsleep = false
        var isClosed = false
    }

    /// Readable, edge-triggered, when the engine is to look.
    let eventDescriptor: Int32
    private let state = Mutex(State())

    /// - Throws: `CurlError.system` when the process has no descriptor left.
    init() throws(CurlError) {
        eventDescriptor = csystem_eventfd()
        guard eventDescriptor >= 0 else { throw .system(errno: errno) }
    }

    deinit {
        Glibc.close(eventDescriptor)
    }

    /// Hands a command to the engine; false when it takes none any more.
    @discardableResult
    func post(_ command: Command) -> Bool {
        let (isTaken, wakes) = state.withLock { state -> (Bool, Bool) in
            guard !state.isClosed else { return (false, false) }
            state.commands.append(command)
            defer { state.isEngineAsleep = false }
            return (true, state.isEngineAsleep)
        }
        if wakes { signal() }
        return isTaken
    }

    /// Tells the engine to fail what runs and to end.
    func close() {
        let wakes = state.withLock { state in
            state.isClosed = true
            defer { state.isEngineAsleep = false }
            return state.isEngineAsleep
        }
        if wakes { signal() }
    }

    /// The commands since the last call, nil once the mailbox is closed; the engine counts as awake from here on.
    func collect() -> [Command]? {
        state.withLock { state in
            state.isEngineAsleep = false
            guard !state.isClosed else { return nil }
            defer { state.commands = [] }
            return state.commands
        }
    }

    /// Fails the calls that were handed in and that no engine will ever start.
    func closeAndRefuseRest() {
        let rest = state.withLock { state in
            state.isClosed = true
            defer { state.commands = [] }
            return state.commands
        }
        for case .start(let exchange) in rest {
            exchange.finish(.shutdown)
            exchange.flush()
        }
    }

    /// Whether there is nothing to do, so that the engine may wait; every later post signals.
    func mayEngineSleep() -> Bool {
        state.withLock { state in
            state.isEngineAsleep = state.commands.isEmpty && !state.isClosed
            return state.isEngineAsleep
        }
    }

    private func signal() {
        // The counter cannot overflow in the life of a machine, so the write cannot fail.
        _ = csystem_eventfd_signal(eventDescriptor)
    }
}
