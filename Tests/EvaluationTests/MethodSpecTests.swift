import Evaluation
import JSON
import Refinement
import Testing

struct MethodSpecTests {
    @Test func readsNamesAndParameters() throws {
        let specs = try MethodSpec.list(parsing: "single, esc(window=4, final=pool) ,asc(threshold=0.9)")
        #expect(specs.map(\.name) == ["single", "esc", "asc"])
        #expect(specs.map(\.label) == ["single", "esc(window=4, final=pool)", "asc(threshold=0.9)"])
        #expect(specs[1].parameters["window"] == 4)
        #expect(specs[1].parameters["final"] == "pool")
        #expect(specs[2].parameters["threshold"] == 0.9)
    }

    @Test func readsListsTextsAndTruth() throws {
        let spec = try MethodSpec(parsing: #"x(aspects=["clear, short","right"],stop=true,word="a,b")"#)
        #expect(spec.parameters["aspects"] == ["clear, short", "right"])
        #expect(spec.parameters["stop"] == true)
        #expect(spec.parameters["word"] == "a,b")
    }

    @Test(arguments: ["", "sc,", "sc(samples", "sc(samples)", "sc(samples=1,samples=2)", "sc,sc"])
    func refusesWhatIsNoList(text: String) {
        #expect(throws: EvaluationError.self) { try MethodSpec.list(parsing: text) }
    }

    @Test func namesTheMethodThatThereIsNot() {
        let error = #expect(throws: EvaluationError.self) { try MethodUnderTest.list("magic") }
        #expect(
            error?.description.hasPrefix("there is no method 'magic'; there are single, sc (self-consistency)") == true)
    }

    @Test func namesTheParameterThatIsWrong() {
        let error = #expect(throws: EvaluationError.self) { try MethodUnderTest.list("sc(samples=0)") }
        #expect(error?.description.hasPrefix("the parameter 'samples' of sc(samples=0) must be ") == true)
        let other = #expect(throws: EvaluationError.self) { try MethodUnderTest.list("sc(window=5)") }
        #expect(other?.description.hasPrefix("the method sc(window=5) has no parameter 'window'; it has ") == true)
        #expect(throws: EvaluationError.self) { try MethodUnderTest.list("single(samples=2)") }
    }

    @Test func givesTheSamplesToMethodsThatDoNotSay() async throws {
        let methods = try MethodUnderTest.list("sc(early_stop=never),sc(samples=2,early_stop=never)", samples: 5)
        let results = try await Evaluator.results(methods, try Recording.trials())
        #expect(results[0].results.map(\.samples) == [5, 2])
    }
}
