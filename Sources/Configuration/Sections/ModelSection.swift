import Upstream

/// `models`: models under names of Hone's own.
struct ModelSection {
    let upstreams: [String]

    func read(_ value: ValueReader) -> [ModelConfiguration] {
        (value.names(of: "models")?.all ?? []).compactMap { name, value in
            guard let model = value.mapping(KnownKeys.model) else { return nil }
            let targets = targets(of: model, named: name)
            return targets.isEmpty ? nil : ModelConfiguration(name: name, targets: targets)
        }
    }

    /// Either a list, or one that stands in the model itself.
    private func targets(of model: MappingReader, named name: String) -> [ModelConfiguration.Target] {
        guard let list = model["targets"] else { return target(model, named: name).map { [$0] } ?? [] }
        for stray in KnownKeys.target { model[stray]?.refuse(.conflict("it stands in 'targets' already")) }
        let targets = list.list(of: "mappings with 'upstream' and 'model'") { value in
            value.mapping(KnownKeys.target).flatMap { target($0, named: name) }
        }
        if let targets, targets.isEmpty, list.isEmptyList {
            list.refuse(expected: "a list of at least one target")
        }
        return targets ?? []
    }

    /// A model of a model server; it has the same name there unless another is given.
    private func target(_ mapping: MappingReader, named name: String) -> ModelConfiguration.Target? {
        let model = mapping["model"].map { $0.string("the model's name there") } ?? name
        let upstream: String?
        if let given = mapping["upstream"] {
            upstream = given.choice(of: upstreams.map { ($0, $0) }, kind: "upstream")
        } else if upstreams.count == 1 {
            upstream = upstreams[0]
        } else {
            upstream = mapping.require("upstream")?.string()
        }
        guard let model, let upstream else { return nil }
        return ModelConfiguration.Target(upstream: upstream, model: model)
    }
}
