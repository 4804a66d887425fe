/// A method of refinement: one paper's algorithm, with its parameters.
public protocol Method: Sendable {
    /// What the method is and takes.
    static var description: MethodDescription { get }

    /// The method with these parameters, each of which has been checked against its declaration.
    ///
    /// - Throws: `ParameterError.contradiction` if they do not go together.
    init(_ values: ParameterValues) throws(ParameterError)

    /// Refines the answer to a question.
    ///
    /// - Throws: `RefinementError` if there is no answer at all, `CancellationError` if the run was cancelled.
    func refine(_ question: Question, in run: Run) async throws -> RefinedAnswer
}

/// What a method is, for those who choose one.
public struct MethodDescription: Sendable {
    /// A method's paper.
    public struct Paper: Sendable {
        /// The title.
        public let title: String
        /// The authors and the year.
        public let authors: String
        /// The arXiv identifier.
        public let arXiv: String
    }

    /// The full name, as in routes and model names.
    public let name: String
    /// The short name.
    public let alias: String
    /// What it does, in one sentence.
    public let summary: String
    /// Where it comes from; nil for the choice between the others.
    public let paper: Paper?
    /// The parameters, with their defaults and ranges.
    public let parameters: [Parameter]
    /// What it needs of the model server beyond plain completions.
    public let needs: String
    /// What it costs: P prompt tokens, G generated tokens a sample, N samples.
    public let cost: String
    /// What the confidence in its answers means.
    public let confidence: String
}

/// The methods there are; a new one is one line here.
public enum Methods {
    /// All of them.
    public static let all: [any Method.Type] = [
        SelfConsistency.self,
        EarlyStoppingSelfConsistency.self,
        AdaptiveConsistency.self,
        UniversalSelfConsistency.self,
        SelfAgreement.self,
        DifficultyAdaptiveSelfConsistency.self,
        SelfRefine.self,
        UntargetedSelfRefine.self,
        BestOfN.self,
        DeepConf.self,
        SoftSelfConsistency.self,
        PTrue.self,
        Chooser.self,
    ]

    /// The method of that name or alias.
    public static func named(_ name: some StringProtocol) -> (any Method.Type)? {
        all.first { $0.description.name == name || $0.description.alias == name }
    }
}
