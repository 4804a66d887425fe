import Dispatch

/// Whoever wants to know when a descriptor can be read or written; both calls come on the descriptor's loop.
protocol ReadinessObserver: AnyObject, Sendable {
    nonisolated func becameReadable()
    nonisolated func becameWritable()
}

/// Tells an observer on a loop when a descriptor is readable or writable, and closes the descriptor at the end.
///
/// This is the only place that knows DispatchSource: an epoll thread could stand behind the same four calls.
/// Make it, use it and cancel it on the loop. Reading is reported from the start, writing only when asked for.
final class Readiness {
    private let lease: DescriptorLease
    private let loop: Loop
    private let observer: any ReadinessObserver
    private let reads: any DispatchSourceRead
    private var writes: (any DispatchSourceWrite)?
    private var isReading = true
    private var isWriting = false
    private var isCancelled = false

    init(taking descriptor: Int32, on loop: Loop, telling observer: any ReadinessObserver) {
        self.loop = loop
        self.observer = observer
        lease = DescriptorLease(descriptor)
        reads = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: loop.queue)
        // `@Sendable` keeps the closures from inheriting the caller's isolation, which Dispatch would trap on.
        reads.setEventHandler { @Sendable in observer.becameReadable() }
        reads.setCancelHandler { @Sendable [lease] in lease.release() }
        reads.resume()
    }

    deinit {
        cancel()
    }

    /// Whether readability is reported.
    func setReading(_ wanted: Bool) {
        guard wanted != isReading, !isCancelled else { return }
        isReading = wanted
        if wanted { reads.resume() } else { reads.suspend() }
    }

    /// Whether writability is reported; ask only after the socket refused bytes, since it fires as long as it can.
    func setWriting(_ wanted: Bool) {
        guard wanted != isWriting, !isCancelled else { return }
        isWriting = wanted
        let source = writes ?? makeWriteSource()
        if wanted { source.resume() } else { source.suspend() }
    }

    /// Ends all reports and closes the descriptor once the sources have let go of it; later calls do nothing.
    func cancel() {
        guard !isCancelled else { return }
        // A suspended source must be resumed before it is cancelled and released.
        setReading(true)
        setWriting(writes != nil)
        isCancelled = true
        reads.cancel()
        writes?.cancel()
    }

    private func makeWriteSource() -> any DispatchSourceWrite {
        let source = DispatchSource.makeWriteSource(fileDescriptor: lease.descriptor, queue: loop.queue)
        lease.retain()
        source.setEventHandler { @Sendable [observer] in observer.becameWritable() }
        source.setCancelHandler { @Sendable [lease] in lease.release() }
        writes = source
        return source
    }
}
