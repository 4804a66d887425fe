import Evaluation
import Refinement
import Testing

struct RecordedSetTests {
    static let both = #"{"question":"q","gold":"a","generations":["the a","the b"],"answers":["a","none!"]}"#

    static func read(
        _ line: String, telling: RecordedSet.Telling = .texts
    ) throws -> RecordedProblem {
        try RecordedSet(parsing: Array(line.utf8), telling: telling).problems[0]
    }

    @Test func readsAnswersOfWhichEmptyOnesAreNone() throws {
        let recording = try Self.read(#"{"id":3,"gold":"a","answers":["a","",null]}"#)
        #expect(recording.problem == Problem(id: "3", text: "", gold: "a"))
        #expect(recording.samples.map(\.text) == ["a", "", ""])
        #expect(recording.isVerbatim)
    }

    @Test(arguments: [
        #"{"question":"q","answer":"a","generated_answer":["x","y"]}"#,
        #"{"question":"q","gold":"a","generations":["x","y"]}"#, #"{"question":"q","answer":"a","samples":["x","y"]}"#,
        #"{"question":"q","answer":"a","samples":[{"text":"x"},{"text":"y"}]}"#,
    ])
    func readsTexts(line: String) throws {
        let recording = try Self.read(line)
        #expect(recording.problem == Problem(id: "1", text: "q", gold: "a"))
        #expect(recording.samples.map(\.text) == ["x", "y"])
        #expect(!recording.isVerbatim)
    }

    @Test func readsHowSamplesEndedAndTheirLogprobs() throws {
        let recording = try Self.read(
            #"{"question":"q","answer":"a","samples":[{"text":"x","finish_reason":"length","logprobs":[-0.5,-1]}]}"#)
        #expect(recording.samples[0].isTruncated)
        #expect(recording.samples[0].tokens?.map(\.sampled) == [-0.5, -1])
    }

    @Test func replaysTheRecordedAnswersWhereThatIsWanted() throws {
        #expect(try Self.read(Self.both).samples.map(\.text) == ["the a", "the b"])
        let answers = try Self.read(Self.both, telling: .answers(none: "none!"))
        #expect(answers.samples.map(\.text) == ["a", ""])
        #expect(answers.isVerbatim)
    }

    @Test(arguments: [
        #"{"gold":"a"}"#, #"{"gold":"a","answers":[1]}"#, #"{"gold":"a","answers":"a"}"#,
        #"{"gold":"a","samples":[{"answer":"a"}]}"#,
    ])
    func refusesWhatIsNoRecording(line: String) {
        #expect(throws: EvaluationError.self) { try Self.read(line) }
    }
}
