extension Run {
    /// One plain call, told as it comes: what every method of sampling is for a single sample (sampling.md §0.4).
    func answerOnce(_ question: Question) async throws -> RefinedAnswer {
        let draw = try await draw(1, of: question, isAnswer: true)
        return try elect(draw.ballot(countsNulls: false), from: draw, question: question)
    }
}
