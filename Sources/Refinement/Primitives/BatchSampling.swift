extension Run {
    /// Losses in a row after which a model server is taken to be gone.
    private static let maxConsecutiveLosses = 4

    /// Draws batch after batch, each whole before the next is decided on, until the method has seen enough.
    ///
    /// Lost samples are replaced: `most` bounds the samples that arrive, 1.5 times as many those that are asked for
    /// (sampling.md §0.4). After four losses in a row no more are asked for. A sample that the monitor ended was drawn. A
    /// single sample has a single call: its text is told as it comes, and what has been told cannot be replaced.
    ///
    /// - Parameters:
    ///   - most: how many samples may arrive.
    ///   - reason: why drawing ends when `next` or `consider` says so.
    ///   - monitor: watches each sample while it is being generated.
    ///   - consider: told of each sample when its turn has come.
    ///   - next: how many samples to draw next, in view of those drawn so far; nil when they are enough.
    /// - Throws: `CancellationError` if the run itself was cancelled.
    func drawInBatches(
        upTo most: Int, of question: Question, onto drawn: Draw = Draw(), endingAs reason: StopReason,
        monitor: (any SampleMonitor)? = nil, consider: (Sample) -> Flow = { _ in .more }, next: (Draw) -> Int?
    ) async throws -> Draw {
        var draw = drawn
        let attempts = most == 1 ? 1 : (3 * most + 1) / 2
        while true {
            let room = min(most - draw.received - draw.discarded, attempts - draw.counted.count)
            guard let size = next(draw) else {
                draw.stop = reason
                return draw
            }
            guard room > 0, size > 0 else {
                draw.stop = .exhausted
                return draw
            }
            draw = try await self.draw(
                min(size, room), of: question, onto: draw, isAnswer: most == 1, monitor: monitor, consider: consider)
            if draw.isOutOfBudget { return draw }
            if draw.stop == .certain {
                draw.stop = reason
                return draw
            }
            let losses = draw.counted.reversed().prefix { $0.error?.isLoss == true }
            if losses.count >= Self.maxConsecutiveLosses, let error = losses.first?.error {
                draw.stop = .failed(error)
                return draw
            }
        }
    }
}
