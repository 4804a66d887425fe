public import HTTPTypes
public import Refinement

/// Watches the calls that are made on behalf of one request.
public protocol CallObserver: Sendable {
    /// A call to a model is about to be made, for so many samples; proxied requests may name no model.
    func begin(model: String?, samples: Int) -> any ObservedCall
}

/// One call that is being watched.
public protocol ObservedCall: Sendable {
    /// What is sent along with the call, for example `traceparent`.
    var fields: HTTPFields { get }
    /// Whether it wants to know what a proxied call costs, for which its answer must be read.
    var wantsUsage: Bool { get }

    /// Notes what happened to the call, as it happens; must not block.
    func note(_ event: CallEvent)
}

/// What happens to one call, in this order; a call that is tried again is queued again, perhaps elsewhere, and sent again.
public enum CallEvent: Sendable {
    /// It waits for its turn at a model server.
    case queued(upstream: String)
    /// It goes out, the first time as attempt 1.
    case sent(upstream: String, replica: String, attempt: Int)
    /// The head of the answer is there.
    case answered(status: Int)
    /// The attempt has failed, and there is another one, after a pause, if one is given.
    case failed(ModelError, retriedAfter: Duration?)
    /// It is over, with or without success; cancelled calls end like this without having failed.
    case ended(CallProgress)
}
