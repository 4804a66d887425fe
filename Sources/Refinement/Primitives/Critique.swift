/// What a critic said of an answer.
public struct Critique: Sendable, Hashable {
    /// What it said of one aspect, or one weakness it named.
    public struct Item: Sendable, Hashable {
        /// What was looked at; nil where the critic was free.
        public let aspect: String?
        /// From 0 to 10; nil if it gave none.
        public let score: Double?
        /// The place it means, if it names one.
        public let place: String?
        /// What is wrong there; nil if nothing is.
        public let problem: String?
        /// What would mend it, if it says so.
        public let fix: String?
    }

    /// Why feedback ends a refinement.
    public enum Approval: String, Sendable {
        /// The critic says that the answer needs no change.
        case verdict
        /// It names nothing that is wrong.
        case noProblem = "no_problem"
        /// The score is high enough.
        case score
        /// It says nothing, or that there is nothing to say.
        case noFeedback = "no_feedback"
        /// Nothing can be made of what it says, even after two more attempts, so the answer stays as it is.
        case unreadable
    }

    /// What the critic wrote, without its thinking: what the refiner is told.
    public let text: String
    /// What it said in particular.
    public var items: [Item] = []
    /// Whether it wants the answer changed; nil if it does not say.
    public var asksForChange: Bool?
    /// The sum of its scores over the most they can be; nil if it gave none.
    public var score: Double?
    /// Whether anything could be made of it.
    public var isReadable = true
}

extension Critique {
    /// The paper's `stop(fb_t, t)`: why the feedback ends the refinement, nil if it asks for another round.
    ///
    /// - Parameter enough: the score from which on the answer is good enough.
    func approval(from enough: Double) -> Approval? {
        if !isReadable { return .unreadable }
        if NoFeedback.isAll(of: text), !text.isEmpty || items.isEmpty { return .noFeedback }
        if asksForChange == false { return .verdict }
        if !items.contains(where: { $0.problem != nil }) { return .noProblem }
        if let score, score >= enough { return .score }
        return nil
    }
}
