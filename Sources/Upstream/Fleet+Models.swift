public import JSON
import Refinement

extension Fleet {
    /// The names of all models.
    ///
    /// - Throws: `ModelError`, or `CancellationError` if the task was cancelled.
    public func modelNames() async throws -> [String] { try await modelList().compactMap { $0["id"]?.string } }

    /// All models: the configured ones, then each server's as it describes them. Of those of one name the first counts,
    /// because it is the one that is called. A server that is down lacks its own only.
    ///
    /// - Parameter timeout: How long the servers may take.
    /// - Throws: `ModelError` if no server tells, or `CancellationError` if the task was cancelled.
    public func modelList(within timeout: Duration = .seconds(10)) async throws -> [JSON] {
        let lists = await forEachUpstream { try await $0.modelList(within: timeout) }
        try Task.checkCancellation()
        if !lists.contains(where: { if case .success = $0 { true } else { false } }) {
            for case .failure(let error) in lists { throw error }
        }
        var models = aliases.map { Upstream.entry(named: $0.name, ownedBy: "hone") }
        for case .success(let list) in lists { models += list }
        var seen: Set<String> = []
        return models.filter { model in model["id"]?.string.map { seen.insert($0).inserted } ?? true }
    }

    /// Whether each of the servers answers.
    ///
    /// - Parameter timeout: How long each replica may take.
    /// - Throws: `CancellationError` if the task was cancelled.
    public func readiness(within timeout: Duration) async throws -> [UpstreamReadiness] {
        let answers = await forEachUpstream { try await $0.checkReadiness(within: timeout) }
        try Task.checkCancellation()
        return zip(upstreams, answers).map { upstream, answer in
            var readiness = UpstreamReadiness(name: upstream.configuration.name)
            if case .failure(let error) = answer { readiness.failure = ModelError(error) }
            return readiness
        }
    }
}
