import HTTPTypes
import Refinement
import Synchronization

/// How far one call has come, and what whoever watches it is told: every attempt in order, and exactly once that the call
/// is over, also when everybody who holds it lets go of it unfinished.
final class CallRecord: Sendable {
    private struct State {
        var progress = CallProgress()
        var attempts = 0
        var hasFailed = false
        var isOver = false
    }

    private let observed: (any ObservedCall)?
    private let state = Mutex(State())

    /// A call that is about to be made on behalf of `caller`.
    init(model: String?, samples: Int, for caller: Caller) {
        observed = caller.observer?.begin(model: model, samples: samples)
    }

    deinit { end() }

    /// What is sent along with the call.
    var fields: HTTPFields { observed?.fields ?? [:] }

    /// Whether anybody wants to know what a proxied call costs.
    var wantsUsage: Bool { observed?.wantsUsage ?? false }

    /// How far the call has come and what it has cost so far.
    var progress: CallProgress { state.withLock { $0.progress } }

    /// Notes that an attempt waits for its turn at the target that comes first, or at a fallback of that name.
    func queued(at upstream: String, fallback: String?) {
        state.withLock { $0.progress.fallback = fallback }
        observed?.note(.queued(upstream: upstream))
    }

    /// Notes that an attempt goes out.
    func sent(to replica: String, of upstream: String) {
        let attempt = state.withLock { state in
            state.attempts += 1
            state.progress.isSent = true
            return state.attempts
        }
        observed?.note(.sent(upstream: upstream, replica: replica, attempt: attempt))
    }

    /// Notes that the head of an answer is there.
    func answered(_ status: HTTPResponse.Status) { observed?.note(.answered(status: status.code)) }

    /// Notes what has come of the answer.
    func received(tokens: Int, usage: TokenUsage?) {
        state.withLock { state in
            state.progress.tokensSeen = tokens
            state.progress.reported = usage
        }
    }

    /// Notes that an attempt has failed, after which there is another one if a pause is given; else that is the last word.
    func failed(_ error: ModelError, retriedAfter pause: Duration? = nil) {
        let isNews = state.withLock { state in
            guard !state.hasFailed else { return false }
            state.hasFailed = pause == nil
            let hadCost = state.progress.isSent && !error.costsNothing
            state.progress.isSent = hadCost && pause == nil
            if hadCost, pause != nil { state.progress.lostAttempts += 1 }
            return true
        }
        if isNews { observed?.note(.failed(error, retriedAfter: pause)) }
    }

    /// Notes that the answer has come to its end.
    func completed() { state.withLock { $0.progress.isComplete = !$0.hasFailed } }

    /// Notes that the call is over.
    func end() {
        let progress = state.withLock { state -> CallProgress? in
            guard !state.isOver else { return nil }
            state.isOver = true
            return state.progress
        }
        if let progress { observed?.note(.ended(progress)) }
    }
}

extension ModelError {
    /// Whether the server cannot have worked on the call.
    fileprivate var costsNothing: Bool {
        switch self {
        case .unreachable, .timedOut(.connect): true
        // A gateway that gave up waiting leaves open what the server behind it has done.
        case .rejected(let rejection): rejection.status != 504
        default: false
        }
    }
}
