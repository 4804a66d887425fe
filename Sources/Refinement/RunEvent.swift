/// What happens in a run, as it is traced and told to a client that streams.
public indirect enum RunEvent: Sendable {
    /// A method was chosen for a request that names none.
    case chosen(MethodChoice)
    /// A sample was counted.
    case sample(Sample)
    /// Text of the answer itself has come, as it is certain to be returned; told, but not traced.
    case delta(String)
    /// The vote stands so after that many counted samples.
    case vote(Ballot)
    /// A critic has said what it thinks of the answer of that place.
    case critique(Critique, of: Int)
    /// An answer was written anew.
    case revision(Sample)
    /// It was decided whether the revision of that place takes the place of the answer before it.
    case decision(GateDecision, on: Int)
    /// Sampling ended.
    case stopped(StopReason)
    /// This happened to one item of a batch, by its place in the request.
    case item(Int, RunEvent)
    /// An item of a batch has its answer, or will have none.
    case settled(Result<RefinedAnswer, RefinementError>)
}

/// Why sampling ended.
public enum StopReason: Sendable, Hashable {
    /// The rest could not have changed the answer.
    case certain
    /// The votes are as clear as the method's criterion asks for.
    case confident
    /// All samples of a window agree.
    case unanimous
    /// Every sample was counted.
    case exhausted
    /// The critic sees nothing more to improve.
    case approved
    /// The last round brought nothing better, so the answer before it stands.
    case unimproved
    /// A limit of the budget was reached.
    case budget(Budget.Limit)
    /// A later step was lost to an error; the answer is what there was before it.
    case failed(ModelError)

    /// The reason in the word of the API.
    public var name: String {
        switch self {
        case .certain: "certain"
        case .confident: "confident"
        case .unanimous: "unanimous"
        case .exhausted: "exhausted"
        case .approved: "approved"
        case .unimproved: "unimproved"
        case .budget: "budget"
        case .failed: "failed"
        }
    }
}
