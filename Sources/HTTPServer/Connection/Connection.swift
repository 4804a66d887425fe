import HTTP
import HTTPTypes

/// One client's connection: an actor on its loop that performs what the state machine says.
actor Connection: ReadinessObserver {
    nonisolated let worker: Worker
    private nonisolated let core: ServerCore
    private nonisolated let client: ClientAddress?
    nonisolated var unownedExecutor: UnownedSerialExecutor { worker.loop.asUnownedSerialExecutor() }

    private let socket: Socket
    private var readiness: Readiness?
    var machine: ConnectionStateMachine
    private var handler: RequestHandler?
    var bodyWaiter: BodyWaiter?
    var drainWaiters: [CheckedContinuation<Void, any Error>] = []
    var headCompletion: HeadCompletion?
    private var deadline: Deadline?
    /// When `deadline` is over, in nanoseconds of uptime.
    private var deadlineTime = UInt64.max
    /// Which request's body the clock was last started for, and when it runs out: one limit for the whole body,
    /// however often the handler waits for pieces of it.
    private var bodyDeadline = (exchange: 0, time: UInt64.max)

    /// Who waits for more of a body; an object, because it is looked for after every event and hardly ever there.
    final class BodyWaiter {
        let exchange: Int
        let continuation: CheckedContinuation<[UInt8]?, any Error>

        init(exchange: Int, continuation: CheckedContinuation<[UInt8]?, any Error>) {
            self.exchange = exchange
            self.continuation = continuation
        }
    }

    /// Completes the head of one exchange's answer.
    struct HeadCompletion {
        let exchange: Int
        let hook: ResponseWriter.HeadHook
    }

    /// Takes over `descriptor`.
    init(descriptor: Int32, client: ClientAddress?, worker: Worker, core: ServerCore) {
        self.worker = worker
        self.core = core
        self.client = client
        socket = Socket(descriptor: descriptor)
        machine = ConnectionStateMachine(limits: core.configuration.limits, timeouts: core.configuration.timeouts)
    }

    /// Begins to serve.
    func begin() {
        socket.disableNagle()
        socket.limitUnsent(to: core.configuration.limits.kernelBytes)
        worker.add(self)
        readiness = Readiness(taking: socket.descriptor, on: worker.loop, telling: self)
        // The server may have begun to end since the connection was accepted.
        switch core.currentPhase {
        case .serving: break
        case .draining: machine.stop()
        case .terminating: machine.terminate()
        }
        // The first request has often come by now.
        receive()
    }

    // MARK: What happens to the socket

    nonisolated func becameReadable() {
        assumeIsolated { $0.receive() }
    }

    nonisolated func becameWritable() {
        assumeIsolated { $0.settle() }
    }

    nonisolated func sendsNoMore() {
        assumeIsolated {
            $0.machine.peerSentLast()
            $0.settle()
        }
    }

    nonisolated func hungUp() {
        assumeIsolated {
            $0.machine.peerVanished()
            $0.settle()
        }
    }

    private func receive() {
        guard readiness != nil else { return }
        let buffer = worker.readBuffer.bytes
        switch socket.receive(into: buffer) {
        case .bytes(let count): machine.received(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        case .end: machine.inputClosed()
        case .wouldBlock: break
        case .failed: machine.peerVanished()
        }
        settle()
    }

    private func flush() {
        guard readiness != nil else { return }
        while !machine.output.isEmpty {
            switch machine.output.withUnsentBytes({ socket.send($0) }) {
            case .bytes(let count): machine.sent(count)
            case .wouldBlock: return
            case .failed: return machine.peerVanished()
            }
        }
    }

    // MARK: What the server wants

    /// Ends the connection once the requests that have begun are answered.
    func drain() {
        machine.stop()
        settle()
    }

    /// Breaks the connection off and cancels its handler.
    func terminate() {
        machine.terminate()
        settle()
    }

    /// Ends what took longer than it may.
    func checkDeadline(now: UInt64) {
        guard now >= deadlineTime, let deadline else { return }
        deadlineTime = .max
        self.deadline = nil
        machine.expired(deadline.kind)
        settle()
    }

    // MARK: Doing what the machine says

    /// Brings sockets, waiters and timers in line with the machine; follows every event.
    func settle() {
        flush()
        while let action = machine.next() {
            perform(action)
            flush()
        }
        wakeBodyWaiter()
        wakeDrainWaiters()
        readiness?.watch(machine.input, writing: !machine.output.isEmpty)
        updateDeadline()
        if machine.isFinished { leave() }
    }

    private func perform(_ action: ConnectionAction) {
        switch action {
        case .handle(let head, let exchange):
            handler = worker.handlers.start(
                HandledRequest(head, exchange: exchange, of: self, for: core.handler))
        case .refuse(let error, let exchange):
            refuse(error, exchange: exchange)
        case .cancelHandler:
            handler?.cancel()
        case .shutdownWriting:
            socket.shutdownWriting()
        case .close(let withReset):
            if withReset { socket.resetOnClose() }
            readiness?.cancel()
            readiness = nil
        }
    }

    func handlerEnded(_ exchange: Int, _ failure: ServerError?) {
        if let handler { worker.handlers.takeBack(handler) }
        handler = nil
        machine.handlerEnded(exchange, failure)
        settle()
    }

    private func refuse(_ error: ServerError, exchange: Int) {
        var answer = core.handler.answer(to: error)
        if case .methodNotAllowed(_, let allowed) = error, answer.fields[.allow] == nil {
            answer.fields[.allow] = allowed.map(\.rawValue).joined(separator: ", ")
        }
        let date = worker.date
        completeHead(exchange, error.status, &answer.fields)
        do throws(ServerError) {
            try machine.respond(
                exchange, status: error.status, fields: answer.fields, body: answer.body, date: date)
        } catch {
            // Only fields that cannot be sent bring us here; nothing is left to say then.
            machine.peerVanished()
        }
    }

    private func updateDeadline() {
        guard machine.deadline != deadline else { return }
        deadline = machine.deadline
        guard let deadline else { return deadlineTime = .max }
        let now = Uptime.now
        let time = now &+ core.timeLimits[deadline.kind]
        switch deadline.kind {
        case .departure:
            // Too short for the sweep, and rare.
            deadlineTime = time
            worker.loop.async(after: core.configuration.timeouts.departureCheck) {
                self.assumeIsolated { $0.checkDeadline(now: Uptime.now) }
            }
        case .body:
            if bodyDeadline.exchange != deadline.epoch { bodyDeadline = (deadline.epoch, time) }
            deadlineTime = bodyDeadline.time
        case .idle, .head, .write, .linger:
            deadlineTime = time
        }
    }

    private func leave() {
        // Whoever made it may have put the request into it, and with that the connection itself.
        headCompletion = nil
        guard worker.remove(self) else { return }
        core.tally.leave(core.counted(client))
    }
}
