import HTTP
import HTTPTypes
import JSON
import TestUpstream
import Testing

/// What becomes of an answer that is less sure than the client wants, in every form in which it comes.
@Suite(.timeLimit(.minutes(5))) struct ConfidencePolicyTests {
    private static let voteOfFour = #""parameters":{"samples":4,"early_stop":"never"}"#

    /// The model `m` is of three minds; `big` knows; `broken` is out of order.
    private static func reply(_ call: TestUpstream.Call) -> TestUpstream.Reply {
        switch call.body["model"]?.string {
        case "big": call.says { _ in "It is 42. The answer is 42." }
        case "broken": .refuses(status: 500, body: #"{"error":{"message":"out of order"}}"#)
        default: call.says { "The answer is \([7, 8, 9, 7][$0 % 4])." }
        }
    }

    private func ask(_ form: Form, _ settings: String, test: (ServiceUnderTest.Answer) throws -> Void) async throws {
        try await ServiceUnderTest.with(reply: Self.reply) { hone in
            try test(
                try await form.ask(hone, "sc", settings: "\(Self.voteOfFour),\(settings)", sampling: #""seed":0"#))
        }
    }

    @Test(arguments: Form.allCases) func anAnswerThatIsSureEnoughIsNotMarked(form: Form) async throws {
        let settings = #""min_confidence":0.5,"on_low_confidence":"escalate","roles":{"stronger":"broken"}"#
        try await ask(form, settings) { answer in
            #expect(answer.refinement["answer"] == "7")
            #expect(answer.refinement["low_confidence"] == nil)
            #expect(answer.refinement["usage"]?["by_role"]?["stronger"] == nil)
        }
    }

    @Test(arguments: Form.allCases, [#","on_low_confidence":"return""#, ""])
    func anUnsureAnswerComesMarked(form: Form, policy: String) async throws {
        try await ask(form, #""min_confidence":0.51\#(policy)"#) { answer in
            #expect(answer.status == 200)
            #expect(answer.refinement["answer"] == "7")
            #expect(answer.refinement["confidence"] == 0.5)
            #expect(answer.refinement["low_confidence"] == "return")
            #expect(answer.text.contains("The answer is 7."))
        }
    }

    @Test(arguments: Form.allCases) func noAnswerComesWhereNoneIsWantedThatIsSoUnsure(form: Form) async throws {
        try await ask(form, #""min_confidence":0.9,"on_low_confidence":"abstain","include":[]"#) { answer in
            #expect(answer.status == 200)
            #expect(answer.refinement["answer"] == .null)
            #expect(answer.refinement["low_confidence"] == "abstain")
            #expect(answer.refinement["confidence"] == 0.5)
            #expect(answer.refinement["output"] == (form.isChat ? nil : .null))
            #expect(answer.deltas.isEmpty)
            #expect(!answer.text.contains("The answer is 7."))
            switch form {
            case .chat:
                let message = answer.json["choices"]?[0]?["message"]
                #expect(message?["content"] == .null && message?["refusal"]?.string?.isEmpty == false)
            case .chatStream:
                let refusals = answer.events.compactMap { $0.json["choices"]?[0]?["delta"]?["refusal"]?.string }
                #expect(!refusals.joined().isEmpty)
                #expect(answer.events.last?.data == "[DONE]")
            case .native, .nativeStream: break
            }
        }
    }

    @Test func asTextAnAbstentionIsNothing() async throws {
        try await ServiceUnderTest.with(reply: Self.reply) { hone in
            let query = "samples=4&early_stop=never&seed=0&min_confidence=0.9&on_low_confidence=abstain"
            let answer = try await hone.send(
                .post, "/v1/refine/sc?\(query)", "How many?",
                fields: [.contentType: "text/plain", .accept: "text/plain"])
            #expect(answer.status == 200 && answer.text.isEmpty)
        }
    }

    @Test(arguments: Form.allCases) func theStrongerModelAnswersInItsPlace(form: Form) async throws {
        let settings = #""min_confidence":0.9,"on_low_confidence":"escalate","roles":{"stronger":"big"}"#
        try await ask(form, settings) { answer in
            let refinement = answer.refinement
            #expect(refinement["answer"] == "42" && refinement["confidence"] == 1)
            #expect(refinement["low_confidence"] == "escalate")
            #expect(refinement["calls"] == 8)
            // Four words the weaker model says, seven the stronger one.
            let roles = refinement["usage"]?["by_role"]
            #expect(roles?["generator"]?["completion_tokens"] == 16)
            #expect(roles?["stronger"]?["completion_tokens"] == 28)
            #expect(refinement["usage"]?["completion_tokens"] == 44)
            switch form {
            case .native: #expect(answer.json["output"] == "It is 42. The answer is 42.")
            case .chat: #expect(answer.json["choices"]?[0]?["message"]?["content"] == "It is 42. The answer is 42.")
            case .nativeStream, .chatStream: #expect(answer.deltas.joined() == "It is 42. The answer is 42.")
            }
        }
    }

    @Test(arguments: Form.allCases) func theFirstAnswerComesWhereTheStrongerModelFails(form: Form) async throws {
        let settings = #""min_confidence":0.9,"on_low_confidence":"escalate","roles":{"stronger":"broken"}"#
        try await ask(form, settings) { answer in
            #expect(answer.status == 200)
            #expect(answer.refinement["answer"] == "7")
            #expect(answer.refinement["low_confidence"] == "return")
            #expect(answer.refinement["stop_reason"] == "failed")
            #expect(answer.refinement["failure"]?.string?.contains("out of order") == true)
        }
    }

    @Test func theFirstAnswerComesWhereTheBudgetHasNoRoomForTheStrongerModel() async throws {
        let settings = #"""
            "min_confidence":0.9,"on_low_confidence":"escalate","roles":{"stronger":"big"},"budget":{"max_calls":4}
            """#
        try await ask(.native, settings) { answer in
            #expect(answer.refinement["answer"] == "7" && answer.refinement["low_confidence"] == "return")
            #expect(answer.refinement["stop_reason"] == "budget" && answer.refinement["budget_limit"] == "max_calls")
        }
    }

    @Test(arguments: [
        (#""on_low_confidence":"abstain""#, "on_low_confidence", "unsupported_parameter"),
        (#""min_confidence":1.5"#, "min_confidence", "invalid_value"),
        (#""min_confidence":"high""#, "min_confidence", "invalid_type"),
        (#""min_confidence":0.5,"on_low_confidence":"cry""#, "on_low_confidence", "invalid_value"),
        (#""min_confidence":0.5,"on_low_confidence":"escalate""#, "on_low_confidence", "unsupported_parameter"),
        (
            #""min_confidence":0.5,"on_low_confidence":"escalate","roles":{"critic":"m"}"#, "on_low_confidence",
            "unsupported_parameter"
        ),
        (#""roles":{"poet":"m"}"#, "roles.poet", "unknown_parameter"),
        (#""roles":{"critic":1}"#, "roles.critic", "invalid_type"),
        (#""roles":"m""#, "roles", "invalid_type"),
    ])
    func namesTheMemberThatIsWrong(settings: String, member: String, code: String) async throws {
        try await ServiceUnderTest.with(reply: Self.reply) { hone in
            for form in [Form.native, .chat] {
                let answer = try await form.ask(hone, "sc", settings: settings)
                #expect(answer.status == 400)
                #expect(answer.json["error"]?["param"]?.string == (form.isChat ? "hone." : "") + member)
                #expect(answer.json["error"]?["code"]?.string == code)
            }
            #expect(hone.upstream.observations.calls.isEmpty)
        }
    }
}
