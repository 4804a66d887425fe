/// One question of a data set: what is asked, and the answer that is right.
public struct Problem: Sendable, Hashable {
    /// The question's name, unique within its set.
    public let id: String
    /// What the model is asked; empty where a recording keeps only the answers.
    public let text: String
    /// The right answer, as the set spells it.
    public let gold: String

    /// A question of these parts.
    public init(id: String, text: String, gold: String) {
        self.id = id
        self.text = text
        self.gold = gold
    }
}
