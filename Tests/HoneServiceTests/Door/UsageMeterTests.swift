import Testing

@testable import HoneService

struct UsageMeterTests {
    private func tokens(of text: String, isStream: Bool, requestBytes: Int = 0, piece: Int = .max) -> Int {
        var meter = UsageMeter(requestBytes: requestBytes, isStream: isStream)
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            meter.pass(Array(rest.prefix(piece)))
            rest = rest.dropFirst(min(piece, rest.count))
        }
        return meter.tokens
    }

    @Test(arguments: [1, 7, .max])
    func readsWhatTheServerSays(piece: Int) {
        let answer = #"{"choices":[],"usage": {"prompt_tokens":3,"completion_tokens":4,"total_tokens":7,"d":{"x":1}}}"#
        #expect(tokens(of: answer, isStream: false, piece: piece) == 7)
        let stream = """
            data: {"usage":null}

            data: {"choices":[],"usage":{"prompt_tokens":30,"completion_tokens":4}}

            data: [DONE]


            """
        #expect(tokens(of: stream, isStream: true, piece: piece) == 34)
        #expect(tokens(of: #"{"usage":{"input_tokens":5,"output_tokens":6}}"#, isStream: false, piece: piece) == 11)
    }

    @Test func findsItBehindALongAnswer() {
        let answer = #"{"x":"\#(String(repeating: "a", count: 100_000))","usage":{"total_tokens":9}}"#
        #expect(tokens(of: answer, isStream: false) == 9)
        #expect(tokens(of: answer, isStream: false, piece: 1_000) == 9)
    }

    @Test func isNotFooledByText() {
        let answer = #"{"usage":{"total_tokens":9},"text":"\"usage\":{\"total_tokens\":1}"}"#
        #expect(tokens(of: answer, isStream: false) == 9)
    }

    @Test func estimatesWhatNobodySays() {
        #expect(tokens(of: String(repeating: "a", count: 400), isStream: false, requestBytes: 40) == 110)
        for line in ["\n", "\r\n"] {
            let stream = String(repeating: "data: {}\(line)\(line)", count: 5)
            #expect(tokens(of: stream, isStream: true, requestBytes: 40, piece: 3) == 15)
        }
    }

    @Test(arguments: [#"{"usage":{"total_tokens":-5}}"#, #"{"usage":{"prompt_tokens":-5,"completion_tokens":-1}}"#])
    func takesNoNegativeFigure(answer: String) {
        #expect(tokens(of: answer, isStream: false) == 0)
    }

    @Test(arguments: [#"{"usage":{"#, #"{"usage":"#, #""usage""#, #"{"usage":[]}"#, #"{"usage":{}}"#])
    func survivesWhatIsBroken(answer: String) {
        #expect(tokens(of: answer, isStream: false, requestBytes: 4) == 1 + answer.utf8.count / 4)
    }
}
