import JSON

/// What is read of one chunk of a stream, whether from a tree or straight from its text.
struct ChatChunk {
    /// One element of its `choices`.
    struct Choice {
        var index: Int?
        /// What the delta says, if that is nothing but text.
        var content: String?
        /// The delta, if it says anything else.
        var delta: JSON.Object?
        var finishReason: String?
        var logprobs = ListedLogprobs()
        /// Whether it has text of its own, as the choices of text completions do.
        var hasText = false
    }

    var origin = ReplyOrigin()
    var usage: Usage?
    var choices: [Choice] = []

    init() {}

    /// Reads a tree.
    init(_ chunk: JSON, isText: Bool, readsLogprobs: Bool) {
        origin = ReplyOrigin(chunk)
        usage = Usage(reading: chunk["usage"])
        choices = (chunk["choices"]?.array ?? []).map { element in
            let hasText = element["text"]?.string?.isEmpty == false
            let element = isText ? TextChoice.delta(element) : element
            return Choice(
                index: element["index"]?.int, delta: element["delta"]?.object,
                finishReason: element["finish_reason"]?.string,
                logprobs: ListedLogprobs(element["logprobs"], areRead: readsLogprobs), hasText: hasText)
        }
    }
}
