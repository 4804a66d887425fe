import JSON
import OpenAI
import Testing

@Suite struct ChatCompletionStreamTests {
    private func replay(_ chunks: [String]) throws -> (stream: ChatCompletionStream, choices: [ChatChoice]) {
        var stream = ChatCompletionStream()
        var choices: [ChatChoice] = []
        for chunk in chunks {
            for event in stream.add(chunk: try JSON(parsing: chunk)) {
                if case .finished(let choice) = event { choices.append(choice) }
            }
        }
        return (stream, choices)
    }

    @Test func putsInterleavedChoicesTogether() throws {
        let (stream, choices) = try replay([
            #"{"id":"c","model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}"#,
            #"{"choices":[{"index":1,"delta":{"role":"assistant","content":"b"}}]}"#,
            #"{"choices":[{"index":0,"delta":{"content":"a1"}},{"index":1,"delta":{},"finish_reason":"length"}]}"#,
            #"{"choices":[{"index":0,"delta":{"content":"a2"},"finish_reason":"stop"}]}"#,
            #"{"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":3,"total_tokens":10}}"#,
        ])
        #expect(choices.map(\.index) == [1, 0])
        #expect(choices.map { $0.message["content"]?.string } == ["b", "a1a2"])
        #expect(choices.map(\.finishReason) == ["length", "stop"])
        #expect(stream.usage == Usage(promptTokens: 7, completionTokens: 3))
        #expect(stream.choicesSeen == 2)
        #expect(stream.tokensSeen == 3)
    }

    @Test(arguments: [(-1, 3), (7, -3), (Int.max, 3), (7, Int.max)])
    func takesNoFigureThatNoCallCanHaveCost(prompt: Int, completion: Int) throws {
        let (stream, _) = try replay([
            #"{"choices":[{"index":0,"delta":{"content":"a"},"finish_reason":"stop"}]}"#,
            #"{"choices":[],"usage":{"prompt_tokens":\#(prompt),"completion_tokens":\#(completion)}}"#,
        ])
        #expect(stream.usage == nil)
        #expect(stream.tokensSeen == 1)
    }

    @Test func makesNoChoiceOfWhatSaysNothing() throws {
        var (stream, choices) = try replay([
            #"{"choices":[{"index":0,"delta":7,"finish_reason":{}},{"index":1,"delta":{"content":"a"}}]}"#
        ])
        for case .finished(let choice) in stream.end() { choices.append(choice) }
        #expect(choices.map(\.index) == [1])
    }

    @Test func keepsReasoningToolCallsLogprobsAndUnknownMembers() throws {
        let (stream, choices) = try replay([
            #"""
            {"choices":[{"index":0,"delta":{"reasoning_content":"th","x":{"y":1.0},"tool_calls":[{"index":0,"id":"t",
            "type":"function","function":{"name":"f","arguments":""}}]},"logprobs":{"content":[{"token":"a"},
            {"token":"b"}]}}]}
            """#,
            #"""
            {"choices":[{"index":0,"delta":{"reasoning_content":"ink","tool_calls":[{"index":0,
            "function":{"arguments":"{\"a\":1}"}}]},"logprobs":{"content":[{"token":"c"}]},
            "finish_reason":"tool_calls"}]}
            """#,
        ])
        let choice = try #require(choices.first)
        #expect(
            JSON.object(choice.message).description
                == #"{"role":"assistant","x":{"y":1.0},"content":null,"reasoning_content":"think","#
                + #""tool_calls":[{"id":"t","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}]}"#)
        #expect(choice.logprobs?.value["content"]?.array?.count == 3)
        #expect(stream.tokensSeen == 3)
    }

    @Test func addsUpOneUsageChunkPerChoiceAndCountsThePromptOnce() throws {
        let usage = { (tokens: Int) in
            #"{"choices":[],"usage":{"prompt_tokens":5,"completion_tokens":\#(tokens)}}"#
        }
        #expect(try replay([usage(4), usage(6)]).stream.usage == Usage(promptTokens: 5, completionTokens: 10))
    }

    @Test func letsTheFinalFigureReplaceRunningTotals() throws {
        let stream = try replay([
            #"{"choices":[{"index":0,"delta":{"content":"a"}}],"usage":{"prompt_tokens":5,"completion_tokens":1}}"#,
            #"{"choices":[{"index":0,"delta":{"content":"b"}}],"usage":{"prompt_tokens":5,"completion_tokens":2}}"#,
            #"{"choices":[],"usage":{"prompt_tokens":5,"completion_tokens":3}}"#,
        ]).stream
        #expect(stream.usage == Usage(promptTokens: 5, completionTokens: 3))
    }

    @Test func handsOverWhatBeganWhenTheStreamEndsInOrder() throws {
        var stream = try replay([#"{"choices":[{"index":0,"delta":{"content":"a"}}]}"#]).stream
        guard case .finished(let choice)? = stream.end().first else { Issue.record("no choice"); return }
        #expect(choice.message["content"] == "a" && choice.finishReason == nil)
        #expect(stream.end().isEmpty)
    }

    @Test func takesAPlainReplyWhole() throws {
        var stream = ChatCompletionStream()
        let events = stream.add(
            completion: try JSON(
                parsing: #"""
                    {"choices":[{"index":0,"message":{"role":"assistant","content":"x","y":1.0},"finish_reason":"stop"}],
                    "usage":{"prompt_tokens":1,"completion_tokens":2,"completion_tokens_details":{"reasoning_tokens":1}}}
                    """#))
        #expect(events?.count == 1)
        #expect(stream.usage == Usage(promptTokens: 1, completionTokens: 2, reasoningTokens: 1))
        #expect(stream.add(completion: ["choices": "?"]) == nil)
    }
}
