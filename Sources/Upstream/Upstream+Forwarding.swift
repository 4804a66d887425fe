import CurlClient
import HTTP
import HTTPTypes
import Refinement

extension Upstream {
    /// Passes a request on as it is, with Hone's key in place of the client's, and hands back what the server answers
    /// as it arrives.
    ///
    /// - Throws: `ModelError`, or `CancellationError` if the task was cancelled.
    func forward(_ request: ForwardedRequest, model: String?, for caller: Caller) async throws -> UpstreamResponse {
        let record = CallRecord(model: model, samples: 1, for: caller)
        record.queued(at: configuration.name)
        record.sent(to: configuration.replicas[0].string, of: configuration.name)
        do {
            let response = try await send(
                method: request.method, path: request.path, query: request.query,
                fields: request.fields.adding(record.fields), body: request.bytes(for: model))
            record.answered(response.status)
            return response.recorded(by: record)
        } catch {
            if let error = error as? ModelError { record.failed(error) }
            throw error
        }
    }
}
