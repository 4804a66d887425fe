import HoneService
import Refinement

/// `keys`: who is let in.
struct KeySection {
    let models: KnownModels

    func read(_ value: ValueReader) -> [ClientKey] {
        var names: Set<String> = []
        var digests: Set<KeyDigest> = []
        let keys = value.list(of: "keys") { value -> ClientKey? in
            guard let section = value.mapping(KnownKeys.key) else { return nil }
            let name = section.require("name").flatMap { value -> String? in
                guard let name = value.string("a name") else { return nil }
                if !names.insert(name).inserted { value.refuse(.conflict("another key has this name already")) }
                return name
            }
            let digest = section.require("hash").flatMap { value -> KeyDigest? in
                guard let digest = Self.digest(value) else { return nil }
                if !digests.insert(digest).inserted { value.refuse(.conflict("this key stands here already")) }
                return digest
            }
            let limits = limits(section)
            guard let name, let digest else { return nil }
            return ClientKey(name: name, digest: digest, limits: limits)
        }
        // Without keys everybody is let in, which nobody means who writes an empty list.
        if value.isEmptyList { value.refuse(expected: "a list of at least one key") }
        return keys ?? []
    }

    /// A digest; what is none may be the key itself, and is not shown.
    private static func digest(_ value: ValueReader) -> KeyDigest? {
        let expected = "'sha256:' and the 64 hexadecimal digits of the key's SHA-256 (not the key itself)"
        guard let text = value.spelling, let digest = try? KeyDigest(parsing: text) else {
            value.refuse(expected: expected)
            return nil
        }
        return digest
    }

    private func limits(_ section: MappingReader) -> KeyLimits {
        KeyLimits(
            requestsPerMinute: section["requests_per_minute"]?.integer(in: 1...KeyLimits.mostPerMinute),
            tokensPerMinute: section["tokens_per_minute"]?.integer(in: 1...KeyLimits.mostPerMinute),
            maxConcurrentRuns: section["max_concurrent_runs"]?.integer(in: 1...Int.max),
            methods: section["methods"]?.list(of: "the names of methods") { $0.method() }.map(Set.init),
            models: section["models"]?.list(of: "the names of models") { $0.model(models) }.map(Set.init),
            maxBudget: section["budget"].map(Self.budget) ?? Budget())
    }

    private static func budget(_ value: ValueReader) -> Budget {
        guard let section = value.mapping(KnownKeys.budget) else { return Budget() }
        return Budget(
            maxTokens: section["max_tokens"]?.integer(in: 1...Int.max),
            maxCalls: section["max_calls"]?.integer(in: 1...Int.max), deadline: section["deadline"]?.duration())
    }
}

extension ValueReader {
    /// The full name of a method.
    func method() -> String? {
        guard let name = string("the name of a method") else { return nil }
        let methods = Methods.all.map { $0.description }
        if let method = methods.first(where: { $0.name == name || $0.alias == name }) { return method.name }
        refuseUnknown("method", name, known: methods.map(\.name))
        return nil
    }
}
