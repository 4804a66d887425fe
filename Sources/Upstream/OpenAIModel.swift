import Refinement

/// A model behind an OpenAI-compatible server.
struct OpenAIModel: LanguageModel {
    let name: String
    let upstream: Upstream

    func callSizes(for count: Int, spare: Int) -> [Int] {
        upstream.callSizes(for: count, spare: spare, model: name)
    }

    func generate(_ call: ModelCall) -> any CompletionStream { ChatStream(call, model: name, upstream: upstream) }
}
