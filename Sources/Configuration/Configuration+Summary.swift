import CurlClient
import HoneService
import Upstream

extension Configuration {
    /// What it comes to, in a few lines for the person who wrote it; no secrets.
    public var summary: [String] {
        let upstreams = fleet.upstreams.map { upstream in
            let replicas = upstream.replicas.map(\.string).joined(separator: ", ")
            return "upstream \(upstream.name): \(replicas)\(upstream.key == nil ? "" : ", with a key")"
        }
        let models = fleet.models.map { model in
            "model \(model.name): "
                + model.targets.map { "\($0.model) at \($0.upstream)" }.joined(separator: ", else ")
        }
        let keys = service.keys.map { "key \($0.name)" }
        let access = service.keys.isEmpty ? ["no keys: everybody who can connect is let in"] : keys
        return ["listens on \(listen.host), port \(listen.port)"] + upstreams + models + access
            + (service.defaultModel.map { ["default model \($0)"] } ?? [])
    }
}
