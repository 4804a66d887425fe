extension Run {
    /// The same question, sampled with the log-probabilities of so many tokens at each place.
    ///
    /// - Throws: `RefinementError.unsupported` if the model server gives none.
    func askingForLogprobs(_ question: Question, top: Int) async throws -> Question {
        question.asking(logprobs: top)
    }
}

extension Run.Draw {
    /// Scores each sample by the distributions of its tokens; one that came without them stays without a score.
    ///
    /// - Throws: `RefinementError.unsupported` if samples arrived and none of them has any.
    mutating func score(by measure: ([TokenDistribution]) -> Double) throws(RefinementError) {
        for place in counted.indices {
            counted[place].score = counted[place].completion?.tokens.map(measure)
        }
        if received > 0, counted.allSatisfy({ $0.score == nil }) {
            throw .unsupported("The model server returned no log-probabilities, which the method needs.")
        }
    }
}
