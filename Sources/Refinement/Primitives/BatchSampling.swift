extension Run {
    /// Losses in a row after which a model server is taken to be gone.
    private static let maxConsecutiveLosses = 4

    /// Draws batch after batch, each whole before the next is decided on, until the method has seen enough.
    ///
    /// Lost samples are replaced: `most` bounds the samples that arrive, 1.5 times as many those that are asked for
    /// (sampling.md §0.4). After four losses in a row no more are asked for. A single sample has a single call: its text
    /// is told as it comes, and what has been told cannot be replaced.
    ///
    /// - Parameters:
    ///   - most: how many samples may arrive.
    ///   - reason: why drawing ends when `next` says so.
    ///   - next: how many samples to draw next, in view of those drawn so far; nil when they are enough.
    /// - Throws: `CancellationError` if the run itself was cancelled.
    func drawInBatches(
        upTo most: Int, of question: Question, onto drawn: Draw = Draw(), endingAs reason: StopReason,
        next: (Draw) -> Int?
    ) async throws -> Draw {
        var draw = drawn
        let attempts = most == 1 ? 1 : (3 * most + 1) / 2
        while true {
            let room = min(most - draw.received, attempts - draw.counted.count)
            guard let size = next(draw) else {
                draw.stop = reason
                return draw
            }
            guard room > 0, size > 0 else {
                draw.stop = .exhausted
                return draw
            }
            draw = try await self.draw(min(size, room), of: question, onto: draw, isAnswer: most == 1)
            if draw.isOutOfBudget { return draw }
            let losses = draw.counted.reversed().prefix { $0.error?.isLoss == true }
            if losses.count >= Self.maxConsecutiveLosses, let error = losses.first?.error {
                draw.stop = .failed(error)
                return draw
            }
        }
    }
}
