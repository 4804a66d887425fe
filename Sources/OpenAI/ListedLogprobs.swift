import JSON

/// The `logprobs` of one choice of one chunk: what is read of them, and what they are as text, to be kept until somebody
/// asks for them.
struct ListedLogprobs {
    /// The lists by their names: the text of their elements with the commas between them.
    var lists: [(name: String, elements: ArraySlice<UInt8>)] = []
    /// How many tokens they are about.
    var count = 0
    /// What they say of the tokens, if that is read.
    var tokens: [TokenLogprobs] = []

    /// None.
    init() {}

    /// Reads a tree.
    init(_ logprobs: JSON?, areRead: Bool) {
        guard let members = logprobs?.object?.members else { return }
        lists = members.compactMap { member in
            guard case .array = member.value else { return nil }
            return (member.name, member.value.utf8.dropFirst().dropLast())
        }
        count = (logprobs?["content"] ?? logprobs?["tokens"])?.array?.count ?? 0
        if areRead { tokens = TokenLogprobs.list(reading: logprobs) }
    }
}
