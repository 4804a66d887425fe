/// The course of a refinement, round by round: which answer stands, and when to stop. Pure.
struct Loop: Sendable {
    /// Which of the answers that stood is returned.
    enum Pick: String, CaseIterable, Sendable {
        /// The last one.
        case last
        /// The one with the highest score; of equals, and where there are no scores, the last one.
        case best
    }

    /// What happened in one round.
    struct Round: Sendable {
        /// The critic's score of the answer that stood.
        var score: Double?
        /// Why the critic let it be, if it did.
        var approval: Critique.Approval?
        /// What was decided on the revision, if there was one.
        var decision: GateDecision?
    }

    /// Every answer, in the order in which they were asked for.
    private(set) var drafts: [Draft]
    /// The answers that stood, one after the other, by their places.
    private(set) var standing = [0]
    /// The rounds so far, the one that runs included.
    private(set) var rounds: [Round] = []
    /// Why it ended; nil as long as it goes on.
    private(set) var stop: StopReason?
    /// Whether a revision was asked for that has not come.
    private(set) var awaitsRevision = false
    /// How many revisions there are at most.
    let maxRevisions: Int
    /// How many revisions in a row may be refused.
    let patience: Int
    /// Which answer is returned.
    let pick: Pick
    private var refusals = 0

    /// A loop that has a first answer and nothing else.
    init(from first: Draft, maxRevisions: Int, patience: Int = 1, pick: Pick = .last) {
        drafts = [first]
        self.maxRevisions = maxRevisions
        self.patience = patience
        self.pick = pick
    }

    /// The answer that stands.
    var current: Draft { drafts[standing[standing.count - 1]] }

    /// The answers that stood, oldest first: y₀ … y_t.
    var trail: [Draft] { standing.map { drafts[$0] } }

    /// Whether this round's revision is the last one.
    var isLastRevision: Bool { rounds.count == maxRevisions }

    /// The answer to return: the one that stands, or the one with the best score.
    var picked: Draft {
        guard pick == .best else { return current }
        let scored = trail.compactMap { draft in draft.sample.score.map { (score: $0, draft: draft) } }
        return scored.reversed().max { $0.score < $1.score }?.draft ?? current
    }

    /// The score of the answer to return, or if it was not scored, the last one given to those before it.
    var knownScore: Double? {
        picked.sample.score ?? trail.last { $0.sample.score != nil }?.sample.score
    }

    /// Begins a round, if there is to be another one: where the best is picked the last revision must be scored too.
    mutating func beginRound() -> Bool {
        guard stop == nil, rounds.count < maxRevisions + (pick == .best ? 1 : 0) else { return false }
        rounds.append(Round())
        return true
    }

    /// Takes the feedback on the answer that stands, and says whether a revision is to follow.
    mutating func goesOn(after feedback: Critique, enough: Double = 1) -> Bool {
        drafts[standing[standing.count - 1]].critique = feedback
        rounds[rounds.count - 1].score = feedback.score
        if let approval = feedback.approval(from: enough) {
            rounds[rounds.count - 1].approval = approval
            end(approval == .unreadable ? .unimproved : .approved)
        } else if rounds.count > maxRevisions {
            end(.exhausted)
        } else {
            awaitsRevision = true
        }
        return awaitsRevision
    }

    /// Takes a revision; whether it stands is for `settle` to say.
    mutating func add(_ revision: Draft) {
        drafts.append(revision)
        awaitsRevision = false
    }

    /// Takes the decision on the last revision.
    mutating func settle(_ decision: GateDecision) {
        rounds[rounds.count - 1].decision = decision
        if decision.isAccepted {
            standing.append(drafts.count - 1)
            refusals = 0
        } else {
            refusals += 1
            if refusals >= patience { end(.unimproved) }
        }
    }

    /// Ends it, for the first reason there was.
    mutating func end(_ reason: StopReason) { stop = stop ?? reason }
}
