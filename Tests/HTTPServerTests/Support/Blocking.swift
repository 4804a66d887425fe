import Glibc

/// Runs `body`, which may block, on a thread of its own, so that no thread of the cooperative pool is held up.
func blocking<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Value, any Error>) in
        let job = Unmanaged.passRetained(ThreadBody { continuation.resume(with: Result(catching: body)) })
        var thread = pthread_t()
        let failure = pthread_create(
            &thread, nil,
            { argument in
                if let argument { Unmanaged<ThreadBody>.fromOpaque(argument).takeRetainedValue().run() }
                return nil
            }, job.toOpaque())
        guard failure == 0 else {
            job.release()
            return continuation.resume(throwing: ClientError.failed(call: "pthread_create", errno: failure))
        }
        pthread_detach(thread)
    }
}

private final class ThreadBody: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) {
        self.run = run
    }
}
