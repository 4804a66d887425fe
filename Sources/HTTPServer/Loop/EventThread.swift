import CSystem
import Glibc
import Synchronization

/// A thread that waits with epoll for descriptors, timers and work, and runs what they ask for, one after the other.
final class EventThread: Sendable {
    private struct State {
        var inbox: [LoopWork] = []
        var timers = LoopTimers()
        /// Who watches which descriptor, with the descriptor as index.
        var observers: [(any ReadinessObserver)?] = []
        /// Whether the thread waits, so that work from outside has to wake it.
        var isAsleep = false
        var isFinished = false
    }

    private let label: String
    private let epoll: Int32
    private let wakeUp: Int32
    private let state = Mutex(State())
    private let identity = Atomic<UInt>(0)

    init(label: String) throws(ServerError) {
        self.label = label
        epoll = csystem_epoll_create()
        wakeUp = csystem_eventfd()
        guard epoll >= 0, wakeUp >= 0, csystem_epoll_add(epoll, wakeUp, CSYSTEM_EPOLLIN) == 0 else {
            throw .noResources(errno: errno)
        }
    }

    deinit {
        if epoll >= 0 { close(epoll) }
        if wakeUp >= 0 { close(wakeUp) }
    }

    var isCurrent: Bool { identity.load(ordering: .relaxed) == pthread_self() }

    /// Starts the thread, which keeps itself until `finish`.
    func start() throws(ServerError) {
        let this = Unmanaged.passRetained(self)
        var thread = pthread_t()
        let failure = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<EventThread>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            }, this.toOpaque())
        guard failure == 0 else {
            this.release()
            throw .noResources(errno: failure)
        }
        pthread_detach(thread)
    }

    /// Ends the thread after what it does just now; work still queued is dropped.
    func finish() {
        state.withLock { $0.isFinished = true }
        csystem_eventfd_signal(wakeUp)
    }

    func enqueue(_ work: LoopWork) {
        let mustWake = state.withLock { state in
            state.inbox.append(work)
            defer { state.isAsleep = false }
            return state.isAsleep
        }
        if mustWake { csystem_eventfd_signal(wakeUp) }
    }

    func schedule(at time: UInt64, _ work: @escaping @Sendable () -> Void) {
        let mustWake = state.withLock { state in
            state.timers.add(at: time, work)
            defer { state.isAsleep = false }
            return state.isAsleep
        }
        if mustWake { csystem_eventfd_signal(wakeUp) }
    }

    // MARK: Descriptors, on the thread itself

    func watch(_ descriptor: Int32, for events: UInt32, telling observer: any ReadinessObserver) {
        state.withLock { state in
            let missing = Int(descriptor) + 1 - state.observers.count
            if missing > 0 { state.observers.append(contentsOf: repeatElement(nil, count: missing)) }
            state.observers[Int(descriptor)] = observer
        }
        csystem_epoll_add(epoll, descriptor, events)
    }

    func change(_ descriptor: Int32, to events: UInt32) {
        csystem_epoll_modify(epoll, descriptor, events)
    }

    func forget(_ descriptor: Int32) {
        csystem_epoll_remove(epoll, descriptor)
        let observer = state.withLock { state in
            defer { state.observers[Int(descriptor)] = nil }
            return state.observers[Int(descriptor)]
        }
        // Released outside the lock, since it may be the last reference and run a deinit.
        _ = observer
    }

    // MARK: The thread

    private func run() {
        identity.store(pthread_self(), ordering: .relaxed)
        csystem_name_thread(label)
        var batch: [LoopWork] = []
        var events = [epoll_event](repeating: epoll_event(), count: Self.eventsPerWait)
        while takeWork(into: &batch) {
            for work in batch { work.run() }
            batch.removeAll(keepingCapacity: batch.count <= Self.keptWork)
            let count = csystem_epoll_wait(epoll, &events, Int32(events.count), fallAsleep())
            let due = wake()
            for event in events.prefix(Int(max(count, 0))) { handle(event) }
            for work in due { work() }
        }
    }

    /// Moves the queued work to `batch`; false at the end. Work that comes in while the batch runs waits for the next
    /// turn, so that it cannot starve descriptors.
    private func takeWork(into batch: inout [LoopWork]) -> Bool {
        state.withLock { state in
            swap(&state.inbox, &batch)
            return !state.isFinished
        }
    }

    /// For how many milliseconds the thread may wait for events.
    private func fallAsleep() -> Int32 {
        state.withLock { state in
            guard state.inbox.isEmpty, !state.isFinished else { return 0 }
            state.isAsleep = true
            guard let next = state.timers.nextTime else { return -1 }
            let now = Uptime.now
            return next <= now ? 0 : Int32(clamping: (next - now) / 1_000_000 + 1)
        }
    }

    /// Notes that the thread is awake, before it runs anything that enqueues, and takes the timers that are due.
    private func wake() -> [@Sendable () -> Void] {
        state.withLock { state in
            state.isAsleep = false
            return state.timers.isEmpty ? [] : state.timers.takeDue(at: Uptime.now)
        }
    }

    private func handle(_ event: epoll_event) {
        let descriptor = event.data.fd
        if descriptor == wakeUp {
            csystem_eventfd_clear(wakeUp)
            return
        }
        // Nil when an event before this one in the same batch has closed the descriptor.
        guard let observer = state.withLock({ $0.observers[Int(descriptor)] }) else { return }
        let events = event.events
        if events & (CSYSTEM_EPOLLERR | CSYSTEM_EPOLLHUP) != 0 { return observer.hungUp() }
        if events & CSYSTEM_EPOLLIN != 0 { observer.becameReadable() }
        if events & CSYSTEM_EPOLLRDHUP != 0 { observer.sendsNoMore() }
        if events & CSYSTEM_EPOLLOUT != 0 { observer.becameWritable() }
    }

    /// Events taken from the kernel at once.
    private static let eventsPerWait = 128
    /// Pieces of queued work for which memory is kept.
    private static let keptWork = 1024
}
