import JSON
import Testing

@testable import Refinement

@Suite struct RevisionPrefaceTests {
    func stripped(_ text: String, after old: String = "A text.") -> String {
        let completion = Completion(message: Message(role: "assistant", text: text).json, finishReason: "stop")
        return RevisionPreface.removed(from: completion, after: old).text
    }

    @Test(arguments: [
        "Here is the improved answer:\n\nRome.", "Sure! Here's the revised version:\nRome.",
        "**Revised answer:**\nRome.",
    ])
    func takesAwayTheLineThatAnnouncesARevision(text: String) {
        #expect(stripped(text) == "Rome.")
    }

    @Test(arguments: [
        "Rome.", "Here is a list:\n- Rome", "Here is the improved answer:", "Here is how to get revised figures.\nAsk.",
        "The improved plan:\nRome", "Improved: \n \n",
    ])
    func leavesEverythingElse(text: String) {
        #expect(stripped(text) == text)
    }

    @Test func leavesWhatTheAnswerBeforeItBeginsWithToo() {
        let text = "Here is the improved letter:\nDear Ann,"
        #expect(stripped(text, after: "Here is your improved letter:\nHi Ann") == text)
    }

    @Test func leavesATextThatHasLogProbabilities() {
        let message = Message(role: "assistant", text: "Here is the revised text:\nRome.").json
        let completion = Completion(message: message, finishReason: "stop", logprobs: ["content": []])
        #expect(RevisionPreface.removed(from: completion, after: "x") == completion)
    }
}
