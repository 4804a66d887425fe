/// The judge's task in P(True) (arXiv 2207.05221): whether a possible answer is true, said in one letter.
struct PTruePrompt: Sendable {
    private let transcript: Transcript
    private let ideas: [String]

    /// The task for answers to a conversation, shown beside all answers that came up for it, if there are any.
    init(_ conversation: Conversation, ideas: [String]) {
        transcript = Transcript(conversation)
        self.ideas = ideas
    }

    /// The task, for one answer.
    func conversation(judging answer: String) -> Conversation {
        let brainstormed = ideas.map { "- \($0)" }.joined(separator: "\n")
        let shown =
            ideas.isEmpty ? "" : "Ideas that came up in a brainstorming, right and wrong ones:\n\(brainstormed)\n\n"
        return transcript.prompt(
            """
            Question:
            \(transcript.text)

            \(shown)Possible answer:
            \(answer)

            Is the possible answer
            (A) True
            (B) False

            Reply with the one letter A or B and nothing else. The possible answer is:
            """)
    }
}
