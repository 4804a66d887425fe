/// How a question counts whose right answer shares the most votes with others.
public enum TiePolicy: String, Sendable, Hashable {
    /// By the answer that the method gives: the one seen first.
    case firstSeen = "first-seen"
    /// As one right of so many as share the first place, which is what the choice among them would give on average.
    case fractional
}
