import Dispatch
import Glibc
import Logging
import Synchronization

/// Writes lines to a descriptor, one after the other and away from whoever logs: a loop that waited for a reader who has
/// stalled would serve nobody meanwhile. What does not fit is dropped and counted.
final class LogWriter: Sendable {
    private struct State {
        var waiting: [UInt8] = []
        var dropped = 0
        var isWriting = false
    }

    /// Bytes of lines that may wait.
    static let maxBytes = 8 * 1024 * 1024
    /// How long a line waits for others that are written with it: to wake a thread for each took more time than anything
    /// else about a request.
    private static let gatherTime = DispatchTimeInterval.milliseconds(5)
    /// How long the last lines may take.
    private static let flushTimeout = DispatchTimeInterval.seconds(1)

    private let descriptor: Int32
    private let maxBytes: Int
    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "hone.log")

    /// A writer to a descriptor, which stays its owner's.
    init(to descriptor: Int32, maxBytes: Int = LogWriter.maxBytes) {
        self.descriptor = descriptor
        self.maxBytes = maxBytes
    }

    /// Lets a line be written, or drops it; one that is `urgent` does not wait for others.
    func add(_ line: [UInt8], urgent: Bool = false) {
        let mustBegin = state.withLock { state in
            guard state.waiting.count + line.count <= maxBytes else {
                state.dropped += 1
                return false
            }
            state.waiting += line
            defer { state.isWriting = true }
            return !state.isWriting
        }
        if urgent {
            queue.async { self.writeAll() }
        } else if mustBegin {
            queue.asyncAfter(deadline: .now() + Self.gatherTime) { self.writeAll() }
        }
    }

    private func writeAll() {
        while let bytes = take() { write(bytes) }
    }

    /// Returns when all lines so far are written, or after a second.
    func flush() async {
        let (done, end) = AsyncStream<Void>.makeStream()
        queue.async {
            self.writeAll()
            end.finish()
        }
        DispatchQueue.global().asyncAfter(deadline: .now() + Self.flushTimeout) { end.finish() }
        for await _ in done {}
    }

    /// Takes what waits; nil if nothing does, and then somebody has to begin anew.
    private func take() -> [UInt8]? {
        state.withLock { state in
            var bytes = state.waiting
            state.waiting = []
            if state.dropped > 0 {
                bytes += JSONLogHandler.line(
                    .warning, "log lines dropped", ["lines": .stringConvertible(state.dropped)], at: WallClock())
                state.dropped = 0
            }
            state.isWriting = !bytes.isEmpty
            return bytes.isEmpty ? nil : bytes
        }
    }

    private func write(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard written > 0 || errno == EINTR else { return }
            rest = rest.dropFirst(max(0, written))
        }
    }
}
