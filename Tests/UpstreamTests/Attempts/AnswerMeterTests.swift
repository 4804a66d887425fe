import HTTPTypes
import Refinement
import Testing

@testable import Upstream

@Suite struct AnswerMeterTests {
    private static let usage = #""usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7}"#

    private func meter(_ body: String, type: String, encoding: String? = nil, by size: Int) -> AnswerMeter {
        var fields: HTTPFields = [.contentType: type]
        fields[.contentEncoding] = encoding
        var meter = AnswerMeter(fields)
        var rest = Array(body.utf8)[...]
        while !rest.isEmpty {
            meter.read(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
        meter.end()
        return meter
    }

    @Test(arguments: [1, 7, 1_000]) func readsStreams(by size: Int) {
        let chunks = [
            #"{"choices":[{"index":0,"delta":{"role":"assistant"}}]}"#,
            #"{"choices":[{"index":0,"delta":{"content":"a"}}]}"#, #"{"choices":[{"index":0,"text":"b"}]}"#,
            #"{"choices":[],\#(Self.usage)}"#, "[DONE]",
        ]
        let body = chunks.map { "data: \($0)\n\n" }.joined()
        let meter = meter(body, type: "text/event-stream; charset=utf-8", by: size)
        #expect(meter.tokens == 2 && meter.usage == TokenUsage(prompt: 3, completion: 4))
    }

    @Test(arguments: [1, 1_000]) func readsPlainAnswers(by size: Int) {
        let meter = meter(#"{"data":[[0.5]],\#(Self.usage)}"#, type: "application/json", by: size)
        #expect(meter.usage == TokenUsage(prompt: 3, completion: 4))
    }

    @Test(arguments: [
        ("{", "application/json"), ("data: {\n\n", "text/event-stream"), ("{}", "text/html"), ("[]", "?"),
    ])
    func readsNothingIntoWhatItCannotRead(body: String, type: String) {
        let meter = meter(body, type: type, by: 1)
        #expect(meter.tokens == 0 && meter.usage == nil)
    }

    @Test func readsNothingThatIsCompressed() {
        #expect(meter("{\(Self.usage)}", type: "application/json", encoding: "gzip", by: 9).usage == nil)
    }

    @Test func readsSoMuchAndNoMore() {
        var meter = AnswerMeter([.contentType: "application/json"])
        let megabyte = [UInt8](repeating: 32, count: 1 << 20)
        for _ in 0..<16 { meter.read(megabyte) }
        meter.read(Array("{\(Self.usage)}".utf8))
        meter.end()
        #expect(meter.usage == nil)
    }
}
