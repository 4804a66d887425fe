import JSON
import Testing

@testable import Refinement

@Suite struct JudgingTests {
    let tooLong = ModelError.rejected(
        .init(status: 400, message: "This model's maximum context length is 4096 tokens.", member: "max_tokens"))

    func judge(_ judge: JudgeModel, _ responses: [String], options: JSON = [:]) async throws -> Verdict {
        let run = Run(model: ScriptedModel.saying([]), roles: [.judge: judge])
        return try await run.judge(responses, of: try .worded(options: options), tokens: 50) {
            Conversation([Message(role: "user", text: $0.joined(separator: "|"))])
        }
    }

    @Test func showsTheEndsOfResponsesThatAreTooLongOnce() async throws {
        let model = JudgeModel(.fails(tooLong), .says("ok"))
        let responses = [String(repeating: "a", count: 999) + "z", "short", String(repeating: "b", count: 500)]
        let verdict = try await judge(model, responses)
        #expect(verdict.reply?.text == "ok")
        // A third of the longest one for each of three.
        #expect(verdict.tail == 333)
        #expect(verdict.json == JSON.Object([JSON.Member("tail_characters", 333), JSON.Member("reply", "ok")]))
        let shown = try #require(model.tasks.last).split(separator: "|")
        #expect(shown.map(\.count) == [334, 5, 334])
        #expect(shown[0].hasPrefix("…a") && shown[0].hasSuffix("z"))
    }

    @Test func givesUpWhenEvenTheEndsAreTooLong() async throws {
        let model = JudgeModel(.fails(tooLong))
        let verdict = try await judge(model, ["a", "b"])
        #expect(verdict.reply == nil && verdict.tail == 200)
        #expect(verdict.failure == .failed(tooLong))
        // Whole, as ends, and without the limit that this server named.
        #expect(model.calls.count == 3)
    }

    @Test(arguments: ["temperature", "max_tokens"])
    func leavesOutASettingOfItsOwnThatIsRefused(member: String) async throws {
        let refusal = ModelError.rejected(.init(status: 400, message: "Unsupported value", member: member))
        let model = JudgeModel(.fails(refusal), .says("ok"))
        let verdict = try await judge(model, ["a", "b"])
        #expect(verdict.reply?.text == "ok")
        #expect(model.calls.map { $0.sampling[member] == nil } == [false, true])
    }

    @Test(arguments: ["user", "messages"])
    func doesNotRepeatWhatCannotSucceed(member: String) async throws {
        let refusal = ModelError.rejected(.init(status: 400, message: "no", member: member))
        let model = JudgeModel(.fails(refusal))
        let verdict = try await judge(model, ["a", "b"], options: ["user": "me"])
        #expect(verdict.failure == .failed(refusal))
        #expect(model.calls.count == 1)
    }

    @Test func showsAConversationWithItsRolesAndKeepsItsImages() throws {
        let image: JSON = ["type": "image_url", "image_url": ["url": "data:,"]]
        let question: JSON = [
            "role": "user", "content": [["type": "text", "text": "What is it?"], image],
        ]
        let call: JSON = ["role": "assistant", "content": nil, "tool_calls": [["id": "c"]]]
        let transcript = Transcript(
            Conversation([
                Message(role: "system", text: "Be brief."), Message(try #require(question.object)),
                Message(try #require(call.object)),
            ]))
        #expect(transcript.text == "[system]\nBe brief.\n\n[user]\nWhat is it?\n\n[assistant]\n[{\"id\":\"c\"}]")
        let message = try #require(transcript.prompt("Choose.").messages.first)
        #expect(message.json["content"] == [image, ["type": "text", "text": "Choose."]])
        #expect(Transcript(Conversation([Message(role: "user", text: "Why?")])).text == "Why?")
    }
}
