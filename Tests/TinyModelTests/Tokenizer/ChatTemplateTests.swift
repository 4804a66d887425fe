import Testing

@testable import TinyModel

@Suite struct ChatTemplateTests {
    @Test func marksWhoSpeaks() throws {
        let model = try Fixture.model
        let prompt = model.template.prompt(for: [
            ChatMessage(role: .system, text: "s"), ChatMessage(role: .user, text: "q"),
            ChatMessage(role: .assistant, text: "a"), ChatMessage(role: .user, text: "r"),
        ])
        let (begin, end, user, bot) = (1, 2, 3, 4)
        let letter = { (text: String) in model.tokenizer.encode(text, markers: false) }
        let expected = [
            [begin], letter("s"), [user], letter("q"), [bot], letter("a"), [end, user], letter("r"), [bot],
        ]
        #expect(prompt == expected.flatMap(\.self))
    }

    @Test func leavesATrailingAnswerOpen() throws {
        let model = try Fixture.model
        let prompt = model.template.prompt(for: [
            ChatMessage(role: .user, text: "q"), ChatMessage(role: .assistant, text: "a"),
        ])
        #expect(prompt.last == model.tokenizer.encode("a", markers: false).first)
    }
}
