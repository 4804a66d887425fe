import Upstream

/// The models that clients can ask for, as far as the file tells.
struct KnownModels {
    /// Their names; nil if a server is to be asked which it has, for then any name may be right.
    let names: [String]?

    /// - Parameters:
    ///   - upstreams: The model servers that could be read.
    ///   - expected: How many there are.
    ///   - models: `models`, the names in which are known even where the rest is wrong.
    init(upstreams: [UpstreamConfiguration], expected: Int, models: ValueReader?) {
        let own = models?.keyNames ?? []
        let lists = upstreams.compactMap(\.models)
        names = lists.count == expected && expected > 0 ? own + lists.joined() : nil
    }
}

extension ValueReader {
    /// The name of a model that there is.
    func model(_ known: KnownModels) -> String? {
        guard let name = string("the name of a model") else { return nil }
        if let names = known.names, !names.contains(name) {
            refuseUnknown("model", name, known: names)
            return nil
        }
        return name
    }

    /// An origin as browsers send it, or `*`.
    func origin() -> String? {
        let expected = "an origin such as https://app.example (no path, no slash at the end), or '*'"
        guard let origin = string(expected) else { return nil }
        let rest = origin.components(after: ["https://", "http://"])
        let isOrigin = rest.map { !$0.isEmpty && !$0.contains("/") && $0.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } }
        guard origin == "*" || isOrigin ?? false else {
            refuse(expected: expected, showing: origin)
            return nil
        }
        return origin
    }
}

extension String {
    /// What follows the first of these that it begins with.
    fileprivate func components(after prefixes: [String]) -> Substring? {
        prefixes.first(where: hasPrefix).map { dropFirst($0.count) }
    }
}
