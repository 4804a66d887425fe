/// Why a call to a model gave no answer.
public enum ModelError: Error, Hashable, Sendable {
    /// No connection came about.
    case unreachable(reason: String)
    /// The server was silent for too long at this stage.
    case timedOut(stage: Stage)
    /// The server refused the request, in its own words.
    case rejected(Rejection)
    /// What the server answered is no completion.
    case garbled(reason: String)
    /// The connection broke after so many tokens.
    case interrupted(reason: String, tokens: Int)
    /// The call had one choice to bring and brought none.
    case noChoice
    /// It was cut off, or never made, because the budget was spent.
    case outOfBudget(Budget.Limit)
    /// It was never sent: too many calls wait for the model server, or it waited too long for its turn.
    case overloaded(retryAfter: Duration)
    /// The method ended it after so many tokens, because it was not worth its cost.
    case discarded(tokens: Int)

    /// Where in a call time ran out.
    public enum Stage: String, Sendable {
        /// Before the connection stood.
        case connect
        /// Before the first byte of the answer.
        case firstByte = "first byte"
        /// Between two bytes of the answer.
        case idle
        /// Before the answer's end.
        case total
    }

    /// A server's refusal.
    public struct Rejection: Hashable, Sendable {
        /// The HTTP status.
        public var status: Int
        /// What the server said.
        public var message: String
        /// The member that the server objects to, if it named one.
        public var member: String?
        /// The server's own code for it, if it gave one.
        public var code: String?
        /// How long the server asks to wait, as it said it.
        public var retryAfter: String?

        /// A refusal of these parts.
        public init(
            status: Int, message: String, member: String? = nil, code: String? = nil, retryAfter: String? = nil
        ) {
            self.status = status
            self.message = message
            self.member = member
            self.code = code
            self.retryAfter = retryAfter
        }
    }

    /// Whether the server may have refused the request itself, not the moment or the key; older llama.cpp says 500.
    public var isRefusal: Bool {
        guard case .rejected(let rejection) = self else { return false }
        return [400, 422, 500, 501].contains(rejection.status)
    }

    /// What happened, for a person.
    public var reason: String {
        switch self {
        case .unreachable(let reason): "the model server cannot be reached: \(reason)"
        case .timedOut(let stage): "the model server was silent for too long (\(stage.rawValue))"
        case .rejected(let rejection): "the model server answered \(rejection.status): \(rejection.message)"
        case .garbled(let reason): "the model server's answer makes no sense: \(reason)"
        case .interrupted(let reason, let tokens):
            "the connection to the model server broke after \(tokens) tokens: \(reason)"
        case .outOfBudget(let limit): "cut off by the budget's \(limit.rawValue)"
        case .discarded(let tokens): "ended by the method after \(tokens) tokens"
        case .overloaded: "too many calls are waiting for the model server"
        case .noChoice: "the model server answered without a choice"
        }
    }
}
