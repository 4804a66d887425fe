import Refinement
import Synchronization

/// The attempts of one call, up to the head of an answer that is taken: at one upstream, then at the fallbacks.
///
/// What helps after a failure is `AttemptFailure`'s to say, how long to wait `RetryPolicy`'s, how often the upstream's
/// `RetryBudget` and the draw's `RetryAllowance` count; an attempt that reached no server burdens nobody and is free of
/// both. A retry avoids the replicas that have failed. No right to have samples in flight is held during a pause.
///
/// An object, so that the frames of the functions that wait hold no copies of it.
final class Attempts {
    /// What a call is and may cost.
    struct Terms {
        /// Samples that it asks for.
        var weight = 1
        /// The number by which its prompt finds a replica again (`PrefixAffinity`).
        var affinity: (ResolvedModel.Target) -> UInt64? = { _ in nil }
        /// What may be sent again.
        var repetition = Repetition.freely
        /// When its answer comes too late.
        var deadline: ContinuousClock.Instant?
        /// What the calls of its draw may retry together.
        var allowance: RetryAllowance?
    }

    private let targets: [ResolvedModel.Target]
    private let terms: Terms
    private let caller: Caller
    private let record: CallRecord
    private let start: FirstTarget
    private let firstPlace: Int
    private var place: Int
    private var attemptsHere = 0
    private var failedReplicas: Set<Int> = []
    /// Attempts here that failed in a way that says nothing of the replica by itself.
    private var suspects: [DispatchState.Grant] = []
    /// Why the target that was asked first has failed for good: what the client is told if no fallback can help.
    private var firstFailure: AttemptFailure?
    /// The right to make the attempt that is under way, or that has been answered.
    private(set) var lease: Lease?

    /// No attempt yet.
    ///
    /// - Parameter start: the target that is asked first; those behind it are the fallbacks.
    init(
        at targets: [ResolvedModel.Target], from start: FirstTarget, _ terms: Terms, for caller: Caller,
        _ record: CallRecord
    ) {
        self.targets = targets
        self.start = start
        self.terms = terms
        self.caller = caller
        self.record = record
        firstPlace = min(start.place, targets.count - 1)
        place = firstPlace
    }

    /// Where the last attempt went.
    var target: ResolvedModel.Target { targets[place] }

    /// Makes attempts until one is answered.
    ///
    /// - Parameter attempt: sends the request; throws `AttemptFailure` for an answer that is none.
    /// - Throws: `AttemptFailure` if no attempt was answered, `CancellationError` if the task was cancelled.
    func make(
        _ attempt: (ResolvedModel.Target, Replica) async throws -> UpstreamResponse
    ) async throws -> UpstreamResponse {
        while true {
            let pause: Duration
            do {
                let response = try await attempt(target, try await begin())
                // What another replica of the server can answer was no fault of the request.
                for grant in suspects { target.upstream.dispatcher.note(.failure, of: grant) }
                return response
            } catch {
                pause = try self.pause(afterThrown: error)
            }
            if pause > .zero { try await Task.sleep(for: pause, tolerance: .zero) }
        }
    }

    /// Waits for the turn of the next attempt, and returns where it goes.
    private func begin() async throws -> Replica {
        let upstream = target.upstream
        record.queued(
            at: upstream.configuration.name,
            fallback: place == 0 ? nil : "\(upstream.configuration.name)/\(target.model)")
        // A call that needed all there is would wait until a replica is idle, and keep it from everybody else for that.
        let weight = min(terms.weight, max(1, upstream.dispatcher.limit / 2))
        let lease = try await upstream.dispatcher.lease(
            weight, for: caller, affinity: terms.affinity(target), avoiding: failedReplicas)
        if attemptsHere == 0 { upstream.retries.withLock { $0.noteCall() } }
        attemptsHere += 1
        self.lease = lease
        return lease.replica
    }

    /// The pause before the next attempt; not within `make`, whose frame every call has and few need so much of.
    ///
    /// - Throws: what ends the attempts.
    @inline(never)
    private func pause(afterThrown error: any Error) throws -> Duration {
        switch error {
        case let failure as AttemptFailure: try pause(after: failure)
        case let error as ModelError: try pause(after: AttemptFailure(error))
        default: throw error
        }
    }

    /// Notes how an attempt failed, and decides on the next one.
    ///
    /// - Throws: `AttemptFailure` if there is none.
    private func pause(after failure: AttemptFailure) throws(AttemptFailure) -> Duration {
        if let lease {
            if !failure.isOfHone { lease.note(failure.error) }
            if failure.error.outcome == nil { suspects.append(lease.grant) }
            failedReplicas.insert(lease.replica.index)
        }
        lease = nil
        let asked = place
        let remedy = failure.remedy(for: terms.repetition)
        let pause = pauseHere(after: failure, remedy) ?? (remedy == .none ? nil : goElsewhere())
        record.failed(failure.error, retriedAfter: pause)
        if asked == firstPlace, pause == nil || place != asked { firstFailure = failure }
        guard let pause else { throw firstFailure ?? failure }
        return pause
    }

    /// The pause before another attempt at the same upstream, nil if there is none.
    private func pauseHere(after failure: AttemptFailure, _ remedy: AttemptFailure.Remedy) -> Duration? {
        let upstream = target.upstream
        let policy = upstream.configuration.retries
        let hasOther = failedReplicas.count < upstream.dispatcher.replicas.count
        guard remedy == .again || remedy == .otherReplica && hasOther, attemptsHere < policy.maxAttempts else {
            return nil
        }
        let planned = policy.pause(
            beforeRetry: attemptsHere, asked: failure.pause, random: Double.random(in: 0...1))
        guard let pause = failure.isOfReplica && hasOther ? .zero : planned else { return nil }
        let now = ContinuousClock.now
        if let deadline = terms.deadline, now + pause >= deadline { return nil }
        guard failure.reachedServer else { return pause }
        guard terms.allowance?.take() != 0 else { return nil }
        return upstream.retries.withLock { $0.take(at: now) } ? pause : nil
    }

    /// Goes on to the next fallback, which is asked at once; nil if there is none.
    private func goElsewhere() -> Duration? {
        guard place + 1 < targets.count else { return nil }
        place += 1
        start.move(to: place)
        attemptsHere = 0
        failedReplicas = []
        suspects = []
        return .zero
    }
}

/// At which of its targets a model is asked first: a request that had to go on to a fallback stays there, so that its
/// calls do not wait for the same failure again and come from one model.
final class FirstTarget: Sendable {
    private let current = Atomic<Int>(0)

    /// The target's place.
    var place: Int { current.load(ordering: .relaxed) }

    /// Goes on to a later target.
    func move(to place: Int) { current.max(place, ordering: .relaxed) }
}
