public import Refinement

/// Whether a model server answers.
public struct UpstreamReadiness: Sendable, Hashable {
    /// Its name in the configuration.
    public var name: String
    /// Why it does not; nil if it does.
    public var failure: ModelError?
}
