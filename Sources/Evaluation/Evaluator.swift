import Refinement

/// Puts every question to every method.
public struct Evaluator: Sendable {
    /// The methods, in the order in which each question is put to them.
    public let methods: [MethodUnderTest]
    /// How many questions are worked on at once.
    public let concurrency: Int
    /// Whether the times that answers take mean anything: a recording answers at once.
    public let measuresTime: Bool
    /// How a tie for the most votes counts.
    public let ties: TiePolicy

    /// An evaluation of these methods.
    public init(
        methods: [MethodUnderTest], concurrency: Int, measuresTime: Bool, ties: TiePolicy = .firstSeen
    ) {
        self.methods = methods
        self.concurrency = concurrency
        self.measuresTime = measuresTime
        self.ties = ties
    }

    /// Runs the trials, a few at a time, and hands over each as soon as all methods have had it.
    ///
    /// - Parameters:
    ///   - begin: told which method a question is put to next; called from several tasks.
    ///   - complete: takes a trial's results; called from one task only. What it throws ends the evaluation.
    /// - Throws: `EvaluationError.pastTheEnd`, `CancellationError`, or what `complete` throws.
    public func evaluate(
        _ trials: [Trial], begin: @escaping @Sendable (_ trial: TrialKey, _ method: String) -> Void = { _, _ in },
        complete: (TrialResult) throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: TrialResult.self) { group in
            var waiting = trials[...]
            func start() {
                guard let trial = waiting.popFirst() else { return }
                group.addTask { try await evaluate(trial, begin: begin) }
            }
            for _ in 0..<concurrency { start() }
            while let result = try await group.next() {
                try complete(result)
                start()
            }
        }
    }

    private func evaluate(
        _ trial: Trial, begin: @Sendable (_ trial: TrialKey, _ method: String) -> Void
    ) async throws -> TrialResult {
        var results: [MethodResult] = []
        for entry in methods {
            try Task.checkCancellation()
            begin(trial.key, entry.label)
            results.append(try await evaluate(trial, by: entry))
        }
        return TrialResult(key: trial.key, gold: trial.right.named.canonical, results: results)
    }

    private func evaluate(_ trial: Trial, by entry: MethodUnderTest) async throws -> MethodResult {
        switch trial.source {
        case .live(let model): return try await result(of: entry, on: trial, asking: model)
        case .recorded(let recording, let rotation):
            let model = ReplayModel(recording, rotation: rotation)
            let result = try await result(of: entry, on: trial, asking: model)
            guard !model.wasAskedTooMuch else {
                throw EvaluationError.pastTheEnd(
                    id: trial.key.id, recorded: recording.samples.count, method: entry.label)
            }
            return result
        }
    }

    private func result(
        of entry: MethodUnderTest, on trial: Trial, asking model: any LanguageModel
    ) async throws -> MethodResult {
        let run = Run(model: model)
        let outcome: Result<RefinedAnswer, any Error>
        do {
            outcome = .success(try await entry.method.refine(trial.question, in: run))
        } catch {
            try Task.checkCancellation()
            outcome = .failure(error)
        }
        return MethodResult(
            outcome, right: trial.right, ties: ties, calls: run.calls, usage: run.usage,
            elapsed: measuresTime ? run.elapsed : nil)
    }
}
