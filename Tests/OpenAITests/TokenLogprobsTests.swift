import JSON
import OpenAI
import Testing

@Suite struct TokenLogprobsTests {
    private func read(_ json: String) throws -> [TokenLogprobs] {
        TokenLogprobs.list(reading: try JSON(parsing: json))
    }

    /// The first token of a chat's entries, of which one is given.
    private func top(of token: String, _ logprob: Double, _ list: String) throws -> [Double] {
        let entry = #"{"token":"\#(token)","logprob":\#(logprob),"top_logprobs":[\#(list)]}"#
        let tokens = try read(#"{"content":[\#(entry)]}"#)
        #expect(tokens.map(\.logprob) == [logprob])
        return tokens.first?.top ?? []
    }

    @Test func readsOpenAIsShape() throws {
        let tokens = try read(
            #"""
            {"content":[
            {"token":"a","logprob":-0.1,"bytes":[97],"top_logprobs":[
            {"token":"a","logprob":-0.1,"bytes":[97]},{"token":"b","logprob":-2.5,"bytes":[98]}]},
            {"token":"<|end|>","logprob":-0.5,"bytes":null,"top_logprobs":[]}],"refusal":null}
            """#)
        #expect(tokens.map(\.logprob) == [-0.1, -0.5])
        #expect(tokens.map(\.top) == [[-0.1, -2.5], []])
    }

    @Test func readsTheOlderShape() throws {
        // The first token of an echoed prompt has neither.
        let tokens = try read(
            #"""
            {"tokens":["Hi"," a"," b"],"token_logprobs":[null,-0.2,-0.3],"text_offset":[0,2,4],
            "top_logprobs":[null,{" c":-2,"":-1e400," a":-0.2},{" b":-0.3}]}
            """#)
        #expect(tokens.map(\.logprob) == [-0.2, -0.3])
        #expect(tokens.map(\.top) == [[-0.2, -2], [-0.3]])
        #expect(try read(#"{"tokens":["a"],"token_logprobs":[-1],"top_logprobs":null}"#).map(\.top) == [[]])
    }

    @Test(arguments: [
        "null", "{}", "[]", #"{"content":null}"#, #"{"content":[null,{},{"token":"a"},{"logprob":"x"}]}"#,
        #"{"token_logprobs":[null]}"#, #"{"token_logprobs":{}}"#,
    ])
    func findsNothingWhereNothingStands(json: String) throws {
        #expect(try read(json).isEmpty)
    }

    @Test func sortsAListThatBeginsWithTheSampledToken() throws {
        let list = #"{"token":"b","logprob":-2},{"token":"a","logprob":-0.3},{"token":"c","logprob":-3}"#
        #expect(try top(of: "b", -2, list) == [-0.3, -2, -3])
    }

    @Test func leavesOutASampledTokenThatMayHaveDrivenOutALikelierOne() throws {
        let list = #"{"token":"z","logprob":-9},{"token":"a","logprob":-0.3},{"token":"b","logprob":-2}"#
        #expect(try top(of: "z", -9, list) == [-0.3, -2])
        // The only one is no evidence of that.
        #expect(try top(of: "z", -9, #"{"token":"z","logprob":-9}"#) == [-9])
    }

    @Test func dropsTheListOfAnotherToken() throws {
        let list = #"{"token":"a","logprob":-0.01},{"token":"b","logprob":-5}"#
        #expect(try top(of: "c", -0.02, list).isEmpty)
        #expect(try top(of: "b", -0.02, list).isEmpty)
        // Outside its own list a token may be, where it is less likely than those in it.
        #expect(try top(of: "c", -7, list) == [-0.01, -5])
        #expect(try top(of: "a", -0.01, list) == [-0.01, -5])
    }

    @Test func leavesOutWhatCannotCome() throws {
        let list =
            #"{"token":"a","logprob":-0.1},{"token":"b","logprob":-9999},{"token":"c","logprob":-3.4028235e38},"#
            + #"{"token":"d","logprob":null}"#
        #expect(try top(of: "a", -0.1, list) == [-0.1])
    }

    @Test func countsATokenOnceAndTwoOfOneSpellingTwice() throws {
        let twice = #"{"token":"a","logprob":-1,"bytes":[97]},{"token":"a","logprob":-1,"bytes":[97]}"#
        #expect(try top(of: "a", -1, twice) == [-1])
        // Halves of characters, and llama.cpp's markers, look alike.
        let halves = #"{"token":"�","logprob":-1,"bytes":[240]},{"token":"�","logprob":-1,"bytes":[241]}"#
        #expect(try top(of: "�", -1, halves) == [-1, -1])
        let markers =
            #"{"id":1,"token":"","logprob":-1,"bytes":[]},{"id":2,"token":"","logprob":-1,"bytes":[]},"#
            + #"{"id":3,"token":"","logprob":-2,"bytes":[]}"#
        #expect(try top(of: "", -1, markers) == [-1, -1, -2])
    }

    @Test func tellsThemWithTheTextOfAStreamOnlyIfAsked() throws {
        let chunk: JSON = [
            "choices": [
                ["index": 0, "delta": ["content": ""], "logprobs": ["content": [["token": "", "logprob": -0.5]]]]
            ]
        ]
        for reads in [false, true] {
            var stream = ChatCompletionStream(readsLogprobs: reads)
            guard case .delta(0, "", 1, let logprobs)? = stream.add(chunk: chunk).first else {
                Issue.record("no text")
                return
            }
            #expect(logprobs.map(\.logprob) == (reads ? [-0.5] : []))
        }
    }
}
