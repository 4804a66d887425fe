public import JSON

/// The outcome of a refinement: the answer, and the evidence for it.
public struct RefinedAnswer: Sendable {
    /// How far the counted samples agree.
    public struct Agreement: Sendable, Hashable {
        /// Votes for the winner.
        public var leader: Int
        /// Votes for the answer that came second.
        public var runnerUp: Int
        /// Counted samples that had an answer.
        public var valid: Int
        /// Counted samples.
        public var samples: Int
    }

    /// What became of the samples.
    public struct SampleCounts: Sendable, Hashable {
        /// Asked for.
        public var requested: Int
        /// Arrived whole.
        public var received: Int
        /// Lost to an error.
        public var failed: Int
        /// Counted in the vote, in issue order.
        public var counted: Int
        /// Cut off because they no longer mattered, or because the budget was spent.
        public var cancelled: Int { requested - received - failed }
    }

    /// What was fallen back on when no sample had an answer (sampling.md §0.2.4).
    public enum Fallback: String, Sendable {
        /// The vote went by the samples' normalised text.
        case text
        /// The first sample that the model ended by itself.
        case firstStopped = "first_stopped"
        /// The first sample that arrived.
        case first
    }

    /// What says which of two samples is the better one.
    public enum Ranking: Sendable, Hashable {
        /// The votes for their answers.
        case votes
        /// Their scores.
        case scores
    }

    /// The completion that is returned.
    public var completion: Completion
    /// The answer found in it, nil if the samples had none.
    public var answer: Answer?
    /// From 0 to 1, in the sense that the method's description gives it.
    public var confidence: Double
    /// The vote, from most to fewest.
    public var votes: [Ballot.Vote]
    /// How far the samples agree.
    public var agreement: Agreement
    /// Why sampling ended.
    public var stop: StopReason
    /// What was fallen back on, if no sample had an answer.
    public var fallback: Fallback?
    /// What became of the samples.
    public var counts: SampleCounts
    /// The counted samples, in issue order.
    public var samples: [Sample]
    /// What the caller should know about the way the answer came about.
    public var warnings: [Warning]
    /// The index of the sample that is returned; nil if what is returned was made from several.
    public var chosen: Int?
    /// What the method ranks samples by.
    public var ranking = Ranking.votes
    /// What only this method can tell, as members of the response: its scores, its rounds, its predictions.
    public var evidence = JSON.Object()
    /// The method it comes from and why that one, where Hone chose.
    public var choice: MethodChoice?
    /// What becomes of an answer that is less sure than the caller wants.
    public var lowConfidence: LowConfidence?

    /// Something a caller should know.
    public enum Warning: String, Sendable {
        /// All samples are the same to the byte: the server ignores the temperature, or answers from a cache.
        case degenerateSampling = "degenerate_sampling"
        /// The temperature is 0, at which samples do not differ and a vote says nothing.
        case zeroTemperature = "zero_temperature"
        /// Fewer samples came than choices were asked for.
        case fewerChoices = "fewer_choices"
    }
}
