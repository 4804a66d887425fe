import Evaluation
import JSON
import Refinement
import Testing

struct ReplayModelTests {
    static func recording() throws -> RecordedProblem {
        try RecordedSetTests.read(
            #"{"question":"q","answer":"a","samples":["s0",{"text":"s1","logprobs":[-1,-2,-3]},"s2"]}"#)
    }

    static func call(_ seed: Int?, choices: Int = 1, question: String = "q") -> ModelCall {
        var sampling = SamplingOptions()
        sampling["seed"] = seed.map { .number($0) }
        let conversation = Conversation([Message(role: "user", text: question)])
        return ModelCall(conversation: conversation, sampling: sampling, choices: choices)
    }

    static func texts(_ model: ReplayModel, _ call: ModelCall) async throws -> [String] {
        var stream = model.generate(call)
        var texts: [String] = []
        while let event = try await stream.next() {
            if case .finished(_, let completion) = event { texts.append(completion.text) }
        }
        return texts
    }

    @Test func saysTheSampleThatTheSeedNames() async throws {
        let model = ReplayModel(try Self.recording())
        for seed in 0..<3 {
            let texts = try await Self.texts(model, Self.call(seed))
            #expect(texts == ["s\(seed)"])
        }
        let several = try await Self.texts(model, Self.call(1, choices: 2))
        #expect(several == ["s1", "s2"])
        #expect(!model.wasAskedTooMuch)
    }

    @Test func turnsTheListByItsRotation() async throws {
        let model = ReplayModel(try Self.recording(), rotation: 2)
        let texts = try await Self.texts(model, Self.call(0, choices: 3))
        #expect(texts == ["s2", "s0", "s1"])
    }

    @Test func neverBeginsAnew() async throws {
        let model = ReplayModel(try Self.recording(), rotation: 2)
        await #expect(throws: ModelError.self) { _ = try await Self.texts(model, Self.call(3)) }
        #expect(model.wasAskedTooMuch)
    }

    @Test(arguments: [(nil, "q"), (0, "another question")])
    func answersOnlyWhatWasRecorded(seed: Int?, question: String) async throws {
        let model = ReplayModel(try Self.recording())
        await #expect(throws: ModelError.self) {
            _ = try await Self.texts(model, Self.call(seed, question: question))
        }
        #expect(!model.wasAskedTooMuch)
    }

    @Test func costsTheTokensThatWereRecordedElseAnEstimate() async throws {
        let model = ReplayModel(try Self.recording())
        var stream = model.generate(Self.call(1))
        while try await stream.next() != nil {}
        #expect(stream.progress.reported?.completion == 3)
        #expect(stream.progress.reported?.estimated == stream.progress.reported?.prompt)
        var other = model.generate(Self.call(0))
        while try await other.next() != nil {}
        #expect(other.progress.reported?.estimated == other.progress.reported?.total)
    }
}
