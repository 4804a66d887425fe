import Dispatch
import Glibc

/// The signals that ask a process to end in order.
enum TerminationSignal: Int32, CaseIterable, CustomStringConvertible {
    case interrupt = 2
    case terminate = 15

    var description: String { self == .interrupt ? "SIGINT" : "SIGTERM" }

    /// Waits for the first of them; the next one ends the process at once.
    static func next() async -> TerminationSignal {
        let (signals, arrived) = AsyncStream<TerminationSignal>.makeStream()
        let sources = allCases.map { source(for: $0, arrived) }
        defer {
            sources.forEach { $0.cancel() }
            for signal in allCases { Glibc.signal(signal.rawValue, SIG_DFL) }
        }
        for await signal in signals { return signal }
        return .terminate
    }

    /// Made outside of any actor, so that the handler inherits no isolation that a Dispatch thread would break.
    private static func source(
        for signal: TerminationSignal, _ arrived: AsyncStream<TerminationSignal>.Continuation
    ) -> any DispatchSourceSignal {
        Glibc.signal(signal.rawValue, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: signal.rawValue, queue: .global())
        source.setEventHandler { @Sendable in arrived.yield(signal) }
        source.resume()
        return source
    }
}
