import JSON

/// A token with its log-probability, as it stands in a server's list.
struct ListedToken: Hashable {
    let logprob: Double
    /// Its number in the vocabulary, which only llama.cpp and its like give.
    private var id: Int?
    /// Its bytes, which are exact where the text of half a character is not.
    private var bytes: [JSON]?
    private var text: String?

    /// Below this a log-probability stands for zero: vLLM's −9999, llama.cpp's −3.4·10³⁸.
    static let impossible = -9_000.0
    /// By how much the log-probability of one token may differ between two places of one answer.
    static let tolerance = 0.01

    init(text: String?, logprob: Double) {
        self.text = text
        self.logprob = logprob
    }

    /// Reads `{"token", "logprob", "bytes", "id"}`; nil if it holds no log-probability.
    init?(_ entry: JSON) {
        var logprob: Double?
        for member in entry.object?.members ?? [] {
            switch member.name {
            case "logprob": logprob = member.value.double
            case "token": text = member.value.string
            case "bytes": bytes = member.value.array
            case "id": id = member.value.int
            default: continue
            }
        }
        guard let logprob else { return nil }
        self.logprob = logprob
    }

    /// Reads the list of a token: an array of entries, or an object of texts with their log-probabilities.
    static func list(_ top: JSON?) -> [ListedToken] {
        switch top {
        case .array(let entries): entries.compactMap(ListedToken.init)
        case .object(let object):
            object.members.compactMap { member in
                member.value.double.map { ListedToken(text: member.name, logprob: $0) }
            }
        default: []
        }
    }

    /// Whether the token can come at all.
    var isPossible: Bool { logprob > Self.impossible }

    /// Whether this is the same token in the same place. Of two tokens with one spelling, such as two halves of
    /// characters, the log-probability tells which is meant: one token has only one in one place.
    func isSame(as other: ListedToken) -> Bool {
        guard abs(logprob - other.logprob) <= Self.tolerance else { return false }
        if let id, let other = other.id { return id == other }
        if let bytes, let other = other.bytes { return bytes == other }
        return text == other.text
    }

    /// Whether the token is clearly more likely than another.
    func isLikelier(than other: ListedToken) -> Bool { logprob > other.logprob + Self.tolerance }
}
