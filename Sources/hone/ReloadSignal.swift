import Dispatch
import Glibc

/// SIGHUP, which asks for the configuration to be read again; from its making on it no longer ends the process.
final class ReloadSignal {
    /// One element for each signal that came since the last was taken; several at once are one.
    let arrivals: AsyncStream<Void>
    private let source: any DispatchSourceSignal

    init() {
        let (arrivals, arrived) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        self.arrivals = arrivals
        source = Self.source(arrived)
    }

    /// Takes no more notice of it.
    func end() { source.cancel() }

    /// Made outside of any actor, so that the handler inherits no isolation that a Dispatch thread would break.
    private static func source(_ arrived: AsyncStream<Void>.Continuation) -> any DispatchSourceSignal {
        Glibc.signal(SIGHUP, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: SIGHUP, queue: .global())
        source.setEventHandler { @Sendable in arrived.yield() }
        source.resume()
        return source
    }
}
