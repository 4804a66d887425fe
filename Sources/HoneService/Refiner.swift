import OpenAI
import Refinement
import Upstream

/// A refinement that may begin.
struct AdmittedRun: Sendable {
    /// What is asked, its budget within the key's.
    let request: RefinementRequest
    /// The model that answers.
    let model: String
    /// Its place among the runs that there may be at once.
    let permit: RunPermit
}

/// Runs refinements: finds the model, runs the method, keeps the record.
final class Refiner: Sendable {
    let fleet: Fleet
    let configuration: ServiceConfiguration
    let runs: RunStore
    let memory: DifficultyMemory
    let door: Door

    /// One that shares these with the rest of the service.
    init(
        fleet: Fleet, configuration: ServiceConfiguration, runs: RunStore, memory: DifficultyMemory, door: Door
    ) {
        self.fleet = fleet
        self.configuration = configuration
        self.runs = runs
        self.memory = memory
        self.door = door
    }

    /// Runs a method on a model and returns what came of it; it has been kept by then.
    ///
    /// Away from the loop that serves the connection: reading samples must not hold up other clients.
    func run(
        _ admitted: AdmittedRun, id: String, for context: RequestContext,
        observe: (@Sendable (RunEvent) -> Void)? = nil
    ) async -> RunRecord {
        let (request, model) = (admitted.request, admitted.model)
        // Before its client hears of the end, who may send the next one at once.
        defer { admitted.permit.end() }
        let run = Run(
            model: fleet.model(named: model, for: context.caller),
            roles: request.roles.mapValues { fleet.model(named: $0, for: context.caller) },
            budget: request.budget,
            memory: memory.part(of: context.admission.tenant, isDefault: configuration.remembersDifficulty),
            observe: observe)
        context.telemetry.runBegins()
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
        // What a fallback has answered costs what the fallback costs, which is known if it has a price of its own.
        let usageByModel = Dictionary(
            run.usageByModel.map { ($0.fallback ?? request.roles[$0.player] ?? model, $1) }, uniquingKeysWith: +)
        let record = RunRecord(
            id: id, created: currentSecond(), method: choice?.method.rawValue ?? request.methodName, choice: choice,
            model: model, elapsed: run.elapsed, usage: run.usage, usageByRole: run.usageByRole, calls: run.calls,
            costUSD: configuration.cost(of: usageByModel), trace: run.trace,
            outcome: outcome.map { $0.noting(choices: request.choices) })
        // A run may have a long text.
        await withTaskExecutorPreference(globalConcurrentExecutor) { runs.add(record, of: context.admission.keyName) }
        door.charge(context.admission, tokens: run.usage.total)
        context.telemetry.runEnded(
            RunReport(
                record: record, request: configuration.logsContent ? request : nil,
                isKnownModel: configuration.models[model] != nil || fleet.knows(model)))
        return record
    }

    /// Lets a refinement begin: finds its model, sees to it that the client's key is for all that it uses, and counts it.
    ///
    /// - Throws: `ServiceError.noModel`, `FleetError` if no server has the model, `DoorRefusal`, `RequestError` for a
    ///   budget that is too large.
    func admit(_ request: RefinementRequest, _ context: RequestContext) async throws -> AdmittedRun {
        let model = try await modelName(request.model)
        var request = request
        // The model may not have been known when the request was read.
        request.roles.merge(configuration.models[model]?.roles ?? [:]) { own, _ in own }
        let checked = try context.admission.check(request, on: model)
        for name in Set(checked.roles.values) { _ = try await fleet.resolve(name) }
        return AdmittedRun(request: checked, model: model, permit: try door.beginRun(context.admission))
    }

    /// The model that a request means, of which it is known where it is: the one it names, the configured one, or the
    /// only one there is.
    ///
    /// - Throws: `ServiceError.noModel` if that leaves a choice, `FleetError` if no server has it.
    private func modelName(_ asked: String?) async throws -> String {
        if let name = asked ?? configuration.defaultModel { return try await fleet.resolve(name).name }
        let available = try await fleet.modelNames()
        guard available.count == 1, let only = available.first else {
            throw ServiceError.noModel(available: Array(available.prefix(20)))
        }
        return only
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
