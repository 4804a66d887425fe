import JSON

/// How a kind of server writes log-probabilities (sampling.md §17.1).
public enum LogprobShape: Sendable, CaseIterable {
    /// OpenAI's own: the most likely tokens, best first.
    case openAI
    /// vLLM: the sampled token first, then the others, the whole cut to as many as were asked for.
    case vLLM
    /// llama.cpp: as OpenAI, each with its number in the vocabulary.
    case llamaCpp
    /// SGLang: two tokens in a chunk, of which the second has the first one's list.
    case sgLang
    /// The older shape of parallel arrays, with the lists as objects.
    case legacy

    /// How many tokens stand in one chunk.
    private var tokensPerChunk: Int { self == .sgLang ? 2 : 1 }

    /// The chunks of a stream.
    ///
    /// - Parameter top: how many tokens are to be listed, nil for no log-probabilities at all.
    func pieces(_ tokens: [ScriptedToken], top: Int?) -> [StreamScript.Piece] {
        stride(from: 0, to: tokens.count, by: tokensPerChunk).map { start in
            let part = Array(tokens[start..<min(start + tokensPerChunk, tokens.count)])
            let listed = part.map { (token: $0, list: self == .sgLang ? part[0] : $0) }
            return StreamScript.Piece(
                text: part.map(\.text).joined(), tokens: part.count, logprobs: top.map { json(listed, top: $0) })
        }
    }

    /// The same as one piece, as a plain reply has it.
    func whole(_ tokens: [ScriptedToken], top: Int?) -> StreamScript.Piece {
        StreamScript.Piece(
            text: tokens.map(\.text).joined(), tokens: tokens.count,
            logprobs: top.map { json(tokens.map { ($0, $0) }, top: $0) })
    }

    private func json(_ tokens: [(token: ScriptedToken, list: ScriptedToken)], top: Int) -> JSON {
        let lists = tokens.map { list(of: $0.list, top: top) }
        guard self == .legacy else {
            let entries = zip(tokens, lists).map { token, list in
                var entry = entry(token.token.text, token.token.logprob)
                entry["top_logprobs"] = .array(list.map { .object(self.entry($0.text, $0.logprob)) })
                return JSON.object(entry)
            }
            return ["content": .array(entries)]
        }
        let dictionaries = lists.map { list in
            JSON.object(JSON.Object(list.map { JSON.Member($0.text, .number($0.logprob)) }))
        }
        return [
            "tokens": .array(tokens.map { .string($0.token.text) }),
            "token_logprobs": .array(tokens.map { .number($0.token.logprob) }), "top_logprobs": .array(dictionaries),
        ]
    }

    private func list(of token: ScriptedToken, top: Int) -> ArraySlice<(text: String, logprob: Double)> {
        guard self == .vLLM else { return token.top.prefix(top) }
        let others = token.top.filter { $0.text != token.text }
        return ([(token.text, token.logprob)] + others).prefix(top)
    }

    private func entry(_ text: String, _ logprob: Double) -> JSON.Object {
        var entry = JSON.Object([
            JSON.Member("token", .string(text)), JSON.Member("logprob", .number(logprob)),
            JSON.Member("bytes", .array(text.utf8.map { .number(Int($0)) })),
        ])
        if self == .llamaCpp {
            entry["id"] = .number(text.unicodeScalars.reduce(7) { $0 &* 31 &+ Int($1.value) } & 0xFFFF)
        }
        return entry
    }
}
