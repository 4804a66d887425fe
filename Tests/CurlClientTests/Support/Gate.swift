import Glibc

/// Lets a test tell a script, which waits with a plain blocking read, to go on.
final class Gate: Sendable {
    private let readEnd: Int32
    private let writeEnd: Int32

    init() {
        var ends: [Int32] = [-1, -1]
        pipe(&ends)
        (readEnd, writeEnd) = (ends[0], ends[1])
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    /// One waiting script goes on, now or when it comes.
    func open() {
        _ = write(writeEnd, [1], 1)
    }

    /// Waits to be let through, half a minute at most.
    func pass() {
        var entry = pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0)
        var byte: UInt8 = 0
        if poll(&entry, 1, 30_000) == 1 { _ = read(readEnd, &byte, 1) }
    }
}
