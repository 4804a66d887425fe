/// What the mock says, token by token, and how that looks as a chat completion.
struct ReplyText {
    /// One token: JSON of its text and of its log-probabilities, if it has some.
    struct Token {
        let text: String
        var logprobs: String?
    }

    let tokens: [Token]
    /// Bytes of events above which a piece of a stream is written.
    private static let pieceBytes = 16 * 1024

    /// A sum, so that answers can vote.
    init() {
        tokens = ["17", " +", " 25", " =", " 42", ".", " The", " answer", " is", " ", "42", "."].map { Token(text: $0) }
    }

    /// Words with the log-probabilities of `top` tokens at each.
    init(tokens count: Int, top: Int) {
        var source = LogprobSource()
        tokens = (0..<count).map { _ in
            let alternatives = source.alternatives(top)
            return Token(text: alternatives.text, logprobs: alternatives.json)
        }
    }

    /// The answer of `choices` choices that are all the same.
    func reply(choices: Int, isStream: Bool) -> Reply {
        isStream ? .stream(pieces(choices: choices)) : .plain(Array(plain(choices: choices).utf8))
    }

    private func plain(choices: Int) -> String {
        let text = tokens.map(\.text).joined()
        let content = tokens.compactMap(\.logprobs)
        let logprobs = content.isEmpty ? "null" : "{\"content\":[\(content.joined(separator: ","))]}"
        let list = (0..<choices).map { index in
            """
            {"index":\(index),"message":{"role":"assistant","content":"\(text)"},"logprobs":\(logprobs),\
            "finish_reason":"stop"}
            """
        }
        return """
            {"id":"chatcmpl-bench","object":"chat.completion","created":1795000000,"model":"bench",\
            "choices":[\(list.joined(separator: ","))],"usage":\(usage(choices: choices))}
            """
    }

    private func pieces(choices: Int) -> [[UInt8]] {
        var pieces: [[UInt8]] = []
        var piece: [UInt8] = []
        func add(_ event: String) {
            piece += event.utf8
            if piece.count >= Self.pieceBytes {
                pieces.append(piece)
                piece = []
            }
        }
        for index in 0..<choices { add(Self.event(index, "{\"role\":\"assistant\",\"content\":\"\"}")) }
        for token in tokens {
            for index in 0..<choices {
                add(Self.event(index, "{\"content\":\"\(token.text)\"}", logprobs: token.logprobs))
            }
        }
        for index in 0..<choices { add(Self.event(index, "{}", finish: "\"stop\"")) }
        add(Self.event(choices: "", more: ",\"usage\":\(usage(choices: choices))"))
        piece += "data: [DONE]\n\n".utf8
        return pieces + [piece]
    }

    private func usage(choices: Int) -> String {
        let completion = tokens.count * choices
        return """
            {"prompt_tokens":20,"completion_tokens":\(completion),"total_tokens":\(20 + completion)}
            """
    }

    /// One event of one choice.
    static func event(_ index: Int, _ delta: String, logprobs: String? = nil, finish: String = "null") -> String {
        let logprobs = logprobs.map { "{\"content\":[\($0)]}" } ?? "null"
        return event(
            choices: "{\"index\":\(index),\"delta\":\(delta),\"logprobs\":\(logprobs),\"finish_reason\":\(finish)}")
    }

    private static func event(choices: String, more: String = "") -> String {
        """
        data: {"id":"chatcmpl-bench","object":"chat.completion.chunk","created":1795000000,"model":"bench",\
        "choices":[\(choices)]\(more)}\n\n
        """
    }
}
