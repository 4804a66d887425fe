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

/// The one thing an engine shares with other threads: commands in order, and an eventfd that wakes it.
final class Mailbox: EngineDoor {
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
    func post(_ command: Command) -> Bool {
        let (isTaken, wakes) = add(command)
        if wakes { signal() }
        return isTaken
    }

    /// Tells the engine to fail what runs and to end.
    func close() {
        if markClosed() { signal() }
    }

    /// Puts a command in for the engine to find; whether it takes one still, and has to be woken for it.
    func add(_ command: Command) -> (isTaken: Bool, wakes: Bool) {
        state.withLock { state in
            guard !state.isClosed else { return (false, false) }
            state.commands.append(command)
            defer { state.isEngineAsleep = false }
            return (true, state.isEngineAsleep)
        }
    }

    /// Takes no more commands; whether the engine has to be woken to see it.
    func markClosed() -> Bool {
        state.withLock { state in
            state.isClosed = true
            defer { state.isEngineAsleep = false }
            return state.isEngineAsleep
        }
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

    /// Wakes the engine.
    func signal() {
        // The counter cannot overflow in the life of a machine, so the write cannot fail.
        _ = csystem_eventfd_signal(eventDescriptor)
    }
}
