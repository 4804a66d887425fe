public import JSON

/// A method that can refine the answers to several questions in one run, because what it learns of some helps with others.
public protocol BatchMethod: Method {
    /// The names of the parameters that mean something only where several questions come together.
    static var batchParameters: Set<String> { get }
    /// The names of the parameters that mean something only where a question comes alone.
    static var singleParameters: Set<String> { get }

    /// Refines the answers to several questions.
    ///
    /// - Throws: `RefinementError` if none of them has an answer, `CancellationError` if the run was cancelled.
    func refine(_ questions: [Question], in run: Run) async throws -> RefinedBatch
}

/// The outcome of refining several questions together.
public struct RefinedBatch: Sendable {
    /// The answers in the order of the questions, or why there is none.
    public var items: [Result<RefinedAnswer, RefinementError>]
    /// What the method tells of the batch as a whole, as members of the response.
    public var evidence: JSON.Object

    /// An outcome of these parts.
    public init(items: [Result<RefinedAnswer, RefinementError>], evidence: JSON.Object = JSON.Object()) {
        self.items = items
        self.evidence = evidence
    }

    /// The answers there are.
    public var answers: [RefinedAnswer] { items.compactMap { try? $0.get() } }

    /// Why there is no answer at all, if that is so.
    var failure: RefinementError? {
        guard answers.isEmpty else { return nil }
        let failures = items.compactMap { if case .failure(let error) = $0 { error } else { nil } }
        var losses: [ModelError] = []
        for case .allSamplesFailed(let errors) in failures { losses += errors }
        return losses.isEmpty ? failures.first : .allSamplesFailed(losses)
    }
}

extension BatchMethod {
    /// Refines the answers to several questions, and does what the policy says with those that are not sure enough.
    ///
    /// Escalation puts each of them by itself to the model of the role `stronger`.
    ///
    /// - Throws: as `refine(_:in:)`.
    public func refine(
        _ questions: [Question], in run: Run, policy: ConfidencePolicy?
    ) async throws -> RefinedBatch {
        var batch = try await refine(questions, in: run)
        guard let policy else { return batch }
        let unsure = batch.items.indices.filter { place in
            if case .success(let answer) = batch.items[place] { answer.confidence < policy.least } else { false }
        }
        let first = batch.items
        if policy.otherwise == .escalate, !unsure.isEmpty {
            run.escalate()
            let second = try await unsure.concurrentMap { place -> Result<RefinedAnswer, RefinementError> in
                do {
                    return .success(try await refine(questions[place], in: run.part(place)))
                } catch let error as RefinementError {
                    return first[place].map { answer in
                        var answer = answer
                        answer.lowConfidence = .return
                        if let stop = error.asStop { answer.stop = stop }
                        return answer
                    }
                }
            }
            for (place, answer) in zip(unsure, second) { batch.items[place] = answer }
        }
        for place in unsure {
            batch.items[place] = batch.items[place].map { answer in
                var answer = answer
                answer.lowConfidence = answer.lowConfidence ?? policy.otherwise
                return answer
            }
        }
        return batch
    }
}
