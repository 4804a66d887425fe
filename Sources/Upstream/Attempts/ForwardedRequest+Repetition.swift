import HTTPTypes
import JSON

extension ForwardedRequest {
    /// Routes whose answers cost something but leave nothing behind.
    private static let routesWithoutEffect: [Substring] = [
        "chat/completions", "completions", "embeddings", "moderations", "rerank", "score", "classify", "pooling",
        "tokenize", "detokenize", "infill",
    ]

    /// Whether it may be sent again: what only reads, and what only computes. Others may create something.
    var repetition: Repetition {
        switch method {
        case .get, .head, .options: .freely
        case .post: Self.routesWithoutEffect.contains(path.drop { $0 == "/" }) ? .freely : .ifUnheard
        default: .ifUnheard
        }
    }

    /// How many samples it asks for, at least 1.
    var samples: Int {
        guard case .json(let outline, _) = body else { return 1 }
        let count = try? outline.value("n")?.int
        return min(max(1, (count ?? nil) ?? 1), UpstreamLimits.maxChoices)
    }

    /// The number by which requests whose prompts begin alike find the same replica; nil if there is only one, or no
    /// prompt.
    func affinity(at target: ResolvedModel.Target) -> UInt64? {
        guard target.upstream.dispatcher.replicas.count > 1, case .json(let outline, _) = body,
            let prompt = outline.slice("messages") ?? outline.slice("prompt")
        else { return nil }
        let start = prompt.prefix(UpstreamLimits.affinityBytes)
        return PrefixAffinity.hash(start, from: PrefixAffinity.hash(target.model.utf8))
    }
}
