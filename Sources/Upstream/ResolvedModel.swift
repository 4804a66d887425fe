public import Refinement

/// A name that clients have for a model, and where it is to be had.
public struct ResolvedModel: Sendable {
    /// A model of one model server.
    public struct Target: Sendable {
        /// The server.
        public let upstream: Upstream
        /// The model's name there.
        public let model: String
    }

    /// What the client calls it.
    public let name: String
    /// Where it is asked for first, and where if that one fails; at least one.
    public let targets: [Target]

    /// The model, to be called on behalf of `caller`.
    public func model(for caller: Caller) -> any LanguageModel {
        OpenAIModel(targets: targets, caller: caller)
    }
}
