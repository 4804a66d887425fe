import JSON

/// Which of several responses the judge chose, and how that came about.
struct Selection: Sendable {
    /// The place of the chosen sample among the counted ones; nil if the judge named none.
    var place: Int?
    /// What the judge said; nil if there was nothing to choose between.
    var verdict: Verdict?

    /// Gives an elected answer the evidence of the choice, and its confidence.
    func settle(_ answer: inout RefinedAnswer, from draw: Run.Draw) {
        guard let returned = place ?? draw.counted.firstIndex(where: { $0.completion == answer.completion }) else {
            return
        }
        answer.confidence = draw.share(of: draw.counted[returned])
        var evidence = JSON.Object([JSON.Member("index", .number(draw.counted[returned].index))])
        if place == nil { evidence["fallback"] = .string(answer.fallback?.rawValue ?? "vote") }
        for member in verdict?.json.members ?? [] { evidence[member.name] = member.value }
        answer.evidence["selection"] = .object(evidence)
    }
}

extension Run {
    /// Lets the judge choose one of the samples; without asking it if they all say the same to the byte.
    ///
    /// - Throws: `CancellationError` if the run was cancelled.
    func select(
        from draw: Draw, of question: Question, by prompt: UniversalSelfConsistencyPrompt, tokens: Int
    ) async throws -> Selection {
        let candidates = draw.candidates
        let texts = candidates.map(\.text)
        guard Set(texts).count > 1 else { return Selection(place: candidates.first?.place) }
        let transcript = Transcript(question.conversation)
        let verdict = try await judge(texts, of: question, tokens: tokens) {
            prompt.conversation(transcript, responses: $0)
        }
        let chosen = verdict.reply.flatMap {
            prompt.place(in: $0.text, isTruncated: $0.isTruncated, among: candidates.count)
        }
        return Selection(place: chosen.map { candidates[$0].place }, verdict: verdict)
    }
}

extension Run.Draw {
    /// The share of the counted samples that say the same as this one: the same answer, or where it has none the same
    /// text.
    func share(of sample: Sample) -> Double {
        let same = counted.count { other in
            guard let said = other.completion?.shown else { return false }
            return sample.answer.map { $0 == other.answer } ?? (other.answer == nil && said == sample.completion?.shown)
        }
        return Double(same) / Double(counted.count)
    }
}
