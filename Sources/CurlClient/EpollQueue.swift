import CSystem
import Glibc

/// An epoll instance, closed with its last reference.
final class EpollQueue: Sendable {
    /// Readable while something that is watched is ready.
    let descriptor: Int32

    /// - Throws: `CurlError.system` when the process has no descriptor left.
    init() throws(CurlError) {
        descriptor = csystem_epoll_create()
        guard descriptor >= 0 else { throw .system(errno: errno) }
    }

    deinit {
        close(descriptor)
    }

    /// Watches `fd`, or changes what is watched of it.
    func watch(_ fd: Int32, for events: UInt32, isNew: Bool) {
        if isNew { csystem_epoll_add(descriptor, fd, events) } else { csystem_epoll_modify(descriptor, fd, events) }
    }

    /// No longer watches `fd`.
    func forget(_ fd: Int32) {
        csystem_epoll_remove(descriptor, fd)
    }

    /// Waits up to `milliseconds` (-1: until something happens) and fills `events`; how many there are.
    func wait(into events: UnsafeMutableBufferPointer<epoll_event>, milliseconds: Int32) -> Int {
        // A signal counts as "nothing yet": the caller looks at its clock and comes again.
        max(0, Int(csystem_epoll_wait(descriptor, events.baseAddress, Int32(events.count), milliseconds)))
    }
}
