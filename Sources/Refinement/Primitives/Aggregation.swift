import JSON

/// What came of letting the judge read several reasoning paths and count their answers.
struct Aggregation: Sendable {
    /// The place of the path that is returned among the counted samples; nil if the judge's reply leads to none.
    var place: Int?
    /// What the judge's reply comes to; nil if there is none, or there was nothing to count.
    var consensus: Consensus?
    /// What the judge said; nil if there was nothing to count.
    var verdict: Verdict?

    /// Gives an elected answer what the judge found: the agreed answer, alone where no path is seen to reach it.
    func settle(_ answer: inout RefinedAnswer, from draw: Run.Draw) {
        var returned = place ?? draw.counted.firstIndex { $0.completion == answer.completion }
        answer.confidence = returned.map { draw.share(of: draw.counted[$0]) } ?? 0
        if let agreed = consensus?.answer, let supporters = consensus?.supporters {
            answer.answer = agreed
            answer.fallback = nil
            answer.confidence = Double(supporters) / Double(draw.counted.count)
            if place == nil {
                answer.completion = Completion(
                    message: Message(role: "assistant", text: agreed.display).json, finishReason: "stop")
                returned = nil
                answer.chosen = nil
            }
        }
        var evidence = JSON.Object([
            JSON.Member("index", returned.map { .number(draw.counted[$0].index) } ?? .null)
        ])
        if verdict != nil {
            evidence["source"] = .string(consensus?.source?.rawValue ?? answer.fallback?.rawValue ?? "vote")
        }
        for member in verdict?.json.members ?? [] { evidence[member.name] = member.value }
        answer.evidence["aggregation"] = .object(evidence)
    }
}

extension Run {
    /// Lets the judge read the answers of the samples and count them; without asking it if all are the same to the byte.
    ///
    /// - Throws: `CancellationError` if the run was cancelled.
    func aggregate(_ draw: Draw, of question: Question, tokens: Int) async throws -> Aggregation {
        let paths = draw.candidates
        let texts = paths.map(\.text)
        guard Set(texts).count > 1 else { return Aggregation(place: paths.first?.place) }
        let transcript = Transcript(question.conversation)
        let prompt = SelfAgreementPrompt()
        let verdict = try await judge(texts, of: question, tokens: tokens) {
            prompt.conversation(transcript, paths: $0)
        }
        let consensus = verdict.reply.map { reply in
            let reading = prompt.reading(of: reply.text, isTruncated: reply.isTruncated, among: paths.count)
            return Consensus(reading, of: paths, by: question.extractor)
        }
        return Aggregation(place: consensus?.place, consensus: consensus, verdict: verdict)
    }
}
