import CurlClient
import Glibc
import HTTP
import HTTPTypes
import Refinement

/// A client's request on its way to a model server: sent again, and elsewhere, where that helps and does no harm.
final class ForwardedCall: Sendable {
    private let request: ForwardedRequest
    /// Where the model is that it asks for, or where it goes if it asks for none.
    private let targets: [ResolvedModel.Target]
    /// Whether it names a model, which is called what the target calls it.
    private let namesModel: Bool
    private let caller: Caller

    /// A call of these parts.
    init(request: ForwardedRequest, targets: [ResolvedModel.Target], namesModel: Bool, caller: Caller) {
        self.request = request
        self.targets = targets
        self.namesModel = namesModel
        self.caller = caller
    }

    /// Hands back what a server answers, as it arrives; an error that nothing could mend comes as the server sent it.
    ///
    /// - Throws: `ModelError`, or `CancellationError` if the task was cancelled.
    func send() async throws -> UpstreamResponse {
        let record = CallRecord(model: namesModel ? targets[0].model : nil, samples: request.samples, for: caller)
        let terms = Attempts.Terms(
            weight: request.samples, affinity: request.affinity(at:), repetition: request.repetition)
        let attempts = Attempts(at: targets, from: FirstTarget(), terms, for: caller, record)
        do {
            let response = try await attempts.make { try await send(to: $0, $1, record) }
            return response.held(by: OpenAnswer(record, attempts.lease, response.fields))
        } catch {
            return try Self.answer(after: error, record)
        }
    }

    /// What the client gets where no attempt was answered.
    @inline(never)
    private static func answer(after error: any Error, _ record: CallRecord) throws -> UpstreamResponse {
        guard let failure = error as? AttemptFailure else { throw error }
        guard let response = failure.response else { throw failure.error }
        return response.held(by: OpenAnswer(record, nil, response.fields))
    }

    private func send(
        to target: ResolvedModel.Target, _ replica: Replica, _ record: CallRecord
    ) async throws -> UpstreamResponse {
        let upstream = target.upstream
        record.sent(to: replica.name, of: upstream.configuration.name)
        let response = try await upstream.send(
            method: request.method, path: request.path, query: request.query, to: replica,
            fields: request.fields.adding(record.fields),
            body: request.bytes(for: namesModel ? target.model : nil))
        record.answered(response.status)
        guard response.status.kind == .clientError || response.status.kind == .serverError else { return response }
        throw Self.failure(response)
    }

    @inline(never)
    private static func failure(_ response: UpstreamResponse) -> AttemptFailure {
        // What the server has to say is for the client alone, and may be long.
        let error = ModelError.rejected(
            .init(
                status: response.status.code, message: response.status.reasonPhrase,
                retryAfter: response.fields.retryAfterSeconds)
        ).hiding(response.key)
        var failure = AttemptFailure(error, response.fields, at: time(nil))
        failure.response = response
        return failure
    }
}
