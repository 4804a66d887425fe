import JSON

/// The default for those who do not choose: the method that suits what the request asks for.
///
/// 1. Where samples can be told to agree, because the answer is a number, LaTeX, a choice, yes or no, letters, JSON, what
///    a pattern matches, or a tool call: adaptive consistency.
/// 2. Else, where the model server gives the model's own log-probabilities: best of N.
/// 3. Else: self-refine, guarded.
///
/// The method runs with its defaults. What was chosen, and why, is in the response (`chosen`).
public struct Chooser: Method {
    /// What the method is and takes.
    public static let description = MethodDescription(
        name: "auto",
        alias: "hone",
        summary: "Chooses the method that suits what the request asks for.",
        paper: nil,
        parameters: [],
        needs: "nothing; where free text is asked for, log-probabilities decide which method it is",
        cost: "that of the chosen method, and a few calls of two tokens to find out once what a model's server gives",
        confidence: "that of the chosen method")

    /// Tokens listed at each place with which best-of-n knows best how sure the model was.
    private static let topLogprobs = 20
    /// Calls below which a budget is for the answer, not for finding out what the server can do.
    private static let leastCallsToProbe = 8

    /// The method; it has no parameters.
    public init(_ values: ParameterValues) {}

    /// Chooses a method and refines with it.
    public func refine(_ question: Question, in run: Run) async throws -> RefinedAnswer {
        let choice = try await Self.choose(question, in: run)
        run.note(.chosen(choice))
        var answer = try await choice.method.type.withDefaults().refine(question, in: run)
        answer.choice = choice
        return answer
    }

    private static func choose(_ question: Question, in run: Run) async throws -> MethodChoice {
        if let vote = MethodChoice(voteOn: question) { return vote }
        return MethodChoice(for: question, logprobs: try await givesLogprobs(run))
    }

    /// Whether the server is known to give the model's own log-probabilities, or can be found to.
    private static func givesLogprobs(_ run: Run) async throws -> Bool {
        let isKnown = run.model(for: .generator).logprobSupport != nil
        guard isKnown || run.budget.maxCalls ?? .max >= leastCallsToProbe else { return false }
        do {
            let support = try await run.logprobSupport(top: topLogprobs)
            return support.isSupported && support.isRaw
        } catch is ModelError {
            return false
        }
    }
}

extension MethodChoice.Candidate {
    /// The method of that name.
    var type: any Method.Type {
        switch self {
        case .adaptiveConsistency: AdaptiveConsistency.self
        case .bestOfN: BestOfN.self
        case .selfRefine: SelfRefine.self
        }
    }
}

extension Method {
    /// The method with the default of each parameter.
    fileprivate static func withDefaults() throws(ParameterError) -> Self {
        try Self(try ParameterValues(JSON.Object(), declared: description.parameters))
    }
}
