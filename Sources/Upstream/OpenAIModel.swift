import Refinement

/// A model behind an OpenAI-compatible server.
struct OpenAIModel: LanguageModel {
    let name: String
    let upstream: Upstream

    func callSizes(for count: Int) -> [Int] { upstream.callSizes(for: count, model: name) }

    func generate(_ call: ModelCall) -> any CompletionStream { ChatStream(call, model: name, upstream: upstream) }
}
