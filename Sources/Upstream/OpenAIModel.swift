import JSON
import Refinement

/// A model behind OpenAI-compatible servers, to be called on behalf of one request.
struct OpenAIModel: LanguageModel {
    /// Where it is asked for first, and where if that one fails; at least one.
    let targets: [ResolvedModel.Target]
    let caller: Caller
    let start = FirstTarget()
    private let presence: Presence

    init(targets: [ResolvedModel.Target], caller: Caller) {
        self.targets = targets
        self.caller = caller
        presence = targets[0].upstream.dispatcher.enter()
    }

    /// Where it is asked for now; what is known of the model is known of this one.
    var target: ResolvedModel.Target { targets[min(start.place, targets.count - 1)] }

    var name: String { target.model }

    func callSizes(for count: Int, spare: Int) -> [Int] {
        target.upstream.callSizes(for: count, spare: spare, model: target.model)
    }

    var callWindow: Int { target.upstream.dispatcher.callWindow }

    var logprobSupport: LogprobSupport? { target.upstream.capability(of: target.model).logprobs }

    func learn(_ support: LogprobSupport) { target.upstream.learn(about: target.model) { $0.logprobs = support } }

    func generate(_ call: ModelCall) -> any CompletionStream { ChatStream(call, model: self) }
}
