import Refinement

extension ModelError {
    /// The same failure without a word of a key, which servers like to quote.
    func hiding(_ key: String?) -> ModelError {
        switch self {
        case .rejected(var rejection):
            rejection.message = rejection.message.hiding(key)
            rejection.member = rejection.member?.hiding(key)
            rejection.code = rejection.code?.hiding(key)
            rejection.retryAfter = rejection.retryAfter?.hiding(key)
            return .rejected(rejection)
        case .unreachable(let reason): return .unreachable(reason: reason.hiding(key))
        case .garbled(let reason): return .garbled(reason: reason.hiding(key))
        case .interrupted(let reason, let tokens): return .interrupted(reason: reason.hiding(key), tokens: tokens)
        case .timedOut, .noChoice, .outOfBudget, .overloaded, .discarded: return self
        }
    }
}
