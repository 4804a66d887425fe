/// Accepts connections on a loop and hands them on; no error ends it.
actor Listener: ReadinessObserver {
    private nonisolated let loop: Loop
    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    private let descriptor: Int32
    private let acceptor: any Acceptor
    private let core: ServerCore
    private var readiness: Readiness?
    private var spare = SpareDescriptor()
    private var isStopped = false

    /// Takes over `descriptor`.
    init(descriptor: Int32, acceptor: any Acceptor, loop: Loop, core: ServerCore) {
        self.descriptor = descriptor
        self.acceptor = acceptor
        self.loop = loop
        self.core = core
    }

    /// Begins to accept.
    func start() {
        guard !isStopped else { return }
        readiness = Readiness(taking: descriptor, on: loop, telling: self)
    }

    /// Closes the listening socket; who waits in its backlog is refused by the kernel.
    func stop() {
        isStopped = true
        readiness?.cancel()
        readiness = nil
    }

    nonisolated func becameReadable() {
        assumeIsolated { $0.acceptWaiting() }
    }

    nonisolated func sendsNoMore() {}

    nonisolated func becameWritable() {}

    nonisolated func hungUp() {}

    private func acceptWaiting() {
        guard !isStopped else { return }
        // Bounded, so that a flood of connections cannot starve those that this loop serves already.
        for _ in 0..<core.configuration.limits.acceptsPerWake {
            guard core.hasRoom else { return rest() }
            switch acceptor.accept() {
            case .accepted(let descriptor, let client): core.admit(descriptor: descriptor, client: client)
            case .wouldBlock: return
            case .retry: continue
            case .exhausted:
                spare.turnOneAway(from: acceptor)
                return rest()
            }
        }
    }

    /// Suspends accepting for a while; without it a full descriptor table would make the loop spin.
    private func rest() {
        readiness?.watch(.nothing, writing: false)
        loop.async(after: core.configuration.timeouts.acceptPause) {
            self.assumeIsolated { $0.readiness?.watch(.bytes, writing: false) }
        }
    }
}
