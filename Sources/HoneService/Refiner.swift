import Logging
import OpenAI
import Refinement
import Upstream

/// Runs refinements: finds the model, runs the method, keeps the record.
struct Refiner: Sendable {
    let fleet: Fleet
    let configuration: ServiceConfiguration
    let runs: RunStore
    let memory: DifficultyMemory
    let logger: Logger

    /// Runs a method on a model and returns what came of it; it has been kept by then.
    ///
    /// Away from the loop that serves the connection: reading samples must not hold up other clients.
    func run(
        _ request: RefinementRequest, on model: String, id: String, for context: RequestContext,
        observe: (@Sendable (RunEvent) -> Void)? = nil
    ) async -> RunRecord {
        let run = Run(
            model: fleet.model(named: model, for: context.caller),
            roles: request.roles.mapValues { fleet.model(named: $0, for: context.caller) },
            budget: request.budget,
            memory: memory.part(of: context.admission.tenant, isDefault: configuration.remembersDifficulty),
            observe: observe)
        let outcome: Result<RunRecord.Outcome, RunRecord.RefinementFailure>
        do {
            outcome = .success(
                try await withTaskExecutorPreference(globalConcurrentExecutor) {
                    switch request.work {
                    case .question(let question, let method):
                        .answer(try await method.refine(question, in: run, policy: request.policy))
                    case .batch(let questions, let method):
                        .batch(try await method.refine(questions, in: run, policy: request.policy))
                    }
                })
        } catch {
            let failure = Task.isCancelled ? nil : ServiceError(error)
            outcome = .failure(failure.map { .failed($0) } ?? .cancelled)
        }
        // A second try on a stronger model may have chosen another method than the one that the answer comes from.
        let choice = (try? outcome.get())?.choice ?? run.choice
        let record = RunRecord(
            id: id, created: currentSecond(), method: choice?.method.rawValue ?? request.methodName, choice: choice,
            model: model, elapsed: run.elapsed, usage: run.usage, usageByRole: run.usageByRole, calls: run.calls,
            trace: run.trace, outcome: outcome)
        runs.add(record)
        log(record)
        return record
    }

    /// The model that a request means: the one it names, the configured one, or the only one there is.
    ///
    /// - Throws: `ServiceError.noModel` if that leaves a choice.
    func modelName(_ asked: String?) async throws -> String {
        if let name = asked ?? configuration.defaultModel { return name }
        let available = try await fleet.modelNames()
        guard available.count == 1, let only = available.first else {
            throw ServiceError.noModel(available: Array(available.prefix(20)))
        }
        return only
    }

    private func log(_ record: RunRecord) {
        var metadata: Logger.Metadata = [
            "run": "\(record.id)", "method": "\(record.method)", "model": "\(record.model.printable)",
            "calls": "\(record.calls)", "tokens": "\(record.usage.total)", "ms": "\(record.elapsed.milliseconds)",
        ]
        switch record.outcome {
        case .success(.batch(let batch)):
            metadata["answers"] = "\(batch.answers.count)/\(batch.items.count)"
            logger.info("refined", metadata: metadata)
        case .success(.answer(let answer)):
            metadata["stop"] = "\(answer.stop.name)"
            metadata["samples"] = "\(answer.counts.counted)/\(answer.counts.requested)"
            logger.info("refined", metadata: metadata)
        case .failure(.cancelled): logger.info("cancelled", metadata: metadata)
        case .failure(.failed(let error)):
            metadata["error"] = "\(ErrorRendering(error).object.message.printable)"
            logger.warning("failed", metadata: metadata)
        }
    }
}

extension RunRecord {
    /// What came of the run.
    ///
    /// - Throws: why there is no answer: `ServiceError`, or `CancellationError`.
    func answers() throws -> Outcome {
        switch outcome {
        case .success(let answers): return answers
        case .failure(.failed(let error)): throw ServiceError.run(id: id, error)
        case .failure(.cancelled): throw CancellationError()
        }
    }
}
