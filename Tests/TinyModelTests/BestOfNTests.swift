import CurlClient
import Foundation
import JSON
import Testing
import Upstream

@testable import Refinement
@testable import TinyModel

/// Best-of-N over the wire on the embedded model, whose whole distributions come.
@Suite(.timeLimit(.minutes(5))) struct BestOfNTests {
    @Test func scoresSamplesAsRecorded() async throws {
        try await TestServer.run { server in
            let client = try CurlClient()
            let base = try UpstreamURL("http://127.0.0.1:\(server.port)/v1")
            let model = Upstream(UpstreamConfiguration(base: base), client: client).model(named: "tiny-arith")
            var compared = 0
            for recorded in RecordedAnswers.all.prefix(2) {
                let sampling = SamplingOptions([("temperature", Array("0.8".utf8)), ("seed", Array("0".utf8))])
                let question = Question(
                    conversation: Conversation([Message(role: "user", text: recorded.question)]), sampling: sampling,
                    extractor: AnswerExtractor(
                        format: try AnswerFormat(type: .number), prompt: nil, isJSONRequested: false))
                let values = try ParameterValues(
                    JSON.Object([
                        JSON.Member("samples", 4), JSON.Member("select", "borda"), JSON.Member("top_logprobs", 1_000),
                    ]), declared: BestOfN.description.parameters)
                let answer = try await BestOfN(values).refine(question, in: Run(model: model))
                #expect(answer.evidence["score"]?["measure"] == "self_certainty")
                #expect(answer.evidence["score"]?["vocabulary"] == 126)
                for sample in answer.samples {
                    guard let known = recorded.samples.first(where: { $0.text == sample.completion?.text }) else {
                        continue
                    }
                    #expect(abs(try #require(sample.score) - known.selfCertainty) < 1e-3)
                    compared += 1
                }
            }
            #expect(compared > 2)
            await client.shutdown()
        }
    }
}
