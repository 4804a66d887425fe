/// Which call of a refinement a call is. Where the client sent a seed every call gets one of its own from this, the same
/// in every run, whatever ends first.
enum CallPlace: Sendable {
    /// The call that writes the draft of that index.
    case draft(Int)
    /// The one that says what is wrong with it.
    case critique(Int)
    /// The one that compares it with the draft it is to replace; which of them is shown first.
    case comparison(Int, isNewFirst: Bool)

    /// How often one reply may be asked for.
    static let attempts = 3
    /// The calls that one draft may take: it is written, reviewed, and compared in both orders.
    private static let callsPerDraft = 1 + 3 * attempts

    /// The place of the first attempt among all calls; the others follow it.
    var first: Int {
        switch self {
        case .draft(let index): index * Self.callsPerDraft
        case .critique(let index): index * Self.callsPerDraft + 1
        case .comparison(let index, let isNewFirst):
            index * Self.callsPerDraft + 1 + (isNewFirst ? 2 : 1) * Self.attempts
        }
    }
}
