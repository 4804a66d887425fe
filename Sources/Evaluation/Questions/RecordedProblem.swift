public import Refinement

/// A question with what a model once answered to it, sample by sample.
public struct RecordedProblem: Sendable {
    /// The question.
    public let problem: Problem
    /// What was answered, in the order of issue.
    public let samples: [Completion]
    /// Whether the samples are the answers alone, in their canonical form, not texts to find answers in.
    public let isVerbatim: Bool
    /// The samples that passed a test of their own, if the recording says so; what they answer is right however spelt.
    public let passed: Set<Int>

    /// A recording of these samples.
    public init(problem: Problem, samples: [Completion], isVerbatim: Bool, passed: Set<Int> = []) {
        self.problem = problem
        self.samples = samples
        self.isVerbatim = isVerbatim
        self.passed = passed
    }
}
