import CSystem
import Glibc

/// An epoll instance, closed with its last reference.
final class EpollQueue: DescriptorWatch, Sendable {
    private let descriptor: Int32

    /// - Throws: `CurlError.system` when the process has no descriptor left.
    init() throws(CurlError) {
        descriptor = csystem_epoll_create()
        guard descriptor >= 0 else { throw .system(errno: errno) }
    }

    deinit {
        close(descriptor)
    }

    func add(_ fd: Int32, for events: UInt32) {
        csystem_epoll_add(descriptor, fd, events)
    }

    func change(_ fd: Int32, to events: UInt32) {
        csystem_epoll_modify(descriptor, fd, events)
    }

    func remove(_ fd: Int32) {
        csystem_epoll_remove(descriptor, fd)
    }

    /// Waits up to `milliseconds` (-1: until something happens) and fills `events`; how many there are.
    func wait(into events: UnsafeMutableBufferPointer<epoll_event>, milliseconds: Int32) -> Int {
        // A signal counts as "nothing yet": the caller looks at its clock and comes again.
        max(0, Int(csystem_epoll_wait(descriptor, events.baseAddress, Int32(events.count), milliseconds)))
    }
}
