import Refinement
import Testing

@testable import Upstream

@Suite struct PrefixAffinityTests {
    @Test func laterTurnsOfAConversationHaveTheKeyOfTheFirst() {
        let first = [Message(role: "system", text: "Be brief."), Message(role: "user", text: "Hello")]
        let later = first + [Message(role: "assistant", text: "Hi."), Message(role: "user", text: "More")]
        #expect(key(first) == key(later))
    }

    @Test func otherPromptsAndModelsHaveOtherKeys() {
        let prompts = [[Message(role: "user", text: "a")], [Message(role: "user", text: "b")], []]
        let keys = prompts.flatMap { prompt in ["m", "n"].map { key(prompt, model: $0) } }
        #expect(Set(keys).count == keys.count)
        #expect(
            key([Message(role: "system", text: "ab"), Message(role: "user", text: "c")])
                != key([Message(role: "system", text: "a"), Message(role: "user", text: "bc")]))
    }

    private func key(_ messages: [Message], model: String = "m") -> UInt64 {
        PrefixAffinity.key(model: model, Conversation(messages))
    }
}
