/// How the mock answers; the model's name says it.
enum Behaviour: Hashable {
    /// At once.
    case instant
    /// After a time: `delay-200`.
    case delay(milliseconds: Int)
    /// As a stream of so many events, one each so many milliseconds, each with the moment at which it was sent:
    /// `stream-200-50`.
    case paced(events: Int, milliseconds: Int)
    /// At once, with so many tokens and so many log-probabilities at each: `logprobs-256-20`.
    case logprobs(tokens: Int, top: Int)

    /// What `name` asks for, nil if it is no model of the mock's.
    init?(model name: String) {
        let parts = name.split(separator: "-", omittingEmptySubsequences: false)
        let numbers = parts.dropFirst().map { Int($0) ?? -1 }
        guard numbers.allSatisfy({ (0...Self.largestNumber).contains($0) }) else { return nil }
        switch (parts.first ?? "", numbers.count) {
        case ("instant", 0): self = .instant
        case ("delay", 1): self = .delay(milliseconds: numbers[0])
        case ("stream", 2): self = .paced(events: numbers[0], milliseconds: numbers[1])
        case ("logprobs", 2): self = .logprobs(tokens: numbers[0], top: numbers[1])
        default: return nil
        }
    }

    /// Bounds events, tokens and milliseconds.
    private static let largestNumber = 1_000_000
}
