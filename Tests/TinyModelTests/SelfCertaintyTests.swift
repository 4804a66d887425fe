import CurlClient
import Foundation
import JSON
import Testing
import Upstream

@testable import Refinement
@testable import TinyModel

/// Self-certainty (arXiv 2502.18581), (1/n) Σᵢ KL(U ‖ pᵢ), over the wire as Hone reads it.
@Suite(.timeLimit(.minutes(5))) struct SelfCertaintyTests {
    private static let questions = 4
    private static let samples = 4

    /// Samples are the recorded ones where they say the same: llama.cpp draws other random numbers. The mean is over
    /// all tokens, the end token included, without which most of these values would be off by about 0.01.
    @Test func ofTheWholeDistributionEqualsTheRecordedOne() async throws {
        var compared = 0
        try await TestServer.run { server in
            let client = try CurlClient()
            let base = try UpstreamURL("http://127.0.0.1:\(server.port)/v1")
            let model = Upstream(UpstreamConfiguration(base: base), client: client).model(named: "tiny-arith")
            for recorded in RecordedAnswers.all.prefix(Self.questions) {
                for completion in try await completions(of: recorded.question, by: model) {
                    guard let sample = recorded.samples.first(where: { $0.text == completion.text }) else { continue }
                    let tokens = try #require(completion.tokens)
                    #expect(tokens.count == sample.logProbabilities.count)
                    #expect(tokens.allSatisfy { $0.count == 126 && abs($0.tail) < 1e-5 })
                    let divergences = tokens.map { -$0.logSum / 126 - log(126) }
                    let certainty = divergences.reduce(0, +) / Double(tokens.count)
                    #expect(abs(certainty - sample.selfCertainty) < 1e-3)
                    compared += 1
                }
            }
            await client.shutdown()
        }
        #expect(compared > 5)
    }

    @Test func theWholeDistributionIsFoundByAskingForMore() async throws {
        try await TestServer.run { server in
            let client = try CurlClient()
            let base = try UpstreamURL("http://127.0.0.1:\(server.port)/v1")
            let upstream = Upstream(UpstreamConfiguration(base: base), client: client)
            let run = Run(model: upstream.model(named: "tiny-arith"))
            let support = try await run.logprobSupport(top: 1_000)
            #expect(support == LogprobSupport(maxTop: 126, isLimit: true))
            await client.shutdown()
        }
    }

    private func completions(of question: String, by model: any LanguageModel) async throws -> [Completion] {
        var sampling = SamplingOptions()
        for (name, value) in [("temperature", 0.8), ("seed", 0), ("logprobs", true), ("top_logprobs", 126)]
            as [(String, JSON)]
        {
            sampling[name] = value
        }
        var stream = model.generate(
            ModelCall(
                conversation: Conversation([Message(role: "user", text: question)]), sampling: sampling,
                choices: Self.samples))
        var completions: [Completion] = []
        while let event = try await stream.next() {
            if case .finished(_, let completion) = event { completions.append(completion) }
        }
        return completions
    }
}
