import Glibc

/// Finds out, by a few calls of two tokens, how a server gives log-probabilities (sampling.md §17.3). Pure: what came
/// of a call in, the next call out.
///
/// 1. Ask for two choices at temperature 1 with the k most likely tokens. Where k is refused, ask for the limit that
///    the refusal names, else for 20, then for 5; where two choices are, ask for one.
/// 2. Ask once more at temperature 0.2: the first token's list must be what it was. The temperature t divides all
///    differences between log-probabilities by t, so one that was applied before shows.
struct LogprobProbe: Sendable {
    /// The next call.
    struct Request: Sendable, Hashable {
        var top: Int
        var choices = 2
        var temperature = 1.0
        /// The member that bounds the length; newer models of OpenAI refuse the older name.
        var lengthMember = "max_tokens"
    }

    /// What is asked for where a refusal names no limit.
    private static let usualLimits = [20, 5]
    private static let coolTemperature = 0.2

    private(set) var request: Request
    /// The first token's distribution at temperature 1.
    private var warm: TokenDistribution?
    private var bringsChoices = false
    private var hasReadLimit = false
    private var isLimited = false

    /// A probe for a method that wants `k` tokens listed.
    init(top k: Int) { request = Request(top: max(k, Self.usualLimits[0])) }

    /// Takes what the call brought; returns what is known then, nil if `request` is to be asked next.
    mutating func take(_ completions: [Completion]) -> LogprobSupport? {
        // Tokens that are hidden, or come without a list, support nothing.
        guard let seen = completions.first?.tokens?.first, seen.count > 0 else { return LogprobSupport.none }
        guard let warm else {
            warm = seen
            bringsChoices = completions.count > 1
            request.choices = 1
            request.temperature = Self.coolTemperature
            return nil
        }
        return support(from: warm, isRaw: Self.isSame(warm, seen))
    }

    /// Takes the error that the call ended in; returns what is known then, nil if `request` is to be asked next.
    ///
    /// - Throws: the error itself, if it tells nothing about log-probabilities.
    mutating func take(_ error: ModelError) throws(ModelError) -> LogprobSupport? {
        guard error.isRefusal, case .rejected(let rejection) = error else { throw error }
        if let warm {
            // Where no other temperature can be asked for, none can have been applied.
            guard rejection.blames("temperature") else { throw error }
            return support(from: warm, isRaw: true)
        }
        let isAboutLogprobs = rejection.blames("logprob")
        if rejection.blames("max_tokens"), request.lengthMember == "max_tokens" {
            request.lengthMember = "max_completion_tokens"
            return nil
        }
        if !isAboutLogprobs, request.choices > 1 {
            request.choices = 1
            return nil
        }
        // A server may say 500 because something in it broke.
        if !isAboutLogprobs, rejection.status == 500 { throw error }
        if let limit = nextLimit(after: rejection) {
            request.top = limit
            isLimited = true
            return nil
        }
        if isAboutLogprobs { return LogprobSupport.none }
        throw error
    }

    private mutating func nextLimit(after rejection: ModelError.Rejection) -> Int? {
        if !hasReadLimit, rejection.blames("logprob"), let limit = rejection.largestNumber(below: request.top) {
            hasReadLimit = true
            return limit
        }
        return Self.usualLimits.first { $0 < request.top }
    }

    private func support(from seen: TokenDistribution, isRaw: Bool) -> LogprobSupport {
        // vLLM's list may have lost one to the sampled token.
        let isFull = seen.count >= request.top - 1
        return LogprobSupport(
            maxTop: isFull ? request.top : seen.count, isLimit: isLimited || !isFull, isRaw: isRaw,
            bringsChoices: bringsChoices)
    }

    /// Whether two lists of one place are the same but for rounding: the mean distance to the most likely token tells
    /// that from 1/t times as much. A list of which some has become impossible is another one as well.
    private static func isSame(_ warm: TokenDistribution, _ cool: TokenDistribution) -> Bool {
        func spread(_ list: TokenDistribution) -> Double { list.largest - list.logSum / Double(list.count) }
        return cool.count >= warm.count - 1 && spread(cool) <= spread(warm) / sqrt(coolTemperature)
    }
}

extension ModelError.Rejection {
    /// Whether the refusal is about a member of such a name.
    fileprivate func blames(_ member: String) -> Bool {
        self.member?.contains(member) == true || message.contains(member)
    }

    /// The largest number below `bound`, and above 0, that stands by itself in what the server said.
    fileprivate func largestNumber(below bound: Int) -> Int? {
        message.split { !($0.isLetter || $0.isNumber || "-_.".contains($0)) }
            .compactMap { Int($0.hasSuffix(".") ? $0.dropLast() : $0) }
            .filter { (1..<bound).contains($0) }
            .max()
    }
}
