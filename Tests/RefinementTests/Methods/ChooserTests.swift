import JSON
import Testing

@testable import Refinement

@Suite struct ChooserTests {
    let poem = "Write a poem."

    func refine(
        _ model: ScriptedModel, _ question: Question, budget: Budget = Budget()
    ) async throws -> (answer: RefinedAnswer, run: Run) {
        let run = Run(model: model, budget: budget)
        return (try await Chooser.with([:]).refine(question, in: run), run)
    }

    /// A model of whose log-probabilities this is known.
    func model(_ support: LogprobSupport?, says text: String = "It is 7.") -> ScriptedModel {
        var model = ScriptedModel { _, _ in .says(text) }
        model.logprobSupport = support
        return model
    }

    func chosen(_ run: Run) -> [MethodChoice] {
        run.trace.compactMap { if case .chosen(let choice) = $0.event { choice } else { nil } }
    }

    @Test func isNamedByEveryCandidate() {
        for candidate in MethodChoice.Candidate.allCases {
            #expect(candidate.type.description.name == candidate.rawValue)
            #expect(Methods.named(candidate.rawValue).map { $0 == candidate.type } == true)
        }
    }

    @Test func letsAnswersVoteWithoutAskingForLogprobs() async throws {
        let (answer, run) = try await refine(model(nil), try .worded())
        let choice = try #require(answer.choice)
        #expect(choice.method == .adaptiveConsistency && chosen(run) == [choice])
        #expect(answer.answer?.canonical == "7")
        #expect(run.usageByRole[.probe] == nil)
    }

    @Test(arguments: [
        LogprobSupport.none, LogprobSupport(maxTop: 20, isRaw: false),
    ])
    func revisesFreeTextWhereLogprobsDoNotTell(support: LogprobSupport) async throws {
        let run = Run(model: model(support, says: "Roses are red."))
        let question = try Question.worded(poem, type: .auto)
        let answer = try await Chooser.with([:]).refine(question, in: run)
        #expect(answer.choice?.method == .selfRefine)
        #expect(answer.completion.text == "Roses are red.")
    }

    @Test func spendsNoneOfFewCallsOnFindingOut() async throws {
        let run = Run(model: model(nil, says: "Roses are red."), budget: Budget(maxCalls: 1))
        let answer = try await Chooser.with([:]).refine(try .worded(poem, type: .auto), in: run)
        #expect(answer.choice?.method == .selfRefine)
        #expect(answer.completion.text == "Roses are red.")
        #expect(run.usageByRole[.probe] == nil)
    }

    @Test func goesOnWithoutLogprobsWhenItCannotFindOut() async throws {
        let run = Run(model: ScriptedModel { _, _ in .fails(.unreachable(reason: "x")) })
        await #expect(throws: RefinementError.self) {
            try await Chooser.with([:]).refine(try .worded(poem, type: .auto), in: run)
        }
        #expect(chosen(run).map(\.method) == [.selfRefine])
    }

    @Test func isChosenAnewWhenItEscalates() async throws {
        let run = Run(model: model(nil), roles: [.stronger: model(nil, says: "It is 8.")])
        let answer = try await Chooser.with([:]).refine(
            try .worded(), in: run, policy: ConfidencePolicy(least: 1, otherwise: .escalate))
        #expect(answer.completion.text == "It is 8.")
        #expect(chosen(run).count == 2)
    }
}
