import Dispatch
import Glibc

/// The signals that ask a process to end in order; from its making on they no longer end it at once.
final class TerminationSignals {
    private let arrivals: AsyncStream<String>
    private let sources: [any DispatchSourceSignal]

    init() {
        let (arrivals, arrived) = AsyncStream<String>.makeStream()
        self.arrivals = arrivals
        sources = [
            Self.source(for: SIGINT, named: "SIGINT", arrived), Self.source(for: SIGTERM, named: "SIGTERM", arrived),
        ]
    }

    /// Waits for the first of them, and tells its name; the next one ends the process at once.
    func next() async -> String {
        defer {
            for source in sources { source.cancel() }
            for signal in [SIGINT, SIGTERM] { Glibc.signal(signal, SIG_DFL) }
        }
        for await signal in arrivals { return signal }
        return "cancellation"
    }

    /// Made outside of any actor, so that the handler inherits no isolation that a Dispatch thread would break.
    private static func source(
        for signal: Int32, named name: String, _ arrived: AsyncStream<String>.Continuation
    ) -> any DispatchSourceSignal {
        Glibc.signal(signal, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: signal, queue: .global())
        source.setEventHandler { @Sendable in arrived.yield(name) }
        source.resume()
        return source
    }
}
