import JSON
import OpenAI
import Testing

@Suite struct TextCompletionTests {
    @Test func aStreamIsPutTogether() throws {
        var stream = ChatCompletionStream(readsLogprobs: true, isText: true)
        var texts: [String] = []
        var choices: [ChatChoice] = []
        for chunk in [
            #"{"model":"m-1","choices":[{"index":0,"text":"a","logprobs":{"tokens":["a"],"token_logprobs":[-0.5],"top_logprobs":[{"a":-0.5}],"text_offset":[3]},"finish_reason":null}]}"#,
            #"{"system_fingerprint":"fp","choices":[{"index":0,"text":"b","logprobs":{"tokens":["b"],"token_logprobs":[-1],"top_logprobs":[{"b":-1}],"text_offset":[4]},"finish_reason":"stop"}]}"#,
            #"{"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":2}}"#,
        ] {
            for event in stream.add(chunk: try JSON(parsing: chunk)) {
                switch event {
                case .delta(_, let text, let tokens, let logprobs):
                    texts.append(text)
                    #expect(tokens == 1 && logprobs.count == 1 && logprobs[0].top.count == 1)
                case .finished(let choice): choices.append(choice)
                }
            }
        }
        #expect(texts == ["a", "b"])
        #expect(choices.first?.message["content"] == "ab" && choices.first?.finishReason == "stop")
        #expect(choices.first?.logprobs?.value["text_offset"] == [3, 4])
        #expect(choices.first?.logprobs?.value["tokens"] == ["a", "b"])
        #expect(stream.usage == Usage(promptTokens: 7, completionTokens: 2))
        #expect(stream.origin.model == "m-1" && stream.origin.systemFingerprint == "fp")
        #expect(stream.origin.serviceTier == nil)
    }

    @Test func aPlainReplyIsRead() throws {
        var stream = ChatCompletionStream(isText: true)
        let reply = #"{"model":"m","choices":[{"index":0,"text":"ab","logprobs":null,"finish_reason":"length"}]}"#
        let events = try #require(stream.add(completion: try JSON(parsing: reply)))
        guard case .finished(let choice)? = events.first else {
            Issue.record("no choice is complete")
            return
        }
        #expect(choice.message["content"] == "ab" && choice.finishReason == "length" && choice.logprobs == nil)
        let chat = #"{"choices":[{"index":0,"finish_reason":"stop"}]}"#
        #expect(stream.add(completion: try JSON(parsing: chat)) == nil)
    }

    @Test func aRequestKeepsTheTextAndTheMembersAsTheyWereWritten() throws {
        let request = try TextCompletionRequest(
            try JSONOutline(
                Array(#"{"model":"m","prompt":"a\u0062","x":1.0,"logprobs":3,"n":2,"echo":false,"stream":true}"#.utf8)))
        #expect(request.prompt == "ab" && String(decoding: request.promptBytes, as: UTF8.self) == #""a\u0062""#)
        #expect(request.choices == 2 && request.streams && !request.includesUsage)
        let members = request.samplingMembers.map { "\($0.name)=\(String(decoding: $0.value, as: UTF8.self))" }
        #expect(members == ["x=1.0", "logprobs=true", "top_logprobs=3"])
    }
}
