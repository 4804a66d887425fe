import CurlClient
import HTTP
import HTTPTypes
import JSON
import TestUpstream
import Testing

/// A text that is certain to be the answer reaches the client while the model is still writing it.
@Suite(.timeLimit(.minutes(5))) struct LiveTextTests {
    private static let words = ["Let ", "me ", "see. ", "The ", "answer ", "is ", "7."]
    /// Each method's way to say that there is one sample only.
    private static let single = [
        ("sc", #""parameters":{"samples":1}"#), ("esc", #""parameters":{"max_samples":1}"#),
        ("asc", #""parameters":{"max_samples":1}"#),
    ]

    @Test(arguments: single, [Form.nativeStream, .chatStream])
    func theTextOfASingleSampleComesAsTheModelSaysIt(method: (String, String), form: Form) async throws {
        try await ServiceUnderTest.with(reply: { $0.says { _ in Self.words.joined() } }) { hone in
            let answer = try await form.ask(hone, method.0, settings: method.1)
            #expect(answer.deltas == Self.words)
            #expect(answer.refinement["answer"] == "7")
            #expect(hone.upstream.observations.calls.count == 1)
        }
    }

    @Test(arguments: [Form.nativeStream, .chatStream])
    func itIsThereBeforeTheModelHasEnded(form: Form) async throws {
        // Three words, and then nothing until the client has read them and leaves.
        try await ServiceUnderTest.with { _ in
            .hangs(afterWords: 3)
        } _: { hone in
            let body =
                form.isChat
                ? #"{"model":"sc:m","stream":true,"messages":[{"role":"user","content":"x"}],"hone":{"method":"sc","samples":1}}"#
                : #"{"model":"m","stream":true,"prompt":"x","parameters":{"samples":1}}"#
            let response = try await hone.begin(.post, form.isChat ? "/v1/chat/completions" : "/v1/refine/sc", body)
            let (told, tell) = AsyncStream<Void>.makeStream()
            let reader = Task {
                var text = ""
                for try await piece in response.body {
                    text += String(decoding: piece, as: UTF8.self)
                    if text.ranges(of: #""word ""#).count == 3 { tell.finish() }
                }
            }
            for await _ in told {}
            reader.cancel()
            await hone.upstream.wait { $0.running == 0 }
        }
    }

    /// Short answers come in one piece once they are known.
    @Test(arguments: [
        (#""parameters":{"samples":2}"#, 1), (#""parameters":{"samples":1},"min_confidence":0.9"#, 7),
        (#""parameters":{"samples":1},"min_confidence":0.9,"on_low_confidence":"abstain""#, 1),
        (#""parameters":{"samples":1},"min_confidence":0,"on_low_confidence":"abstain""#, 7),
        (
            #""parameters":{"samples":1},"min_confidence":0.9,"on_low_confidence":"escalate","roles":{"stronger":"b"}"#,
            1
        ),
    ])
    func itIsHeldBackWhereAnotherAnswerMayComeInItsPlace(settings: String, pieces: Int) async throws {
        try await ServiceUnderTest.with(reply: { $0.says { _ in Self.words.joined() } }) { hone in
            for form in [Form.nativeStream, .chatStream] {
                let answer = try await form.ask(hone, "sc", settings: settings)
                #expect(answer.deltas.count == pieces)
                #expect(answer.deltas.joined() == Self.words.joined())
            }
        }
    }

    @Test func nothingOfAnAnswerThatIsTakenBackHasBeenTold() async throws {
        try await ServiceUnderTest.with(reply: { $0.says { _ in "I do not know." } }) { hone in
            for form in [Form.nativeStream, .chatStream] {
                let answer = try await form.ask(
                    hone, "sc",
                    settings: #"""
                        "parameters":{"samples":1},"min_confidence":0.9,"on_low_confidence":"abstain",
                        "answer":{"type":"number"}
                        """#)
                #expect(answer.refinement["low_confidence"] == "abstain")
                #expect(answer.deltas.isEmpty)
            }
        }
    }

    @Test(arguments: single, [Form.nativeStream, .chatStream])
    func aTextThatBreaksOffEndsInAnErrorAndIsNotBegunAnew(method: (String, String), form: Form) async throws {
        let chunk = #"{"choices":[{"index":0,"delta":{"role":"assistant","content":"Let me"}}]}"#
        try await ServiceUnderTest.with { _ in
            .sends(Array("data: \(chunk)\n\n".utf8), type: "text/event-stream", breaks: true)
        } _: { hone in
            let answer = try await form.ask(hone, method.0, settings: method.1)
            #expect(answer.deltas == ["Let me"])
            #expect(answer.events.last?.json["error"]?["code"] == "upstream_interrupted")
            #expect(!answer.text.contains("[DONE]") && !answer.text.contains("event: done"))
            #expect(hone.upstream.observations.calls.count == 1)
        }
    }

    @Test func aChoiceThatNobodyAskedForIsNotTold() async throws {
        let chunks = [
            #"{"choices":[{"index":1,"delta":{"content":"Never mind."}}]}"#,
            #"{"choices":[{"index":0,"delta":{"content":"= 7"}}]}"#,
            #"{"choices":[{"index":1,"delta":{},"finish_reason":"stop"}]}"#,
            #"{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#, "[DONE]",
        ]
        try await ServiceUnderTest.with { _ in
            .sends(Array(chunks.map { "data: \($0)\n\n" }.joined().utf8), type: "text/event-stream")
        } _: { hone in
            let answer = try await Form.nativeStream.ask(hone, "sc", settings: #""parameters":{"samples":1}"#)
            #expect(answer.deltas == ["= 7"])
            #expect(answer.refinement["output"] == "= 7")
        }
    }
}
