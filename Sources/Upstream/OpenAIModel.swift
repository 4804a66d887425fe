import Refinement

/// A model behind an OpenAI-compatible server.
struct OpenAIModel: LanguageModel {
    let name: String
    let upstream: Upstream
    let caller: Caller

    func callSizes(for count: Int, spare: Int) -> [Int] {
        upstream.callSizes(for: count, spare: spare, model: name)
    }

    var logprobSupport: LogprobSupport? { upstream.capability(of: name).logprobs }

    func learn(_ support: LogprobSupport) { upstream.learn(about: name) { $0.logprobs = support } }

    func generate(_ call: ModelCall) -> any CompletionStream {
        ChatStream(call, model: name, upstream: upstream, caller: caller)
    }
}
