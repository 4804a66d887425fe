import CurlClient
import Dispatch
import Refinement
import Synchronization

/// Hands out the right to have samples in flight at the replicas of one upstream: `DispatchState` with a lock, a clock and
/// tasks that wait.
final class Dispatcher: Sendable {
    private typealias Continuation = CheckedContinuation<DispatchState.Decision?, Never>

    /// How far a call has come that was not let in at once; nil decides that it has gone.
    private enum Waiting {
        case arriving
        case suspended(Continuation)
        case decided(DispatchState.Decision?)
    }

    private struct State {
        var dispatch: DispatchState
        var waiting: [Int: Waiting] = [:]
        var lastTicket = 0
        /// When the timer goes off next.
        var alarm: ContinuousClock.Instant?
    }

    /// The servers themselves.
    let replicas: [Replica]
    /// How many samples may be in flight at each replica.
    let limit: Int
    private let name: String
    private let state: Mutex<State>
    private let presences = PresenceCount()

    init(_ configuration: UpstreamConfiguration) {
        name = configuration.name
        replicas = configuration.replicas.enumerated().map { Replica(index: $0, base: $1) }
        let dispatch = DispatchState(
            seeds: replicas.map { PrefixAffinity.hash($0.base.string.utf8) },
            limit: configuration.maxSamplesInFlight, queue: configuration.queue, breaker: configuration.breaker)
        limit = dispatch.limit
        state = Mutex(State(dispatch: dispatch))
    }

    /// How many calls a request had better have waiting or in flight (`DispatchState.callWindow`).
    var callWindow: Int {
        let requests = presences.value
        return state.withLock { $0.dispatch.callWindow(among: requests) }
    }

    /// Counts a request that may call from now on, until what comes back is let go of.
    func enter() -> Presence { Presence(presences) }

    /// How the upstream is doing.
    var status: UpstreamStatus {
        let now = ContinuousClock.now
        let (loads, waiting) = state.withLock { ($0.dispatch.loads, $0.dispatch.waiting) }
        let servers = zip(replicas, loads).map { replica, load in
            UpstreamStatus.Replica(
                base: replica.name, samplesInFlight: load.inFlight, breaker: load.breaker.state(at: now))
        }
        return UpstreamStatus(name: name, waiting: waiting, replicas: servers)
    }

    /// The replicas in the order in which they are best asked for something small that need not wait: those that are well
    /// first, and of these the least busy.
    var byHealth: [Replica] {
        let loads = state.withLock { $0.dispatch.loads }
        func rank(_ replica: Replica) -> (Int, Int) {
            (loads[replica.index].breaker.isClosed ? 0 : 1, loads[replica.index].inFlight)
        }
        return replicas.sorted { rank($0) < rank($1) }
    }

    /// Waits until `weight` more samples may be in flight at one of the replicas; more than the limit count as the limit.
    ///
    /// - Parameters:
    ///   - affinity: A number that is the same for calls that had better meet the same replica (`PrefixAffinity`).
    ///   - avoiding: Replicas that have just failed the call; it goes there only if no other is well.
    /// - Throws: `ModelError.overloaded` if too many wait or the wait is too long, `CancellationError` if the task was
    ///   cancelled while it waited.
    func lease(
        _ weight: Int, for caller: Caller, affinity: UInt64? = nil, avoiding: Set<Int> = []
    ) async throws -> Lease {
        try Task.checkCancellation()
        let (ticket, known) = ask(weight, for: caller, affinity, avoiding)
        var decision = known
        if decision == nil {
            decision = await withTaskCancellationHandler {
                await withCheckedContinuation { suspend(ticket, $0) }
            } onCancel: {
                leave(ticket)
            }
        }
        switch decision {
        case .granted(let grant)?: return Lease(grant, at: replicas[grant.replica], of: self)
        case .overloaded(let pause)?: throw ModelError.overloaded(retryAfter: pause)
        case nil: throw CancellationError()
        }
    }

    /// Has a call ask for its turn, which mostly is at once; without a decision it waits.
    private func ask(
        _ weight: Int, for caller: Caller, _ affinity: UInt64?, _ avoiding: Set<Int>
    ) -> (ticket: Int, decision: DispatchState.Decision?) {
        var ticket = 0
        var known: DispatchState.Decision?
        change { state, now in
            state.lastTicket += 1
            ticket = state.lastTicket
            let ask = DispatchState.Ask(
                ticket: ticket, weight: weight, party: .init(key: caller.key, request: caller.request),
                affinity: affinity, avoiding: avoiding)
            let decisions = state.dispatch.ask(ask, at: now)
            known = decisions.first { $0.ticket == ticket }?.decision
            if known == nil { state.waiting[ticket] = .arriving }
            return decisions
        }
        return (ticket, known)
    }

    /// Has the task of a call wait until it is decided on.
    private func suspend(_ ticket: Int, _ continuation: Continuation) {
        let decision: DispatchState.Decision?? = state.withLock { state in
            if case .decided(let decision)? = state.waiting[ticket] {
                state.waiting[ticket] = nil
                return .some(decision)
            }
            state.waiting[ticket] = .suspended(continuation)
            return nil
        }
        if let decision { continuation.resume(returning: decision) }
    }

    private func leave(_ ticket: Int) {
        var continuation: Continuation?
        change { state, now in
            switch state.waiting[ticket] {
            case .suspended(let waiting)?:
                continuation = waiting
                state.waiting[ticket] = nil
            case .arriving?: state.waiting[ticket] = .decided(nil)
            case .decided?, nil: return []
            }
            return state.dispatch.cancel(ticket, at: now)
        }
        continuation?.resume(returning: nil)
    }

    func note(_ outcome: DispatchState.Outcome, of grant: DispatchState.Grant) {
        change { $0.dispatch.note(outcome, of: grant, at: $1) }
    }

    func giveBack(_ grant: DispatchState.Grant, isUntold: Bool) {
        change { $0.dispatch.giveBack(grant, isUntold: isUntold, at: $1) }
    }

    /// Tells those who wait what an event has decided, and sets the timer.
    private func change(_ event: (inout State, ContinuousClock.Instant) -> DispatchState.Decisions) {
        let now = ContinuousClock.now
        var alarm: ContinuousClock.Instant?
        let told: [(Continuation, DispatchState.Decision)] = state.withLock { state in
            let decisions = event(&state, now)
            let due = state.dispatch.nextDeadline(after: now)
            if let due, state.alarm.map({ due < $0 }) ?? true {
                state.alarm = due
                alarm = due
            }
            guard !state.waiting.isEmpty else { return [] }
            return decisions.compactMap { ticket, decision in
                switch state.waiting[ticket] {
                case .suspended(let continuation)?:
                    state.waiting[ticket] = nil
                    return (continuation, decision)
                case .arriving?:
                    state.waiting[ticket] = .decided(decision)
                    return nil
                case .decided?, nil: return nil
                }
            }
        }
        for (continuation, decision) in told { continuation.resume(returning: decision) }
        if let alarm { goOff(at: alarm, now: now) }
    }

    /// One timer for all who wait: for the earliest deadline there is.
    private func goOff(at alarm: ContinuousClock.Instant, now: ContinuousClock.Instant) {
        let seconds = max(0, now.duration(to: alarm) / .seconds(1))
        DispatchQueue.global().asyncAfter(deadline: .now() + seconds) { [weak self] in
            self?.change { state, now in
                if state.alarm == alarm { state.alarm = nil }
                return state.dispatch.advance(to: now)
            }
        }
    }
}
