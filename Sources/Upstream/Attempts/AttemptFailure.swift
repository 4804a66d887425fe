import HTTPTypes
import Refinement

/// Why an attempt failed before its answer began, and what the server says of another one.
struct AttemptFailure: Error {
    let error: ModelError
    /// How long the server asks to wait.
    var pause: Duration?
    /// Whether the server says that the same request would fail again.
    var forbidsRetry = false
    /// Whether a server has answered.
    private var wasAnswered = false
    /// The answer, as far as it is to be handed on as it is.
    var response: UpstreamResponse?

    /// A failure without an answer.
    init(_ error: ModelError) { self.error = error }

    /// An answer with these fields that is an error.
    ///
    /// - Parameter now: the seconds since 1970.
    init(_ error: ModelError, _ fields: HTTPFields, at now: Int) {
        self.error = error
        pause = fields.retryPause(at: now)
        forbidsRetry = fields.forbidsRetry
        wasAnswered = true
    }

    /// Whether the request was refused before it left Hone, which says nothing of a server.
    var isOfHone: Bool { if case .rejected = error { !wasAnswered } else { false } }

    /// Where another attempt may do better.
    enum Remedy: Comparable {
        /// Nowhere.
        case none
        /// At another upstream, or with another model.
        case elsewhere
        /// At another replica of the upstream.
        case otherReplica
        /// At the same upstream, in a moment.
        case again
    }

    /// Where another attempt may do better, if the request is one that may be `repeated`.
    func remedy(for repeated: Repetition) -> Remedy {
        switch repeated {
        case .ifUnheard where !wasUnheard:
            // What the server refused for its key or its model it has not done either.
            if case .rejected(let rejection) = error {
                [401, 403, 404].contains(rejection.status) ? .elsewhere : .none
            } else {
                .none
            }
        case .ifUnheard, .freely: forbidsRetry ? min(.elsewhere, remedy) : remedy
        }
    }

    /// Whether the server cannot have done what it was asked: it was not reached, or says to come again later.
    private var wasUnheard: Bool {
        switch error {
        case .unreachable, .timedOut(.connect), .overloaded: true
        case .rejected(let rejection): [429, 503].contains(rejection.status) && pause != nil
        default: false
        }
    }

    /// Whether the attempt came as far as a server, and so added to its load.
    var reachedServer: Bool {
        switch error {
        case .unreachable, .timedOut(.connect), .overloaded: false
        default: true
        }
    }

    /// Whether it says nothing of the replicas that have not been asked, so that they may be asked at once.
    var isOfReplica: Bool {
        switch error {
        case .unreachable, .timedOut, .interrupted: true
        default: false
        }
    }

    private var remedy: Remedy {
        switch error {
        case .unreachable, .timedOut(.connect): .again
        // A completion has no effect but its cost, so one whose server broke off before it answered may be made again.
        case .interrupted: .again
        // The same server would be as slow again, and waiting for it has cost minutes; another one may be well.
        case .timedOut(.firstByte): .otherReplica
        case .timedOut, .garbled, .overloaded: .elsewhere
        case .rejected(let rejection): Self.remedy(after: rejection)
        case .noChoice, .outOfBudget, .discarded: .none
        }
    }

    private static func remedy(after rejection: ModelError.Rejection) -> Remedy {
        switch rejection.status {
        // An account that is used up stays so.
        case 429 where rejection.code == "insufficient_quota": .elsewhere
        case 408, 429: .again
        // A key that is refused, an account without money, a model that is not there: each may be well elsewhere.
        case 401, 402, 403, 404: .elsewhere
        // Older llama.cpp says 500 for a bad request, which would be bad again; but the replica may as well be broken.
        case 500: .otherReplica
        case 501: .elsewhere
        case 502...: .again
        default: .none
        }
    }
}

/// Whether a request may be sent again after something has gone wrong with it.
enum Repetition {
    /// Whatever went wrong, as long as no answer has begun: it has no effect but its cost.
    case freely
    /// Only if it cannot have had an effect.
    case ifUnheard
}
