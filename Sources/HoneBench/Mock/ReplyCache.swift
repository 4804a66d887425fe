import Synchronization

/// The answers that were asked for before.
final class ReplyCache: Sendable {
    /// What an answer depends on.
    struct Key: Hashable {
        let tokens: Int?
        let top: Int
        let choices: Int
        let isStream: Bool
    }

    private let replies = Mutex<[Key: Reply]>([:])

    /// The answer of `choices` short sums, or of `logprobs` tokens with log-probabilities.
    func reply(_ key: Key) -> Reply {
        replies.withLock { replies in
            if let known = replies[key] { return known }
            let text = key.tokens.map { ReplyText(tokens: $0, top: key.top) } ?? ReplyText()
            let made = text.reply(choices: key.choices, isStream: key.isStream)
            replies[key] = made
            return made
        }
    }
}
