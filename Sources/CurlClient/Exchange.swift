import Synchronization

/// One call as both sides see it: the engine fills it, one reader empties it.
final class Exchange: Sendable {
    private struct State {
        var delivery: Delivery
        var headReader: UnsafeContinuation<Result<ReceivedHead, CurlError>, Never>?
        var bodyReader: UnsafeContinuation<Delivery.Taken, Never>?

        /// Takes the reader that waits, if there is something for it; the one reader waits for one thing at a time.
        mutating func takeWakeUp() -> WakeUp {
            if let reader = headReader {
                guard let head = delivery.takeHead() else { return .nobody }
                headReader = nil
                return .headReader(reader, head)
            }
            guard let reader = bodyReader else { return .nobody }
            let taken = delivery.takeBody()
            if case .nothing = taken { return .nobody }
            bodyReader = nil
            return .bodyReader(reader, taken)
        }
    }

    /// A reader to be resumed outside the lock, with what. Taking it out of the state is what makes sure that it is
    /// resumed once.
    private enum WakeUp {
        case nobody
        case headReader(UnsafeContinuation<Result<ReceivedHead, CurlError>, Never>, Result<ReceivedHead, CurlError>)
        case bodyReader(UnsafeContinuation<Delivery.Taken, Never>, Delivery.Taken)
    }

    /// What is sent.
    let request: ClientRequest
    /// The checked method and fields.
    let lines: RequestLines
    private let door: any EngineDoor
    private let state: Mutex<State>

    /// An exchange that holds up to `bound` bytes for its reader.
    init(_ request: ClientRequest, lines: RequestLines, bound: Int, door: any EngineDoor) {
        self.request = request
        self.lines = lines
        self.door = door
        state = Mutex(State(delivery: Delivery(bound: bound)))
    }
}

// The reader's side.
extension Exchange {
    /// Sends the request and waits for the head of the response.
    nonisolated(nonsending) func start() async throws(CurlError) -> ReceivedHead {
        let result = await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                let isOpen = state.withLock { state in
                    if state.delivery.isOpen { state.headReader = continuation }
                    return state.delivery.isOpen
                }
                guard isOpen else { return continuation.resume(returning: .failure(.cancelled)) }
                if !door.post(.start(self)) { finish(.shutdown) }
                flush()
            }
        } onCancel: {
            abandon(.cancelled)
        }
        return try result.get()
    }

    /// All bytes of the body that are there, as soon as there are any; nil after the last.
    nonisolated(nonsending) func next() async throws(CurlError) -> [UInt8]? {
        if Task.isCancelled { abandon(.cancelled) }
        var taken = state.withLock { $0.delivery.takeBody() }
        if case .nothing = taken { taken = await waitForBody() }
        switch taken {
        case .bytes(let bytes, let resumesTransfer):
            if resumesTransfer { door.post(.resume(self)) }
            return bytes
        case .end: return nil
        case .failure(let error): throw error
        case .nothing: throw .concurrentReads
        }
    }

    /// Whether `next()` will not wait.
    var isReady: Bool { state.withLock { $0.delivery.isReady } }

    /// The reader leaves: the transfer stops now, and with it the upstream's connection closes.
    func abandon(_ error: CurlError) {
        if state.withLock({ $0.delivery.abandon(error) }) { door.post(.cancel(self)) }
        flush()
    }

    /// `.nothing` only when another reader is waiting already.
    nonisolated(nonsending) private func waitForBody() async -> Delivery.Taken {
        await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                let isSecond = state.withLock { state in
                    if state.bodyReader != nil { return true }
                    state.bodyReader = continuation
                    return false
                }
                guard !isSecond else { return continuation.resume(returning: .nothing) }
                flush()
            }
        } onCancel: {
            abandon(.cancelled)
        }
    }
}

// The engine's side.
extension Exchange {
    /// Whether somebody still waits for this call.
    var isOpen: Bool { state.withLock { $0.delivery.isOpen } }

    /// Keeps the head until `flush()`.
    func receive(head: ReceivedHead) {
        state.withLock { $0.delivery.receive(head: head) }
    }

    /// Keeps a piece of body until `flush()`, if the reader is not too far behind.
    func receive(_ piece: UnsafeRawBufferPointer) -> Delivery.Acceptance {
        state.withLock { $0.delivery.receive(piece) }
    }

    /// Ends the call, with `error` unless the response is complete; visible after `flush()`.
    func finish(_ error: CurlError?) {
        state.withLock { $0.delivery.finish(error) }
    }

    /// Wakes the reader when there is something for it: once per batch, so that head, bytes and end cost one wake-up.
    func flush() {
        switch state.withLock({ $0.takeWakeUp() }) {
        case .nobody: break
        case .headReader(let reader, let head): reader.resume(returning: head)
        case .bodyReader(let reader, let taken): reader.resume(returning: taken)
        }
    }
}
