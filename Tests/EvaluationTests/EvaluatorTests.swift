import Evaluation
import JSON
import Refinement
import Synchronization
import Testing

struct EvaluatorTests {
    @Test(arguments: [1, 3, 8])
    func votesAsThePluralityOfTheRecordedSamples(samples: Int) async throws {
        let methods = try MethodUnderTest.list("sc(early_stop=never)", samples: samples)
        let results = try await Evaluator.results(methods, try Recording.trials())
        #expect(results.count == 12)
        for (question, trial) in results.enumerated() {
            let expected = try Recording.plurality(question: question, samples: samples)
            #expect(trial.results[0].answer == expected)
            #expect(trial.results[0].isCorrect == (expected == "r"))
            #expect(trial.results[0].samples == samples)
            #expect(trial.results[0].calls == samples)
        }
    }

    @Test func replaysEveryRotation() async throws {
        let methods = try MethodUnderTest.list("sc(early_stop=never)", samples: 3)
        let trials = try Recording.trials(rotations: .all)
        let results = try await Evaluator.results(methods, trials)
        #expect(results.count == 12 * 8)
        for (place, trial) in results.enumerated() {
            #expect(trial.key.rotation == place % 8)
            let expected = try Recording.plurality(question: place / 8, samples: 3, rotation: place % 8)
            #expect(trial.results[0].answer == expected)
        }
    }

    @Test func singleIsOnePlainSample() async throws {
        let results = try await Evaluator.results(
            try MethodUnderTest.list("single,sc", samples: 8), try Recording.trials())
        for (question, trial) in results.enumerated() {
            let expected = try Recording.plurality(question: question, samples: 1)
            #expect(trial.results[0].answer == expected)
            #expect(trial.results[0].samples == 1)
            #expect(trial.results[1].calls == 8)
        }
    }

    @Test func saysSoWhenTheRecordingIsTooShort() async throws {
        let methods = try MethodUnderTest.list("sc", samples: 9)
        let trials = try Recording.trials()
        await #expect(throws: EvaluationError.self) { _ = try await Evaluator.results(methods, trials) }
    }

    @Test func countsATieAsAFractionWhereThatIsWanted() async throws {
        let lines = [
            #"{"id":"tie","gold":"b","answers":["a","b","b","a"]}"#,
            #"{"id":"no","gold":"c","answers":["a","b","b","a"]}"#,
            #"{"id":"won","gold":"b","answers":["a","b","b","b"]}"#,
        ]
        let methods = try MethodUnderTest.list("sc(early_stop=never)", samples: 4)
        let trials = try Recording.trials(lines)
        let plain = try await Evaluator.results(methods, trials)
        #expect(plain.map { $0.results[0].credit } == [0, 0, 1])
        let fractional = try await Evaluator.results(methods, trials, ties: .fractional)
        #expect(fractional.map { $0.results[0].credit } == [0.5, 0, 1])
    }

    @Test func takesWhatPassedItsOwnTestForRight() async throws {
        let lines = [#"{"gold":"'x'","generations":["\"x\"","y"],"passed":[true,false]}"#]
        let results = try await Evaluator.results(
            try MethodUnderTest.list("single"), try Recording.trials(lines, rotations: .all))
        #expect(results.map { $0.results[0].isCorrect } == [true, false])
    }

    @Test func countsAFailureAsWrongAndGoesOn() async throws {
        let problems = [Problem(id: "1", text: "Good?", gold: "4"), Problem(id: "2", text: "Bad?", gold: "4")]
        let trials = try Trial.live(
            problems, of: HalfBrokenModel(), sampling: SamplingOptions(), reading: try AnswerReading(named: "number"))
        let results = try await Evaluator.results(try MethodUnderTest.list("single,sc"), trials)
        #expect(results.map { $0.results[0].isCorrect } == [true, false])
        #expect(results[0].results[0].error == nil)
        #expect(results[1].results[0].error == "the model server cannot be reached: gone")
    }

    @Test func readsTheRightAnswerAsItReadsSamples() async throws {
        let problem = Problem(id: "1", text: "How many?", gold: "4.0")
        let trials = try Trial.live(
            [problem], of: HalfBrokenModel(), sampling: SamplingOptions(), reading: try AnswerReading(named: "number"))
        let results = try await Evaluator.results(try MethodUnderTest.list("single"), trials)
        #expect(results[0].results[0].isCorrect)
    }

    @Test func worksOnNoMoreQuestionsAtOnceThanAllowed() async throws {
        let model = HalfBrokenModel()
        let problems = (0..<20).map { Problem(id: "\($0)", text: "Good?", gold: "4") }
        let trials = try Trial.live(
            problems, of: model, sampling: SamplingOptions(), reading: try AnswerReading(named: "number"))
        let evaluator = Evaluator(
            methods: try MethodUnderTest.list("single"), concurrency: 3, measuresTime: true)
        var done = 0
        try await evaluator.evaluate(trials) { trial in
            done += 1
            #expect(trial.results[0].milliseconds != nil)
        }
        #expect(done == 20)
        #expect(model.load.most.withLock { $0.most } <= 3)
    }
}

/// Says "4" to every question but the bad ones, whose server is gone.
struct HalfBrokenModel: LanguageModel {
    final class Load: Sendable {
        let most = Mutex((now: 0, most: 0))
    }

    let name = "half-broken"
    let load = Load()

    func callSizes(for count: Int, spare: Int) -> [Int] { Array(repeating: 1, count: count) }

    var logprobSupport: LogprobSupport? { LogprobSupport.none }

    func learn(_ support: LogprobSupport) {}

    func generate(_ call: ModelCall) -> any CompletionStream {
        Stream(isBroken: call.conversation.question == "Bad?", load: load)
    }

    struct Stream: CompletionStream {
        let isBroken: Bool
        let load: Load
        var progress = CallProgress()
        var isDone = false

        init(isBroken: Bool, load: Load) {
            self.isBroken = isBroken
            self.load = load
        }

        mutating func next() async throws -> CompletionEvent? {
            guard !isDone else { return nil }
            if isBroken { throw ModelError.unreachable(reason: "gone") }
            load.most.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
            await Task.yield()
            load.most.withLock { $0.now -= 1 }
            isDone = true
            let message: JSON = ["role": "assistant", "content": "The answer is 4."]
            return .finished(
                choice: 0, Completion(message: message.object ?? JSON.Object(), finishReason: "stop"))
        }
    }
}
