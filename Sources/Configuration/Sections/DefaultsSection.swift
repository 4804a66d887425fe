import HoneService
import JSON
import Refinement

/// What `models` says of requests for a model that do not say it themselves, and of what the model costs.
struct DefaultsSection {
    let models: KnownModels

    func read(_ value: ValueReader) -> [String: ModelDefaults] {
        var defaults: [String: ModelDefaults] = [:]
        // Keys that do not belong there are told with the targets.
        for (name, value) in value.names(of: "models")?.all ?? [] {
            guard let section = value.names(of: "settings") else { continue }
            defaults[name] = read(section)
        }
        return defaults
    }

    private func read(_ section: MappingReader) -> ModelDefaults? {
        let method = section["method"].map { ($0, $0.method()) }
        let parameters = section["parameters"]
        var defaults = ModelDefaults(method: method?.1)
        defaults.roles = section["roles"].map(roles) ?? [:]
        defaults.prices = section["prices"].flatMap(Self.prices)
        if let parameters { defaults.parameters = parameters.object() ?? JSON.Object() }
        // A method that could not be read has been told already.
        if method == nil || method?.1 != nil, let objection = defaults.objection {
            (parameters ?? method?.0)?.refuse(.conflict(objection))
        }
        return defaults
    }

    private func roles(_ value: ValueReader) -> [Role: String] {
        guard let section = value.mapping(Role.assignable.map(\.rawValue)) else { return [:] }
        return Dictionary(
            Role.assignable.compactMap { role in section[role.rawValue]?.model(models).map { (role, $0) } }
        ) { first, _ in first }
    }

    private static func prices(_ value: ValueReader) -> Prices? {
        guard let section = value.mapping(KnownKeys.prices) else { return nil }
        let input = section.require("input_per_million")?.number(in: 0...Double.infinity)
        let cached = section["cached_input_per_million"]?.number(in: 0...Double.infinity)
        let output = section.require("output_per_million")?.number(in: 0...Double.infinity)
        guard let input, let output, input.isFinite, output.isFinite else { return nil }
        return Prices(inputPerMillion: input, cachedInputPerMillion: cached, outputPerMillion: output)
    }
}
