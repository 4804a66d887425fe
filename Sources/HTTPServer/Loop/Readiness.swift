import CSystem
import Glibc

/// Tells an observer on a loop what a descriptor is ready for, and closes the descriptor at the end.
///
/// Make it, use it and cancel it on the loop. Reading is watched from the start, writing only when asked for; that a
/// connection breaks is told in any case.
final class Readiness {
    /// What is watched for in the direction from the peer.
    enum Input {
        /// Bytes, and the end after them.
        case bytes
        /// Only that the peer has sent its last byte, while bytes before it stay unread.
        case end
        case nothing
    }

    private let descriptor: Int32
    private let thread: EventThread
    private var input = Input.bytes
    private var isWriting = false
    private var isCancelled = false

    init(taking descriptor: Int32, on loop: Loop, telling observer: any ReadinessObserver) {
        self.descriptor = descriptor
        thread = loop.thread
        thread.watch(descriptor, for: CSYSTEM_EPOLLIN, telling: observer)
    }

    deinit {
        cancel()
    }

    /// Changes what is watched for; ask for writing only after the socket refused bytes.
    func watch(_ input: Input, writing: Bool) {
        guard input != self.input || writing != isWriting, !isCancelled else { return }
        self.input = input
        isWriting = writing
        var events: UInt32 = writing ? CSYSTEM_EPOLLOUT : 0
        switch input {
        case .bytes: events |= CSYSTEM_EPOLLIN
        case .end: events |= CSYSTEM_EPOLLRDHUP
        case .nothing: break
        }
        thread.change(descriptor, to: events)
    }

    /// Ends all reports and closes the descriptor; later calls do nothing.
    func cancel() {
        guard !isCancelled else { return }
        isCancelled = true
        thread.forget(descriptor)
        close(descriptor)
    }
}
