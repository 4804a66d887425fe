import JSON

@testable import Refinement

extension Method {
    /// What the method makes of samples that say these answers so surely, if the next one does not end before the budget
    /// is spent: it says nothing until those before it have been counted, and then as much as there are tokens.
    static func refine(
        _ samples: [(answer: String, probability: Double)], spending budget: Budget, _ parameters: JSON
    ) async throws -> RefinedAnswer {
        let (counted, count) = AsyncStream<Void>.makeStream()
        let sure = ScriptedModel.sure(samples)
        let model = ScriptedModel(
            logprobSupport: sure.logprobSupport,
            before: { if $0 == samples.count { for await _ in counted {} } },
            line: { sample, choices in
                sample < samples.count ? sure.line(sample, choices) : .hangs(afterTokens: budget.maxTokens ?? 0)
            })
        let run = Run(model: model, budget: budget) { event in
            if case .sample(let sample) = event, sample.index == samples.count - 1 { count.finish() }
        }
        return try await with(parameters).refine(try .verbatim(), in: run)
    }
}
