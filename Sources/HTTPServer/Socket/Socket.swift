import CSystem
import Glibc

/// A connected, non-blocking TCP socket; a plain value that does not own the descriptor.
struct Socket: Sendable {
    let descriptor: Int32

    /// What one read gave.
    enum Received {
        case bytes(Int)
        case end
        case wouldBlock
        case failed(errno: Int32)
    }

    /// What one write took.
    enum Sent {
        case bytes(Int)
        case wouldBlock
        case failed(errno: Int32)
    }

    func receive(into buffer: UnsafeMutableRawBufferPointer) -> Received {
        while true {
            let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
            if count > 0 { return .bytes(count) }
            if count == 0 { return .end }
            switch errno {
            case EINTR: continue
            case EAGAIN: return .wouldBlock
            case let code: return .failed(errno: code)
            }
        }
    }

    func send(_ bytes: UnsafeRawBufferPointer) -> Sent {
        while true {
            let count = Glibc.send(descriptor, bytes.baseAddress, bytes.count, CSYSTEM_MSG_NOSIGNAL)
            if count >= 0 { return .bytes(count) }
            switch errno {
            case EINTR: continue
            case EAGAIN: return .wouldBlock
            case let code: return .failed(errno: code)
            }
        }
    }

    /// Sends small answers at once; with Nagle each one waits some 40 ms for a delayed acknowledgement.
    func disableNagle() {
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    }

    /// Has the kernel take no more of an answer than this much ahead of what it has sent. By itself it takes megabytes,
    /// so that a thousand clients that read nothing hold gigabytes, and their stalls are seen only when those are full.
    func limitUnsent(to bytes: Int) {
        var limit = Int32(clamping: bytes)
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NOTSENT_LOWAT, &limit, socklen_t(MemoryLayout<Int32>.size))
    }

    /// Sends FIN after what is written already, and goes on receiving.
    func shutdownWriting() {
        shutdown(descriptor, Int32(SHUT_WR))
    }

    /// Makes the coming close send a reset, so that a body that ends with the connection is seen to be broken.
    func resetOnClose() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }
}
