/// Where a handler waits for its client.
extension Connection {
    /// Waits until the socket has taken most of what is unsent.
    func drained() async throws {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                if Task.isCancelled { return continuation.resume(throwing: CancellationError()) }
                drainWaiters.append(continuation)
                wakeDrainWaiters()
            }
        } onCancel: {
            worker.loop.async { self.assumeIsolated { $0.cancelDrainWaiters() } }
        }
    }

    private func cancelDrainWaiters() {
        for waiter in drainWaiters { waiter.resume(throwing: CancellationError()) }
        drainWaiters = []
    }

    func wakeDrainWaiters() {
        guard !drainWaiters.isEmpty else { return }
        let isLost = machine.isLost
        guard isLost || machine.isBelowLowWater else { return }
        for waiter in drainWaiters {
            if isLost { waiter.resume(throwing: ServerError.clientLeft) } else { waiter.resume() }
        }
        drainWaiters = []
    }

    /// The next piece of the body, nil at its end, once there is one.
    func awaitBody(_ exchange: Int) async throws -> [UInt8]? {
        guard bodyWaiter == nil else { throw ServerError.bodyAlreadyAwaited }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                if Task.isCancelled { return continuation.resume(throwing: CancellationError()) }
                bodyWaiter = BodyWaiter(exchange: exchange, continuation: continuation)
                wakeBodyWaiter()
            }
        } onCancel: {
            worker.loop.async { self.assumeIsolated { $0.cancelBodyWaiter() } }
        }
    }

    /// What there is of the body without waiting.
    func pollBody(_ exchange: Int) -> ConnectionStateMachine.Content {
        let content = machine.readBody(exchange)
        settle()
        return content
    }

    func wakeBodyWaiter() {
        guard let waiter = bodyWaiter else { return }
        let content = machine.readBody(waiter.exchange)
        if case .notYet = content { return }
        bodyWaiter = nil
        switch content {
        case .bytes(let bytes): waiter.continuation.resume(returning: bytes)
        case .end: waiter.continuation.resume(returning: nil)
        case .failed(let error): waiter.continuation.resume(throwing: error)
        case .notYet: break
        }
    }

    private func cancelBodyWaiter() {
        guard let waiter = bodyWaiter else { return }
        bodyWaiter = nil
        machine.stopReadingBody(waiter.exchange)
        waiter.continuation.resume(throwing: CancellationError())
    }
}
